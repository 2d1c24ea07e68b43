// Views made of forms: what a form sends is decided, and the view is shown as it is then. Each passage, name or
// quotation is an item; j and k go from one to the next, and a button's letter presses it.

import { byId, say } from "./dom.js";
import { handsOff } from "./hands.js";
import { listen } from "./live.js";
import { patch } from "./patch.js";

const items = () => [...document.querySelectorAll("[data-item]")];
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
  point(here, false);
  return null;
}

async function send(form, submitter) {
  const asked = Object.fromEntries(new FormData(form, submitter));
  const all = items();
  const at = all.findIndex((item) => item.contains(form));
  const next = (all[at + 1] ?? all[at - 1])?.dataset.item ?? "";
  byId("saved").textContent = "Saving…";
  let answer;
  let said;
  try {
    answer = await fetch(form.dataset.act, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ ...asked, key: crypto.randomUUID().replaceAll("-", "") }),
    });
    said = answer.headers.get("content-type") === "application/json" ? await answer.json() : { error: await answer.text() };
  } catch {
    said = { error: "The program does not answer; this is not saved. Try again." };
  }
  if (said.error) {
    byId("saved").textContent = "Not saved";
    say(said.error, true);
    return;
  }
  for (const field of fields(form)) if (field.value === asked[field.name]) field.defaultValue = field.value;
  if (said.said) say(said.said);
  if (said.go) history.pushState(null, "", said.go);
  await renew();
  byId("saved").textContent = "All saved";
  point(items().some((item) => item.dataset.item === here) ? here : next);
}

document.addEventListener("submit", (event) => {
  event.preventDefault();
  if (event.target.dataset.act) send(event.target, event.submitter);
  else if (event.target.dataset.to) location.assign(`${event.target.dataset.to}?${new URLSearchParams(new FormData(event.target))}`);
});
document.addEventListener("focusin", (event) => {
  const item = event.target.closest?.("[data-item]");
  if (item && item.dataset.item !== here) point(item.dataset.item, false);
});
document.addEventListener("click", (event) => {
  const item = event.target.closest("[data-item]");
  if (item && item.dataset.item !== here) point(item.dataset.item, false);
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
  const pressed = all[at]?.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!pressed) return;
  event.preventDefault();
  if (pressed.matches("textarea, input")) pressed.focus();
  else pressed.click();
});

addEventListener("popstate", () => renew());
listen((news) => {
  if (news.version > version) renew();
});
byId("saved").textContent = "All saved";
point(here, false);
document.documentElement.dataset.ready = String(Math.round(performance.now()));
