// As a term is typed: what it would find, before it is one.

import { byId, make } from "./dom.js";

let timer = 0;

async function tell() {
  const form = byId("try");
  const term = byId("term").value.trim();
  const answer = await fetch(`/api/term?code=${encodeURIComponent(form.dataset.code)}&term=${encodeURIComponent(term)}`);
  const found = await answer.json();
  if (byId("term")?.value.trim() !== term) return;
  const box = byId("term-found");
  if (!term) box.replaceChildren();
  else if (found.error) box.replaceChildren(make("p", { class: "differs-mark" }, found.error));
  else {
    const parts = [`${found.passages} passage${found.passages === 1 ? "" : "s"} in ${found.texts} text${found.texts === 1 ? "" : "s"}`];
    if (found.own) parts.push(`${found.own} of them this code’s other terms find already`);
    if (found.others.length) parts.push(`also found for ${found.others.join(", ")}`);
    box.replaceChildren(make("p", {}, `${parts.join("; ")}.`),
      make("ul", { class: "hits" }, ...found.examples.map((each) =>
        make("li", { dir: "auto" }, make("span", { class: "where" }, each.source), each.quote))));
  }
}

document.addEventListener("input", (event) => {
  if (event.target.id !== "term") return;
  clearTimeout(timer);
  timer = setTimeout(tell, 150);
});
