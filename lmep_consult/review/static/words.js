// Moving the ends of a passage by words, and choosing words by keyboard.

import { wordsOf } from "./text.js";

export class Words {
  constructor(turns) {
    this.words = wordsOf(turns);
    this.turns = turns;
  }

  /** The first word that ends after a place. */
  at(place) {
    let low = 0;
    let high = this.words.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.words[middle][1] > place) high = middle;
      else low = middle + 1;
    }
    return Math.min(low, this.words.length - 1);
  }

  first(place) {
    return this.words[this.at(place)];
  }

  /** The end one word on or back; never before the word that the passage starts with. */
  end([start, end], step) {
    const last = this.at(end - 1);
    const on = this.words[last][1] > end && step > 0 ? last : last + step;
    const at = Math.max(this.at(start), Math.min(on, this.words.length - 1));
    return [start, this.words[at][1]];
  }

  start([start, end], step) {
    const now = this.at(start);
    const on = this.words[now][0] < start && step < 0 ? now : now + step;
    const at = Math.min(this.at(end - 1), Math.max(0, on));
    return [this.words[at][0], end];
  }

  /** One word, so many words on. */
  move([start], step) {
    return this.words[Math.max(0, Math.min(this.at(start) + step, this.words.length - 1))];
  }

  /** The first word of the turn so many turns on. */
  turn([start], step) {
    const now = this.turns.findLastIndex((turn) => turn.start <= start);
    const turn = this.turns[Math.max(0, Math.min(now + step, this.turns.length - 1))];
    return this.first(turn.start);
  }
}
