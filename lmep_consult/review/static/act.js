// Views made of forms: what a form sends is decided, and the view is shown as it is then. Each passage, name or
// quotation is an item; j and k go from one to the next, and a button's letter presses it.

import { byId, say } from "./dom.js";
import { handsOff } from "./hands.js";
import { listen } from "./live.js";
import { Outbox } from "./outbox.js";
import { patch } from "./patch.js";

const items = () => [...document.querySelectorAll("[data-item]:not([hidden])")];
let here = document.querySelector("[data-item]")?.dataset.item ?? "";

function point(id, scroll = true) {
  here = id;
  for (const item of items()) {
    const is = item.dataset.item === id;
    item.classList.toggle("here", is);
    if (is && scroll) item.scrollIntoView({ block: "nearest" });
  }
}

// Fields that somebody writes in.
const fields = (form) => [...form.querySelectorAll("textarea, input:not([type]), input[type=text]")];

let wanted = false; // whether something changed since the view was last asked for
let renewing = null;
let shown = location.href;
let decided = []; // in this window, the last at the end: what takes each back
let version = Number(document.body.dataset.version);

/** The view as the server has it now, in place of what is shown; what was written and not sent stays. One renewal at a
 *  time, and one more where something changed meanwhile, so that the newest is what stays. */
function renew() {
  wanted = true;
  renewing ??= (async () => {
    while (wanted) {
      wanted = false;
      await show(location.href);
    }
  })().finally(() => {
    renewing = null;
  });
  return renewing;
}

async function show(address) {
  const page = await new Promise((answered) => {
    const request = new XMLHttpRequest();
    request.open("GET", address);
    request.responseType = "document";
    request.onloadend = () => answered(request.response);
    request.send();
  });
  const main = page?.getElementById("main");
  if (!main) return say("The program does not answer; what is shown may be old.", true);
  await handsOff();
  if (address === shown) patch(byId("main"), main);
  else byId("main").replaceWith(document.adoptNode(main));
  shown = address;
  version = Math.max(version, Number(page.body.dataset.version));
  outbox.settled(version);
  mark();
  return null;
}

/** Show what is on its way: what leaves the view once it is decided is not shown any more. */
function mark() {
  const under = new Map(outbox.all.filter((entry) => entry.item).map((entry) => [entry.item, entry]));
  for (const item of document.querySelectorAll("[data-item]")) {
    const entry = under.get(item.dataset.item);
    item.hidden = Boolean(entry?.leaves);
    item.inert = Boolean(entry?.settles);
  }
  point(here, false);
}

/** Decide what a form says. One whose item is decided with it goes on to the next at once. */
function send(form, submitter) {
  const asked = Object.fromEntries(new FormData(form, submitter));
  const item = form.closest("[data-item]");
  const { act: to, then } = form.dataset;
  const all = items();
  const at = all.indexOf(item);
  const kept = [...form.querySelectorAll("[data-said]")].every((field) => !field.value.trim());
  const key = outbox.post({ ...asked, to, item: item?.dataset.item, leaves: then === "leaves", settles: then === "settles", private: !kept });
  sent.set(key, [form, asked]);
  if (form.dataset.back) decided.push({ ...asked, to, item: item?.dataset.item, private: !kept, of: key, ...JSON.parse(form.dataset.back) });
  if (!then) return;
  const next = all[at + 1] ?? all[at - 1];
  here = next?.dataset.item ?? "";
  const focused = item.contains(document.activeElement);
  mark();
  if (focused) (next ?? byId("main")).focus({ preventScroll: true });
  next?.scrollIntoView({ block: "nearest" });
}

/** Take back what was decided last in this window. */
function undo() {
  const last = decided.pop();
  if (!last) return say("Nothing that you decided in this window is left to undo.");
  here = last.item ?? here;
  return outbox.post(last);
}

const sent = new Map(); // by key, the form that was sent and what it said
const isWriting = () => fields(byId("main")).some((field) => field.value !== field.defaultValue && !("trial" in field.dataset));

/** What a form said is kept: what is in its fields now is new only where it differs from that. */
function clean(key) {
  const [form, said] = sent.get(key) ?? [];
  for (const field of form ? fields(form) : []) if (field.value === said[field.name]) field.defaultValue = field.value;
  sent.delete(key);
}

const outbox = new Outbox(
  async (answer, entry) => {
    clean(entry.key);
    if (answer.said) say(answer.said);
    if (answer.go && !isWriting()) history.pushState(null, "", answer.go);
    await renew();
  },
  (refused, entry) => {
    if (refused) decided = decided.filter((each) => each.of !== entry.key);
    renew();
  },
);

document.addEventListener("submit", (event) => {
  event.preventDefault();
  if (event.target.dataset.act) send(event.target, event.submitter);
  else if (event.target.dataset.to) location.assign(`${event.target.dataset.to}?${new URLSearchParams(new FormData(event.target))}`);
});
// Enter in a field sends a form that has one answer; where it has several, somebody chooses.
document.addEventListener("keydown", (event) => {
  const answers = event.target.form?.querySelectorAll("button") ?? [];
  if (event.key !== "Enter" || !event.target.matches("input") || answers.length < 2) return;
  event.preventDefault();
  answers[0].focus();
}, true);
document.addEventListener("focusin", (event) => {
  const item = event.target.closest?.("[data-item]");
  if (item && item.dataset.item !== here) point(item.dataset.item, false);
});
document.addEventListener("click", (event) => {
  if (event.target.closest("#undo")) return undo();
  const item = event.target.closest("[data-item]");
  if (item && item.dataset.item !== here) point(item.dataset.item, false);
  return undefined;
});
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, dialog")) return;
  const all = items();
  const at = all.findIndex((item) => item.dataset.item === here);
  if (event.key === "j" || event.key === "k") {
    const next = all[Math.max(0, Math.min(all.length - 1, at + (event.key === "j" ? 1 : -1)))];
    if (next) point(next.dataset.item);
    event.preventDefault();
    return;
  }
  if (event.key === "u" && byId("undo")) {
    event.preventDefault();
    undo();
    return;
  }
  const pressed = all[at]?.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!pressed) return;
  event.preventDefault();
  pressed.closest("details")?.setAttribute("open", "");
  if (pressed.matches("textarea, input")) pressed.focus();
  else pressed.click();
});

addEventListener("popstate", () => renew());
addEventListener("beforeunload", (event) => {
  if (isWriting()) event.preventDefault();
});
listen((news) => {
  if (news.version > version) renew();
}, () => outbox.send());
mark();
document.documentElement.dataset.ready = String(Math.round(performance.now()));
