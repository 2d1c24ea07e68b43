// A code that is made while coding.

import { byId, say } from "./dom.js";

/** Make a code that the codebook does not have; resolves to its id, "" where it cannot be made. */
export async function newCode(store, name) {
  byId("saved").textContent = "Saving…";
  try {
    const key = crypto.randomUUID().replaceAll("-", "");
    const answer = await fetch("/api/codebook", {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ key, action: "add", name }),
    });
    const said = await answer.json();
    if (said.error) throw new Error(said.error);
    store.setCodes(await (await fetch("/api/codes")).json());
    return said.code;
  } catch (error) {
    say(`The code was not made: ${error.message}`, true);
    return "";
  }
}
