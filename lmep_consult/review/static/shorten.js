// A quotation without some of its words: what readers would see, as they are chosen.

let asked = 0;

async function show(item) {
  asked += 1;
  const mine = asked;
  const form = item.querySelector("form[data-act='/api/sign']");
  const shown = item.querySelector("blockquote");
  const words = new URLSearchParams({ passage: form.elements.passage.value, without: form.elements.without.value });
  const answer = await fetch(`/api/shorter?${words}`).catch(() => null);
  const said = answer ? await answer.json() : { error: "The program does not answer." };
  if (mine !== asked) return;
  item.querySelector("[data-fault]").textContent = said.error ?? "";
  form.querySelector("[name=answer]").disabled = Boolean(said.error);
  if (said.error) return;
  shown.textContent = said.words;
  form.elements.seen.value = said.words;
}

document.addEventListener("input", (event) => {
  if (event.target.name === "without") show(event.target.closest("[data-item]"));
});

/** x leaves out what is selected in the quotation; with nothing selected, it goes to where the words are typed. */
document.addEventListener("keydown", (event) => {
  if (event.key !== "x" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  const selection = getSelection();
  const item = selection.anchorNode?.parentElement?.closest("[data-quote]")?.closest("[data-item]");
  if (!item || selection.isCollapsed) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const field = item.querySelector("[name=without]");
  field.value = [field.value.trim(), selection.toString().trim()].filter(Boolean).join("\n");
  selection.removeAllRanges();
  show(item);
}, true);
