// Searching every text; Enter opens the first place, which can be coded at once.

import { byId, make } from "./dom.js";

export class SearchBox {
  /** open(hit): go to a place. */
  constructor(open) {
    this.sheet = byId("search");
    this.input = byId("search-words");
    this.open = open;
    this.hits = [];
    this.input.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this._search(), 120);
    });
    this.sheet.addEventListener("keydown", (event) => {
      event.stopPropagation();
      const buttons = [...byId("search-hits").querySelectorAll("button")];
      const at = buttons.indexOf(document.activeElement);
      if (event.key === "Escape") this.sheet.close();
      else if (event.key === "Enter" && document.activeElement === this.input && this.hits.length) this._take(0);
      else if (event.key === "ArrowDown") buttons[Math.min(at + 1, buttons.length - 1)]?.focus();
      else if (event.key === "ArrowUp") (at > 0 ? buttons[at - 1] : this.input).focus();
      else return;
      event.preventDefault();
    });
    byId("search-hits").addEventListener("click", (event) => {
      const at = event.target.closest("button")?.dataset.at;
      if (at !== undefined) this._take(Number(at));
    });
  }

  ask() {
    this.sheet.showModal();
    this.input.select();
  }

  _take(at) {
    this.sheet.close();
    this.open(this.hits[at]);
  }

  async _search() {
    const words = this.input.value;
    const answer = await fetch(`/api/search?q=${encodeURIComponent(words)}`);
    if (!answer.ok || words !== this.input.value) return;
    const { hits, count } = await answer.json();
    this.hits = hits;
    const sources = new Set(hits.map((hit) => hit.source)).size;
    byId("search-count").textContent = words.trim()
      ? `${count} place${count === 1 ? "" : "s"} in ${sources} text${sources === 1 ? "" : "s"}${count > hits.length ? `; the first ${hits.length} are shown` : ""}`
      : "";
    byId("search-hits").replaceChildren(...hits.map((hit, at) =>
      make("li", {}, make("button", { type: "button", data: { at: String(at) } },
        make("span", { class: "where" }, hit.where),
        make("span", { dir: "auto" }, hit.before, make("mark", {}, hit.words), hit.after)))));
  }
}
