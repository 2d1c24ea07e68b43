"use strict";
// Search: parts without the words are hidden, folded tables that have them are opened.
const field = document.getElementById("search"), found = document.getElementById("found");
const parts = [...document.querySelectorAll(".app-part")].map(part => [part, part.textContent.toLowerCase()]);
field.addEventListener("input", () => {
  const words = field.value.trim().toLowerCase();
  let shown = 0;
  for (const [part, text] of parts) {
    const has = !words || text.includes(words);
    part.hidden = !has;
    shown += has;
    if (part.tagName === "DETAILS") part.open = Boolean(words) && has;
  }
  found.textContent = words ? `${shown} of ${parts.length} parts` : "";
});
// A link to a folded table opens it.
const unfold = () => {
  const part = document.getElementById(location.hash.slice(1))?.closest("details");
  if (part) { part.open = true; part.scrollIntoView(); }
};
addEventListener("hashchange", unfold);
unfold();
// Copy: a table's cells, with tabs between, as spreadsheets and Word take them. Where the browser does not let a page
// copy, the table is selected, to be copied by hand.
for (const button of document.querySelectorAll("button[data-table]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const table = document.getElementById(button.dataset.table), rows = [...table.rows];
    const text = rows.map(row => [...row.cells].map(cell => cell.textContent.trim().replace(/\s+/g, " ")).join("\t"));
    try {
      await navigator.clipboard.writeText(text.join("\n"));
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(table);
      button.textContent = "Selected: now press Ctrl+C";
    }
  });
}
