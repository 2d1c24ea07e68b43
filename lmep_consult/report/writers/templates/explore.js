"use strict";
const read = id => JSON.parse(document.getElementById(id).textContent);
const { columns, rows } = read("data"), questions = read("questions");
const at = Object.fromEntries(columns.map((name, place) => [name, place]));
const kept = `stars of ${document.title}`, step = 100;
const key = row => [row[at.source], row[at.theme], row[at.words]].join("\u0000");
const stars = new Set(JSON.parse(localStorage.getItem(kept) || "[]"));
const isStarred = row => row[at.starred] === "yes" || stars.has(key(row));
const field = id => document.getElementById(id);
const list = field("list"), found = field("found"), more = field("more");
const text = rows.map(row => row.join("\n").toLowerCase());
const named = { question: id => (questions[id] ? `${id} ${questions[id]}` : id || "none") };
for (const name of ["theme", "group", "question", "state"]) {
  for (const value of [...new Set(rows.map(row => row[at[name]]))].sort()) {
    const option = document.createElement("option");
    option.value = value === "" ? " " : value;
    option.textContent = (named[name] || (each => each))(value);
    field(name).append(option);
  }
}
let chosen = [], current = 0, limit = step;
const make = (tag, words, kind) => {
  const made = document.createElement(tag);
  made.textContent = words;
  if (kind) made.className = kind;
  return made;
};
const about = row =>
  [row[at.source], row[at.group], row[at.theme], row[at.question], row[at.state], isStarred(row) ? "★ starred" : ""]
    .filter(Boolean).join(" · ");
const mark = () => {
  [...list.children].forEach((item, place) => item.setAttribute("aria-current", place === current));
  list.children[current]?.scrollIntoView({ block: "nearest" });
};
const show = () => {
  list.replaceChildren(...chosen.slice(0, limit).map(row => {
    const item = document.createElement("li");
    item.append(make("blockquote", row[at.words]), make("p", about(row), "app-about"));
    item.lastChild.title = questions[row[at.question]] ?? "";
    return item;
  }));
  found.textContent = `${chosen.length} of ${rows.length} passages.`;
  more.hidden = chosen.length <= limit;
  mark();
};
const filter = () => {
  const words = field("find").value.trim().toLowerCase(), wanted = field("stars").value;
  chosen = rows.filter((row, place) =>
    text[place].includes(words) && (!wanted || isStarred(row)) &&
    ["theme", "group", "question", "state"].every(name => {
      const value = field(name).value;
      return !value || row[at[name]] === (value === " " ? "" : value);
    }));
  [current, limit] = [0, step];
  show();
};
const star = () => {
  const row = chosen[current];
  if (!row || row[at.starred] === "yes") return;
  stars.has(key(row)) ? stars.delete(key(row)) : stars.add(key(row));
  localStorage.setItem(kept, JSON.stringify([...stars]));
  list.children[current].lastChild.textContent = about(row);
};
const move = by => {
  current = Math.max(0, Math.min(chosen.length - 1, current + by));
  if (current >= limit) { limit += step; show(); } else mark();
};
document.addEventListener("keydown", event => {
  if (event.target.matches("input, select") || event.ctrlKey || event.metaKey || event.altKey) return;
  const act = { j: () => move(1), k: () => move(-1), s: star, "/": () => field("find").focus() }[event.key];
  if (act) { event.preventDefault(); act(); }
});
document.querySelector("form").addEventListener("submit", event => event.preventDefault());
for (const name of ["find", "theme", "group", "question", "state", "stars"]) field(name).addEventListener("input", filter);
more.addEventListener("click", () => { limit += step; show(); });
field("copy").addEventListener("click", () => {
  const lines = rows.filter(isStarred).map(row => [row[at.source], row[at.theme], row[at.words].replace(/\s+/g, " ")].join("\t"));
  navigator.clipboard.writeText(lines.join("\n"));
  field("copy").textContent = `Copied ${lines.length}`;
});
filter();
