// What is coded, drawn into the words: underlines below one another where codings overlap, and chips in the margin.

import { make } from "./dom.js";
import { colourOf, LANES, patternOf } from "./colours.js";
import { patchInside } from "./patch.js";

export class Marks {
  constructor(transcript, store) {
    this.transcript = transcript;
    this.store = store;
  }

  draw(items, others) {
    const named = new Map();
    const into = (name, ranges) => {
      if (!named.has(name)) named.set(name, new Highlight());
      for (const range of ranges) named.get(name).add(range);
    };
    const waiting = new Highlight();
    waiting.priority = 0;
    const free = Array(LANES).fill(-1);
    for (const item of items) {
      const ranges = this.transcript.ranges(item.start, item.end);
      if (item.kind === "suggestion") {
        ranges.forEach((range) => waiting.add(range));
        continue;
      }
      let lane = free.findIndex((until) => until <= item.start);
      if (lane < 0) lane = LANES - 1;
      free[lane] = Math.max(free[lane], item.end);
      into(`c${this.store.look(item.code)}-${lane}`, ranges);
    }
    CSS.highlights.clear();
    CSS.highlights.set("waiting", waiting);
    for (const [name, highlight] of named) {
      highlight.priority = 1;
      CSS.highlights.set(name, highlight);
    }
    this._chips(items, others);
  }

  point(name, start, end) {
    if (start === null) {
      CSS.highlights.delete(name);
      return;
    }
    const highlight = new Highlight(...this.transcript.ranges(start, end));
    highlight.priority = 5;
    CSS.highlights.set(name, highlight);
  }

  current(item) {
    this.point("current", item ? item.start : null, item?.end);
    document.querySelector(".chip.here")?.classList.remove("here");
    const chip = item && document.querySelector(`.chip[data-id="${CSS.escape(item.id)}"]`);
    document.querySelector('.chip[tabindex="0"]')?.setAttribute("tabindex", "-1");
    if (chip) {
      chip.classList.add("here");
      chip.tabIndex = 0;
    }
  }

  _chips(items, others) {
    const by = new Map();
    for (const item of items) {
      if (!by.has(item.turn)) by.set(item.turn, []);
      by.get(item.turn).push(make("li", { data: { id: `of ${item.id}` } }, this._chip(item)));
    }
    for (const each of others) {
      if (!by.has(each.turn)) by.set(each.turn, []);
      by.get(each.turn).push(make("li", {}, this._theirs(each)));
    }
    for (const [turn, { chips }] of this.transcript.rows) {
      const there = by.get(turn) ?? [];
      if (there.length || chips.childElementCount) {
        patchInside(chips, there);
        chips.hidden = !there.length;
      }
    }
  }

  _chip(item) {
    const name = this.store.name(item.code);
    const look = this.store.look(item.code);
    const waits = item.kind === "suggestion";
    const how = item.choices ? "split, choose which part it is"
      : waits ? (item.origin === "rule" ? "suggested by a rule" : "suggested by meaning") : "coded by you";
    const notes = [item.memo, ...(item.notes ?? [])].filter(Boolean);
    const label = [name, how, item.star ? "starred" : "", item.unsaved ? "not saved yet" : "", ...notes].filter(Boolean).join(", ");
    return make("button", {
      type: "button", tabindex: "-1", "aria-label": label, title: waits ? `${how}: ${item.why}` : notes.join("\n") || null,
      class: `chip f${colourOf(look)} p-${patternOf(look)} ${waits ? "waits" : "coded"} ${item.unsaved ? "unsaved" : ""}`,
      data: { id: item.id },
    },
    make("span", { class: "chip-name" }, name),
    waits || item.choices ? make("span", { class: "how" }, item.choices ? "split: choose" : item.origin === "rule" ? "rule" : "meaning") : null,
    item.star ? make("span", { class: "star" }, "★") : null,
    notes.length ? make("span", { class: "note" }, notes.join(" · ")) : null);
  }

  _theirs(each) {
    const look = this.store.look(each.code);
    return make("span", { class: `chip theirs f${colourOf(look)} p-${patternOf(look)}`, title: each.memo || null },
      make("span", { class: "chip-name" }, this.store.name(each.code)),
      make("span", { class: "how" }, each.coder),
      each.memo ? make("span", { class: "note" }, each.memo) : null);
  }
}
