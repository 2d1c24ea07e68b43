// Decisions on their way to the log. Each has a key, is kept in this browser until the server says that it is on the
// disk, and is sent again until then; by its key the server knows what it has kept already. `to` is where a decision is
// sent. One that is `private` has words of participants in it, which this browser does not keep on the disk: it is sent
// again as long as the page is open, and the page asks before it is closed.

import { ask, byId, say } from "./dom.js";

const PLACE = "lmep-unsaved";
const me = document.body.dataset.by;

export class Outbox {
  /** saved(answer, entry): what to do once a decision is kept; changed(): when what is not saved has changed. */
  constructor(saved, changed) {
    this.saved = saved;
    this.changed = changed;
    this.known = new Set(); // the keys of what this window has or had: what else is kept is another window's
    this.entries = this._kept();
    for (const entry of this.entries) this.known.add(entry.key);
    this.settling = []; // saved, and not yet in what the server said of the transcript
    this.sending = false;
    this.why = "";
    addEventListener("online", () => this.send());
    addEventListener("beforeunload", (event) => {
      if (this.entries.some((entry) => !this._isKept(entry))) event.preventDefault();
    });
    this.show();
    if (this.entries.length) this.send();
  }

  post(decision) {
    const key = crypto.randomUUID().replaceAll("-", "");
    this.known.add(key);
    this.entries.push({ ...decision, key, by: me });
    this._keep();
    this.send();
    return key;
  }

  async send() {
    clearTimeout(this.timer);
    if (this.sending) return;
    this.sending = true;
    this.show();
    while (this.entries.length) {
      const entry = this.entries[0];
      const why = await this._send(entry);
      if (why) {
        this.why = why;
        this.timer = setTimeout(() => this.send(), 1000);
        break;
      }
      this.why = "";
    }
    this.sending = false;
    this.show();
  }

  /** "" once the entry is settled, else why it is not. */
  async _send(entry) {
    let answer;
    let said;
    try {
      const { to, by, item, leaves, ...asked } = entry;
      answer = await fetch(to ?? "/api/decide", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(asked),
        signal: AbortSignal.timeout(15000),
      });
      said = answer.headers.get("content-type") === "application/json" ? await answer.json() : { error: await answer.text() };
    } catch {
      return "the program does not answer";
    }
    if (answer.status === 403 || answer.status === 421) return "the program was started again; open the address it printed";
    if (answer.status === 503 || answer.status === 408) return said.error;
    this.entries = this.entries.filter((each) => each.key !== entry.key);
    if (answer.ok) {
      this.settling.push({ ...entry, version: said.version });
      this._keep();
      this.saved(said, entry);
    } else if (said.question) {
      this._keep();
      ask(said.question, "Yes").then((yes) => (yes ? this.post({ ...entry, sure: true }) : this.changed()));
    } else {
      this._keep();
      say(said.error, true);
      this.changed(true, entry);
    }
    return "";
  }

  /** What is on its way or not yet shown, in order. */
  get all() {
    return [...this.settling, ...this.entries];
  }

  /** The server has said how the transcript is at that version. */
  settled(version) {
    this.settling = this.settling.filter((entry) => entry.version > version);
    this.show();
  }

  show() {
    const count = this.entries.length;
    const saved = byId("saved");
    const many = `${count} decision${count === 1 ? "" : "s"}`;
    let words = me ? "All saved" : "";
    if (!count && this.settling.length) words = "Saving…";
    if (count && this.why) words = `${many} not saved yet (${this.why}): kept in this browser, and sent again by itself`;
    else if (count) words = "Saving…";
    saved.textContent = words;
    saved.classList.toggle("unsaved", Boolean(count && this.why));
  }

  /** What the browser keeps holds no words of a transcript: the places and the text's hash say which they are. */
  _keep() {
    try {
      const kept = this._all().filter((entry) => entry.by && !this.known.has(entry.key));
      const own = this.entries.filter((entry) => !entry.private).map(({ quote, seen, ...entry }) => entry);
      if (kept.length + own.length) localStorage.setItem(PLACE, JSON.stringify([...kept, ...own]));
      else localStorage.removeItem(PLACE);
    } catch {
      // A browser that keeps nothing: the page warns before it is closed.
    }
  }

  _kept() {
    return this._all().filter((entry) => entry.by === me);
  }

  _isKept(entry) {
    return this._all().some((each) => each.key === entry.key);
  }

  _all() {
    try {
      const found = JSON.parse(localStorage.getItem(PLACE) ?? "[]");
      return Array.isArray(found) ? found : [];
    } catch {
      return [];
    }
  }
}
