// The codebook as a tree, with how often each code was given, and what a code means where one looks at it. It is one
// stop of the Tab key; arrows go from code to code (the tree pattern of the ARIA Authoring Practices).

import { byId, make } from "./dom.js";
import { colourOf, patternOf } from "./colours.js";
import { patchInside } from "./patch.js";

export class Tree {
  /** chosen(code): when somebody clicks a code or presses Enter on it. isTaken(): whether arrows are waited for by
   *  something else. */
  constructor(store, chosen, isTaken) {
    this.store = store;
    this.isTaken = isTaken;
    this.stop = ""; // the code that Tab comes to
    this.list = byId("tree");
    this.list.addEventListener("keydown", (event) => this._move(event));
    this.list.addEventListener("focusin", (event) => this._stopAt(event.target.closest("button")));
    this.list.addEventListener("click", (event) => {
      const id = event.target.closest("button")?.dataset.code;
      if (id) chosen(id);
    });
    for (const event of ["focusin", "mouseover"]) {
      this.list.addEventListener(event, (on) => this.about(on.target.closest("button")?.dataset.code));
    }
  }

  draw() {
    if (!this.store.code(this.stop)) this.stop = this.store.codes[0]?.id ?? "";
    const below = (parent, level) => this.store.codes.filter((code) => code.parent === parent)
      .map((code) => this._row(code, level, below(code.id, level + 1)));
    patchInside(this.list, below("", 1));
    this.count();
  }

  _row(code, level, inside) {
    const look = this.store.look(code.id);
    const item = { role: "treeitem", "aria-level": String(level), tabindex: code.id === this.stop ? "0" : "-1" };
    return make("li", { role: "none" },
      make("button", { type: "button", class: `f${colourOf(look)}`, data: { code: code.id }, ...item },
        make("span", { class: `swatch p-${patternOf(look)}`, "aria-hidden": "true" }),
        make("span", { class: "tree-name" }, code.name),
        make("span", { class: "count", data: { count: code.id } })),
      inside.length ? make("ul", { role: "group" }, ...inside) : null);
  }

  _stopAt(button) {
    if (!button) return;
    this.stop = button.dataset.code;
    for (const each of this.list.querySelectorAll("button")) each.tabIndex = each === button ? 0 : -1;
  }

  _move(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || this.isTaken()) return;
    const all = [...this.list.querySelectorAll("button")];
    const at = all.indexOf(event.target.closest("button"));
    const level = (place) => Number(all[place]?.getAttribute("aria-level") ?? 0);
    const to = {
      ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1,
      ArrowRight: level(at + 1) > level(at) ? at + 1 : at,
      ArrowLeft: all.findLastIndex((_, place) => place < at && level(place) < level(at)),
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    all[to]?.focus();
  }

  count() {
    for (const place of this.list.querySelectorAll("[data-count]")) {
      const count = String(this.store.counts[place.dataset.count] ?? "");
      if (place.textContent !== count) place.textContent = count;
    }
  }

  about(id) {
    const code = id && this.store.code(id);
    if (!code || this.shown === id) return;
    this.shown = id;
    const lines = [["Use it for", code.include], ["Not for", code.exclude], ["For example", code.examples.join(" · ")], ["Terms", code.terms.join(", ")]];
    byId("about-code").replaceChildren(
      make("h3", {}, code.name),
      make("p", {}, code.definition),
      make("dl", {}, ...lines.filter(([, words]) => words).flatMap(([label, words]) => [make("dt", {}, label), make("dd", {}, words)])));
  }
}
