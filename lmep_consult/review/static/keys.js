// Every key of the reading view, in one place: what the help shows is what the keys do.

import { byId, make } from "./dom.js";

export const KEYS = [
  ["j", "next", "next suggestion or coding"],
  ["k", "previous", "the one before"],
  ["a", "accept", "accept the suggestion"],
  ["r", "reject", "reject it, or take a coding out"],
  ["c", "recode", "another code: type a part of its name, Enter"],
  ["e", "ends", "move the ends by words: ← → the end, Shift ← → the start, Enter"],
  ["v", "choose", "choose words by keyboard, to code them"],
  ["n", "note", "a note on the passage"],
  ["s", "star", "star it for the report; a suggestion is accepted with it"],
  [".", "again", "the last code again: for selected words, or this passage too"],
  ["1", "recent", "1 to 9: a recent code, for selected words or this passage"],
  ["u", "undo", "undo, as often as you like"],
  ["/", "search", "search all texts"],
  ["[", "earlier", "previous text"],
  ["]", "later", "next text"],
  ["d", "done", "this text is done, or not yet after all"],
  [" ", "play", "play the recording from here, where there is one"],
  ["?", "help", "all keys"],
];

/** Call act(name, event, digit) for each key that is pressed outside fields and sheets. A button has its own Enter and
 *  space, unless takesAll() says that every key is waited for. */
export function listenToKeys(act, takesAll) {
  const names = new Map(KEYS.map(([key, name]) => [key, name]));
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input, textarea, select, dialog[open], .picker")) return;
    if ([" ", "Enter"].includes(event.key) && event.target.closest("button, a") && !takesAll()) return;
    const digit = /^[1-9]$/.test(event.key) ? Number(event.key) : 0;
    if (act(digit ? "recent" : names.get(event.key), event, digit)) event.preventDefault();
  });
}

export function showKeys() {
  const sheet = byId("sheet");
  sheet.setAttribute("aria-label", "All keys");
  sheet.replaceChildren(
    make("h2", {}, "Keys"),
    make("dl", { class: "keys" }, ...KEYS.flatMap(([key, , words]) => [
      make("dt", {}, make("kbd", {}, key === " " ? "space" : key)), make("dd", {}, words)])),
    make("div", { class: "buttons" }, make("button", { type: "button", class: "main", on: { click: () => sheet.close() } }, "Close")));
  sheet.showModal();
}
