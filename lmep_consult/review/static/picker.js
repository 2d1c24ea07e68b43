// Choosing a code: it filters as one types, and Enter takes the first.

import { byId, make } from "./dom.js";
import { colourOf, patternOf } from "./colours.js";

const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** Codes that what was typed may mean, the likeliest first: names that begin so, names with a word that begins so, names
 *  whose words begin with each of the parts, names that hold it. */
export function fitting(codes, typed) {
  const said = plain(typed).trim();
  if (!said) return codes;
  const parts = said.split(/\s+/);
  const rank = (code) => {
    const names = [plain(code.name), plain(code.id)];
    if (names.includes(said)) return 0;
    if (names.some((name) => name.startsWith(said))) return 1;
    const words = names.flatMap((name) => name.split(/[\s_-]+/));
    if (words.some((word) => word.startsWith(said))) return 2;
    if (parts.every((part) => words.some((word) => word.startsWith(part)))) return 3;
    return names.some((name) => name.includes(said)) ? 4 : 9;
  };
  return codes.map((code) => [rank(code), code]).filter(([at]) => at < 9).sort((a, b) => a[0] - b[0]).map(([, code]) => code);
}

export class Picker {
  /** create(name): makes a code that the codebook does not have, and says what to call it. */
  constructor(store, create) {
    this.store = store;
    this.create = create;
    this.box = byId("picker");
    this.input = byId("picker-words");
    this.list = byId("picker-list");
    this.input.addEventListener("input", () => this._filter());
    this.input.addEventListener("keydown", (event) => this._key(event));
    this.input.addEventListener("blur", () => setTimeout(() => this.box.contains(document.activeElement) || this.close(), 120));
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const at = event.target.closest("li")?.dataset.at;
      if (at !== undefined) this._take(Number(at));
    });
  }

  get open() {
    return !this.box.hidden;
  }

  /** Ask for a code next to `box` (a rectangle); chosen(code) is called with it, left() if none is chosen. */
  ask(box, chosen, left = () => {}, typed = "") {
    this.chosen = chosen;
    this.left = left;
    this.input.value = typed;
    this.box.hidden = false;
    this._filter();
    const width = this.box.offsetWidth;
    const height = this.box.offsetHeight;
    const below = box.bottom + 6 + height < innerHeight;
    this.box.style.left = `${Math.max(8, Math.min(box.left, innerWidth - width - 8))}px`;
    this.box.style.top = `${Math.max(8, below ? box.bottom + 6 : box.top - height - 6)}px`;
    this.input.focus({ preventScroll: true });
  }

  close() {
    if (!this.open) return;
    this.box.hidden = true;
    const left = this.left;
    this.left = () => {};
    left();
  }

  _filter() {
    const typed = this.input.value;
    const recent = typed.trim() ? [] : this.store.recent.map((id) => this.store.code(id)).filter(Boolean);
    const codes = recent.length ? [...recent, ...this.store.codes.filter((code) => !recent.includes(code))] : this.store.codes;
    this.found = fitting(codes, typed).slice(0, 60);
    const name = typed.trim();
    if (name.length > 1 && !this.found.some((code) => plain(code.name) === plain(name))) {
      this.found.push({ id: "", name: `New code “${name}”`, parent: "", definition: "Makes a code of this name, to be defined later in the codebook.", made: name });
    }
    this.list.replaceChildren(...this.found.map((code, at) => {
      const look = this.store.look(code.id);
      const above = code.parent ? this.store.name(code.parent) : "";
      const digit = !typed.trim() && at < recent.length ? String(at + 1) : "";
      return make("li", { role: "option", id: `pick-${at}`, data: { at: String(at) }, class: `f${colourOf(look)}` },
        make("span", { class: `swatch p-${patternOf(look)}`, "aria-hidden": "true" }),
        make("span", { class: "pick-name" }, code.name),
        above && make("span", { class: "quiet" }, above),
        digit && make("kbd", {}, digit));
    }));
    this._point(0);
  }

  _point(at) {
    this.at = Math.max(0, Math.min(at, this.found.length - 1));
    this.list.querySelector('[aria-selected="true"]')?.removeAttribute("aria-selected");
    const chosen = this.list.children[this.at];
    chosen?.setAttribute("aria-selected", "true");
    chosen?.scrollIntoView({ block: "nearest" });
    if (chosen) this.input.setAttribute("aria-activedescendant", chosen.id);
    else this.input.removeAttribute("aria-activedescendant");
    const code = this.found[this.at];
    byId("picker-about").textContent = code ? code.definition : "No code is called so.";
  }

  _take(at) {
    const code = this.found[at];
    if (!code) return;
    const chosen = this.chosen;
    this.left = () => {};
    this.close();
    chosen(code.made ? this.create(code.made) : code.id);
  }

  _key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step) this._point(this.at + step);
    else if (event.key === "Enter") this._take(this.at);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
