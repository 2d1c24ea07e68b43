// Moving the ends of a passage, or choosing words, by keyboard.

import { Words } from "./words.js";

export class Ends {
  /** left(): called when it is over. */
  constructor(card, left) {
    this.card = card;
    this.left = left;
    this.span = null;
  }

  use(turns, transcript, marks) {
    this.words = new Words(turns);
    this.transcript = transcript;
    this.marks = marks;
  }

  /** kept([start, end]): called with what was chosen. isNew: whether the words are chosen anew. */
  begin(span, isNew, kept) {
    this.span = span;
    this.isNew = isNew;
    this.kept = kept;
    this._show();
  }

  /** Whether the key was one for this. */
  key(event) {
    if (!this.span) return false;
    const span = this._moved(event.key, event.shiftKey);
    if (span) {
      this.span = span;
      this._show();
    } else if (event.key === "Enter" || event.key === "Escape") {
      const chosen = this.span;
      this.span = null;
      this.marks.point("chosen", null);
      this.card.free();
      this.left();
      if (event.key === "Enter") this.kept(chosen);
    }
    return true;
  }

  _moved(key, shift) {
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 1, ArrowUp: -1 }[key];
    if (!step) return null;
    const across = key === "ArrowRight" || key === "ArrowLeft";
    if (!this.isNew) return across && !shift ? this.words.end(this.span, step) : this.words.start(this.span, step);
    if (!across) return this.words.turn(this.span, step);
    return shift ? this.words.end(this.span, step) : this.words.move(this.span, step);
  }

  _show() {
    this.marks.point("chosen", ...this.span);
    this.transcript.show(this.span[1] - 1);
    this.card.ends(this.transcript.quote(...this.span), this.isNew);
  }
}
