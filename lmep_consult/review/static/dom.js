// Making elements without markup in strings: what is put in stays text.

export function make(name, given = {}, ...inside) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(given)) {
    if (value === null || value === undefined || value === false) continue;
    if (key === "class") element.className = value;
    else if (key === "on") for (const [event, act] of Object.entries(value)) element.addEventListener(event, act);
    else if (key === "data") Object.assign(element.dataset, value);
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...inside.filter((each) => each !== null && each !== undefined && each !== ""));
  return element;
}

export const byId = (id) => document.getElementById(id);

let silence = 0;

/** Say something for a few seconds; a fault stays longer. */
export function say(words, fault = false) {
  const said = byId("said");
  said.textContent = words;
  said.classList.toggle("fault", fault);
  said.classList.toggle("shown", Boolean(words));
  clearTimeout(silence);
  silence = setTimeout(() => said.classList.remove("shown"), fault ? 9000 : 2600);
}

/** Ask for yes or no in a sheet; resolves to whether it was yes. */
export function ask(question, yes, ...more) {
  const sheet = byId("sheet");
  return new Promise((answer) => {
    const close = (value) => () => sheet.close(value);
    sheet.setAttribute("aria-label", question);
    sheet.replaceChildren(
      make("p", { class: "question" }, question),
      ...more,
      make("div", { class: "buttons" },
        make("button", { type: "button", class: "main", on: { click: close("yes") } }, yes),
        make("button", { type: "button", on: { click: close("no") } }, "Cancel")),
    );
    sheet.addEventListener("close", () => answer(sheet.returnValue === "yes"), { once: true });
    sheet.returnValue = "no";
    sheet.showModal();
  });
}
