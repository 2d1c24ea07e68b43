// The transcript as elements, and places in it as ranges.

import { byId, make } from "./dom.js";
import { clock, length, points, units } from "./text.js";

export class Transcript {
  /** turns: as the server gives them. play(seconds): plays the recording from there, null where there is none.
   *  written: whether nobody spoke, and each is an answer. */
  constructor(turns, questions, play, written) {
    this.turns = turns;
    this.written = written;
    this.rows = new Map();
    this.nodes = turns.map((turn) => document.createTextNode(turn.text));
    this.ends = turns.map((turn) => turn.start + length(turn.text));
    let question = "";
    const parts = [];
    turns.forEach((turn, at) => {
      if (turn.question !== question) {
        question = turn.question;
        if (question) {
          const words = questions[question];
          parts.push(make("h2", { class: "question" }, make("span", { class: "quiet" }, question), words ? ` ${words}` : ""));
        }
      }
      parts.push(this._row(turn, at, play));
    });
    byId("turns").replaceChildren(...parts);
  }

  _row(turn, at, play) {
    const time = turn.at === null ? null : clock(turn.at);
    const when = time && play
      ? make("button", { type: "button", class: "time", tabindex: "-1", "aria-label": `Play from ${time}`, on: { click: () => play(turn.at) } }, time)
      : time && make("span", { class: "time" }, time);
    const who = turn.asks && turn.role === "interviewer" ? "Interviewer" : turn.who;
    const chips = make("ul", { class: "chips", "aria-label": `Codes of ${this.written ? who : `turn ${turn.turn}`}` });
    chips.hidden = true;
    const row = make("article", { class: `turn ${turn.asks ? "asks" : "answers"}`, id: `turn-${turn.turn}`, "aria-label": this.written ? who : `Turn ${turn.turn}, ${who}` },
      make("div", { class: "gutter" }, make("span", { class: "speaker" }, who), when),
      make("p", { class: "words", dir: "auto" }, this.nodes[at]),
      chips);
    this.rows.set(turn.turn, { row, chips });
    return row;
  }

  /** The place in `turns` of the turn that a place of the transcript is in. */
  turnAt(place) {
    let low = 0;
    let high = this.turns.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.turns[middle].start <= place) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Ranges, one a turn, from `start` to `end` in code points. */
  ranges(start, end) {
    const found = [];
    for (let at = this.turnAt(start); at < this.turns.length && this.turns[at].start < end; at += 1) {
      const turn = this.turns[at];
      const from = units(turn.text, Math.max(0, start - turn.start));
      const to = units(turn.text, Math.min(end, this.ends[at]) - turn.start);
      if (from >= to) continue;
      const range = new StaticRange({
        startContainer: this.nodes[at], startOffset: from, endContainer: this.nodes[at], endOffset: to,
      });
      found.push(range);
    }
    return found;
  }

  quote(start, end) {
    const from = this.turnAt(start);
    const parts = [];
    for (let at = from; at < this.turns.length && this.turns[at].start < end; at += 1) {
      const turn = this.turns[at];
      parts.push(turn.text.slice(units(turn.text, Math.max(0, start - turn.start)), units(turn.text, Math.max(0, end - turn.start))));
    }
    return parts.join("\n");
  }

  /** What is selected, as [start, end] in code points without the space around it; null where it is nothing said. */
  selected() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    let start = null;
    let end = null;
    this.nodes.forEach((node, at) => {
      if (!range.intersectsNode(node)) return;
      const turn = this.turns[at];
      const from = range.startContainer === node ? range.startOffset : 0;
      const to = range.endContainer === node ? range.endOffset : node.length;
      const words = turn.text.slice(from, to);
      if (!words.trim()) return;
      const lead = words.length - words.trimStart().length;
      const trail = words.length - words.trimEnd().length;
      start ??= turn.start + points(turn.text, from + lead);
      end = turn.start + points(turn.text, to - trail);
    });
    return start === null ? null : [start, end];
  }

  /** The place of a UTF-16 unit of a turn's text. */
  placeOf(turn, unit) {
    return this.turns[turn].start + points(this.turns[turn].text, unit);
  }

  /** The turn that is at the top of what is seen. */
  firstSeen() {
    const top = byId("main").getBoundingClientRect().top;
    for (const turn of this.turns) {
      if (this.rows.get(turn.turn).row.getBoundingClientRect().bottom > top + 8) return turn;
    }
    return this.turns[0];
  }

  show(place) {
    const turn = this.turns[this.turnAt(place)];
    const [range] = this.ranges(place, place + 1);
    const box = this.rows.get(turn.turn).row;
    const pane = byId("main");
    const measure = document.createRange();
    if (range) {
      measure.setStart(range.startContainer, range.startOffset);
      measure.setEnd(range.endContainer, range.endOffset);
    } else measure.selectNode(box);
    const here = measure.getBoundingClientRect();
    const whole = getComputedStyle(pane).overflowY !== "auto"; // in a narrow window the page itself scrolls
    const top = whole ? 0 : pane.getBoundingClientRect().top;
    const floor = byId("card").getBoundingClientRect().top || innerHeight;
    if (here.top < top + 60 || here.bottom > floor - 60) {
      (whole ? window : pane).scrollBy({ top: here.top - top - (floor - top) * 0.35, behavior: "instant" });
    }
  }
}
