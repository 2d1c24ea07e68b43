// Views made of forms: what a form sends is decided, and the view is shown as it is then. Each passage, name or
// quotation is an item; j and k go from one to the next, and a button's letter presses it.

import { byId, say } from "./dom.js";
import { listen } from "./live.js";

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

// Fields that somebody writes in, and what each is known by: its item, its form and its name.
const fields = () => [...document.querySelectorAll("[data-item] textarea, [data-item] input:not([type]), [data-item] input[type=text]")];
const nameOf = (field) => [field.closest("[data-item]").dataset.item, field.form?.dataset.act, field.name].join("\n");

// A click is lost where what is pressed is not there any more when it is let go.
let letGo = Promise.resolve();
document.addEventListener("pointerdown", () => {
  letGo = new Promise((done) => {
    for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => setTimeout(done), { once: true });
  });
});
let renewals = 0;

/** The view as the server has it now, in place of what is shown; what was written and not sent stays. Where the view was
 * asked for again meanwhile, the later answer is shown and this one is not. */
export async function renew(address = location.href) {
  renewals += 1;
  const mine = renewals;
  const wanted = new XMLHttpRequest();
  wanted.open("GET", address);
  wanted.responseType = "document";
  await new Promise((done) => {
    wanted.onloadend = done;
    wanted.send();
  });
  await letGo;
  if (mine !== renewals) return null;
  const main = wanted.response?.getElementById("main");
  if (!main) return say("The program does not answer; nothing was changed.", true);
  const scroll = byId("main").scrollTop;
  const written = new Map(fields().filter((field) => field.value !== field.defaultValue).map((field) => [nameOf(field), field]));
  const active = document.activeElement;
  const unfolded = new Set([...document.querySelectorAll("#main details[open] > summary")].map((line) => line.textContent));
  byId("main").replaceWith(document.adoptNode(main));
  for (const line of document.querySelectorAll("#main details > summary")) line.parentElement.open ||= unfolded.has(line.textContent);
  for (const field of fields()) {
    const before = written.get(nameOf(field));
    if (!before) continue;
    field.value = before.value;
    if (before === active) {
      field.focus();
      field.setSelectionRange(before.selectionStart, before.selectionEnd);
    }
  }
  byId("main").scrollTop = scroll;
  dispatchEvent(new Event("renewed"));
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
  byId("saved").textContent = "All saved";
  for (const field of fields()) if (field.form === form) field.defaultValue = asked[field.name];
  if (said.said) say(said.said);
  await renew(said.go ?? location.href);
  if (said.go) history.pushState(null, "", said.go);
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

const writing = () => document.activeElement?.matches("textarea, input:not([type=radio])") && document.activeElement.value !== document.activeElement.defaultValue;
let version = Number(document.body.dataset.version);
listen((news) => {
  if (news.version > version && !writing()) renew();
  version = Math.max(version, news.version);
});
byId("saved").textContent = "All saved";
point(here, false);
document.documentElement.dataset.ready = String(Math.round(performance.now()));

