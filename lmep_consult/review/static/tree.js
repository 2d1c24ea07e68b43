// The codebook as a tree, with how often each code was given, and what a code means where one looks at it.

import { byId, make } from "./dom.js";
import { colourOf, patternOf } from "./colours.js";
import { patchInside } from "./patch.js";

export class Tree {
  /** chosen(code): when somebody clicks a code or presses Enter on it. */
  constructor(store, chosen) {
    this.store = store;
    this.list = byId("tree");
    this.list.addEventListener("click", (event) => {
      const id = event.target.closest("button")?.dataset.code;
      if (id) chosen(id);
    });
    for (const event of ["focusin", "mouseover"]) {
      this.list.addEventListener(event, (on) => this.about(on.target.closest("button")?.dataset.code));
    }
  }

  draw() {
    const below = (parent) => this.store.codes.filter((code) => code.parent === parent).map((code) => this._row(code, below(code.id)));
    patchInside(this.list, below(""));
    this.count();
  }

  _row(code, inside) {
    const look = this.store.look(code.id);
    return make("li", {},
      make("button", { type: "button", class: `f${colourOf(look)}`, data: { code: code.id } },
        make("span", { class: `swatch p-${patternOf(look)}`, "aria-hidden": "true" }),
        make("span", { class: "tree-name" }, code.name),
        make("span", { class: "count", data: { count: code.id } })),
      inside.length ? make("ul", {}, ...inside) : null);
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
