// What the page knows: the codes, and what the server says of one transcript, with what is on its way to it.

import { looks } from "./colours.js";

const RECENT = "lmep-recent-codes";

export class Store {
  constructor() {
    this.recent = JSON.parse(sessionStorage.getItem(RECENT) ?? "[]");
    this.setCodes([]);
    this.base = { version: 0, codings: [], waiting: [], notes: [], counts: {}, done: false };
    this.counts = {};
    this.others = [];
  }

  setCodes(codes) {
    this.codes = codes;
    this._byId = new Map(codes.map((code) => [code.id, code]));
    this._looks = looks(codes);
    const named = new Map(codes.map((code) => [code.name, code.id]));
    this.recent = this.recent.map((code) => (this._byId.has(code) ? code : named.get(code) ?? code));
  }

  code(id) {
    return this._byId.get(id);
  }

  name(id) {
    return this._byId.get(id)?.name ?? id;
  }

  look(id) {
    return this._looks.get(id) ?? 7;
  }

  used(code) {
    this.recent = [code, ...this.recent.filter((each) => each !== code)].slice(0, 9);
    sessionStorage.setItem(RECENT, JSON.stringify(this.recent));
  }

  /** Take what the server says, unless something later was said before. */
  take(state) {
    if (state.version >= this.base.version) this.base = state;
    return this.base.version;
  }

  /** Codings and suggestions in reading order, as they will be once `entries` are saved. */
  items(entries) {
    const { codings, waiting, notes } = structuredClone({
      codings: this.base.codings, waiting: this.base.waiting, notes: this.base.notes,
    });
    const world = { codings, waiting, notes, counts: { ...this.base.counts } };
    for (const entry of entries) if (entry.source === this.base.source) EFFECTS[entry.action]?.(world, entry);
    this.counts = world.counts;
    const items = [...world.codings, ...world.waiting];
    const loose = [];
    for (const note of world.notes) {
      const on = items.find((item) => item.start === note.start && item.end === note.end && item.code === note.code);
      if (on) (on.notes ??= []).push(note.memo);
      else loose.push(note);
    }
    this.loose = loose;
    return items.sort((a, b) => a.start - b.start || a.end - b.end || (a.code < b.code ? -1 : 1));
  }
}

function coded(world, entry, from, more) {
  world.codings.push({ kind: "coding", star: "", memo: "", why: "", origin: "person", ...from, ...more, id: entry.key, unsaved: !entry.version });
  const code = more.code ?? from.code;
  world.counts[code] = (world.counts[code] ?? 0) + 1;
}

const out = (list, id) => {
  const at = list.findIndex((each) => each.id === id);
  return at < 0 ? null : list.splice(at, 1)[0];
};

const given = (entry, ...names) => Object.fromEntries(names.filter((name) => entry[name] !== undefined).map((name) => [name, entry[name]]));

/** What each decision does to what is shown, until the server has kept it and says so itself. */
const EFFECTS = {
  accept(world, entry) {
    const was = out(world.waiting, entry.suggestion);
    if (was) coded(world, entry, { ...was, kind: "coding" }, { ...given(entry, "code", "start", "end"), star: entry.star ? "soon" : "" });
  },
  reject(world, entry) {
    if (entry.suggestion) out(world.waiting, entry.suggestion);
    const was = entry.coding && out(world.codings, entry.coding);
    if (was) world.counts[was.code] -= 1;
  },
  add(world, entry) {
    coded(world, entry, { turn: entry.turn }, given(entry, "code", "start", "end"));
  },
  revise(world, entry) {
    const was = out(world.codings, entry.coding);
    if (!was) return;
    world.counts[was.code] -= 1;
    coded(world, entry, was, { ...given(entry, "code", "start", "end"), choices: null });
  },
  note(world, entry) {
    world.notes.push({ id: entry.key, ...given(entry, "start", "end", "code", "memo", "turn") });
  },
  star(world, entry) {
    const coding = world.codings.find((each) => each.id === entry.coding);
    if (coding) Object.assign(coding, { star: entry.key, unsaved: !entry.version });
  },
  undo(world, entry) {
    const starred = entry.decision && world.codings.find((each) => each.star === entry.decision);
    if (starred) Object.assign(starred, { star: "", unsaved: !entry.version });
  },
};
