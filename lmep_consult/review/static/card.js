// The passage one is at: its code, why it is suggested and how sure that is, and what can be done with it.

import { byId, make } from "./dom.js";
import { colourOf, patternOf } from "./colours.js";
import { patchInside } from "./patch.js";

const button = (label, key, act, main = false) =>
  make("button", { type: "button", class: main ? "main" : null, data: { act, id: act } }, label, make("kbd", {}, key));

export class Card {
  constructor(store, act) {
    this.store = store;
    this.taken = false; // by a note that is being written, or ends that are being moved: then news are not drawn over it
    this.box = byId("card");
    this.box.addEventListener("click", (event) => {
      const { act: what, digit } = event.target.closest("button")?.dataset ?? {};
      if (what && !this.taken) act(what, Number(digit));
    });
  }

  draw(item, place, left) {
    if (this.taken) return;
    const focused = this.box.contains(document.activeElement);
    patchInside(this.box, this._about(item, place, left).filter(Boolean));
    if (focused && !this.box.contains(document.activeElement)) byId("main").focus({ preventScroll: true });
  }

  _about(item, place, left) {
    if (!item) {
      return [make("p", { class: "card-head" }, left
        ? "Press j for the first suggestion." : "Nothing is suggested here that you have not decided on."),
      make("p", { class: "quiet" }, "Select any words and type a code’s name to code them. Press ? for all keys."),
      make("div", { class: "buttons" }, button("This text is done", "d", "done"), button("Undo", "u", "undo"))];
    }
    const code = this.store.code(item.code);
    const look = this.store.look(item.code);
    const waits = item.kind === "suggestion";
    const sure = waits ? `${Math.round(item.sure * 100)} % sure` : "";
    const part = (id, at) => make("button", { type: "button", data: { act: "recent", digit: String(at + 1), id: `part ${id}` } },
      this.store.name(id), at < 9 ? make("kbd", {}, String(at + 1)) : "");
    const why = item.choices ? "This code was split after you gave it. Which is it now?" : waits
      ? `${item.origin === "rule" ? "Suggested by a rule" : "Suggested by meaning"}: ${item.why}`
      : item.why ? `You accepted what was suggested: ${item.why}` : "Coded by you";
    const terms = (item.terms ?? []).map((term) => `“${term}”`).join(" and ");
    return [
      make("p", { class: `card-head f${colourOf(look)}` },
        make("span", { class: `swatch p-${patternOf(look)}`, "aria-hidden": "true" }),
        make("strong", {}, this.store.name(item.code)),
        item.star ? make("span", { class: "star" }, " ★") : "",
        make("span", { class: "quiet" }, waits ? ` suggested · ${sure}` : item.choices ? " was split" : " coded"),
        make("span", { class: "quiet right" }, place)),
      make("p", { class: "card-why" }, why),
      code?.definition ? make("p", { class: "card-definition" }, code.definition) : "",
      make("div", { class: "buttons" },
        ...(item.choices ?? []).map(part),
        ...(waits
          ? [button("Accept", "a", "accept", true), button("Reject", "r", "reject")]
          : [button("Take out", "r", "reject")]),
        button("Other code", "c", "recode"),
        ...(item.choices ? [] : [button("Ends", "e", "ends"), button(item.kind === "coding" && item.star ? "Unstar" : "Star", "s", "star")]),
        button("Note", "n", "note"),
        button("Undo", "u", "undo"),
        waits && terms ? make("button", { type: "button", data: { act: "term", id: "term" } }, `Reject all of ${terms}…`) : "")];
  }

  /** Ask for a note; kept(text) is called with it. */
  note(old, kept, left) {
    this.taken = true;
    const close = (then) => {
      this.taken = false;
      this.box.querySelector(".note-box").remove();
      then();
    };
    const input = make("textarea", { rows: "2", "aria-label": "Note on this passage: Enter keeps it, Escape leaves it" });
    input.value = old;
    input.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Enter" && !event.shiftKey) {
        event.preventDefault();
        close(input.value.trim() ? () => kept(input.value.trim()) : left);
      } else if (event.key === "Escape") close(left);
    });
    this.box.append(make("div", { class: "note-box" }, input, make("p", { class: "quiet" }, "Enter keeps the note, Escape leaves it.")));
    input.focus();
  }

  /** The words between the ends that are being moved, until `free`. */
  ends(words, isNew) {
    this.taken = true;
    this.box.replaceChildren(
      make("p", { class: "card-head" }, make("strong", {}, isNew ? "Choose words" : "Move the ends")),
      make("p", { class: "card-quote" }, words),
      make("p", { class: "quiet" }, isNew
        ? "← → another word, ↑ ↓ another turn, Shift ← → more or fewer words, Enter to give a code, Escape to leave."
        : "← → the end, Shift ← → (or ↑ ↓) the start, by words. Enter keeps it, Escape leaves it as it was."));
  }

  free() {
    this.taken = false;
  }
}
