// The reading view: what each key and click comes to.

import { ask, byId, make, say } from "./dom.js";
import { styleHighlights } from "./colours.js";
import { Card } from "./card.js";
import { Ends } from "./ends.js";
import { handsOff } from "./hands.js";
import { listenToKeys, showKeys } from "./keys.js";
import { listen } from "./live.js";
import { Marks } from "./marks.js";
import { Outbox } from "./outbox.js";
import { Picker } from "./picker.js";
import { Recording } from "./recording.js";
import { SearchBox } from "./searchbox.js";
import { Store } from "./store.js";
import { Transcript } from "./transcript.js";
import { Tree } from "./tree.js";

const source = document.querySelector(".desk").dataset.source;
const store = new Store();
let whole = { turns: [], before: "", after: "" };
let transcript = null;
let marks = null;
let items = [];
let here = ""; // the id of the item one is at
let place = -1; // where that is or was
let chosen = null; // words that were selected and wait for a code

const sheet = { outbox: null };
const picker = new Picker(store, (name) => {
  sheet.outbox.post({ to: "/api/codebook", action: "add", name, private: true });
  return name; // by which the program knows it, whatever id it gets
});
const recording = new Recording(source);
const tree = new Tree(store, (code) => (chosen ? give(chosen, code) : recode(code)), () => ends.span);
const card = new Card(store, (what, digit) => act(what, digit));
const search = new SearchBox(found);
const ends = new Ends(card, () => draw());

const CHOOSE = "The code was split: choose which part this is first."; // of a coding whose code is not there any more

class Away extends Error {} // the program does not answer

const get = async (address) => {
  const answer = await fetch(address).catch(() => {
    throw new Away("The program does not answer.");
  });
  if (!answer.ok) throw new Error(answer.status === 503 || answer.status === 409 ? (await answer.json()).error : await answer.text());
  return answer.json();
};
const at = () => items.find((item) => item.id === here) ?? null;
const waits = (item) => item.kind === "suggestion" || Boolean(item.choices);
const waiting = () => items.filter(waits);

// Drawing

/** Show the words of the transcript; those that are shown already stay, with what is selected in them. */
function read({ state, ...found }) {
  const same = transcript && JSON.stringify(found) === JSON.stringify(whole);
  whole = found;
  if (same) return;
  transcript = new Transcript(whole.turns, whole.questions, whole.recording ? (seconds) => recording.play(seconds) : null, whole.written);
  marks = new Marks(transcript, store);
  ends.use(whole.turns, transcript, marks);
  for (const [id, name] of [["earlier", whole.before], ["later", whole.after]]) {
    if (name) byId(id).href = `/code/${encodeURIComponent(name)}`;
    else byId(id).removeAttribute("href");
  }
}

/** The transcript is no longer there to be shown: nothing of it stays on the page. */
function gone(why) {
  whole = { turns: [], before: "", after: "" };
  items = [];
  CSS.highlights?.clear();
  byId("turns").replaceChildren(make("p", { class: "gone" }, why));
  card.free();
  byId("card").replaceChildren();
  byId("search-hits").replaceChildren();
  store.others = [];
  transcript = null;
}

function draw() {
  if (!transcript) return;
  const kind = byId("kind").value;
  const shown = (item) => item.kind === "coding" || !kind || kind === (item.origin === "rule" ? "rule" : "meaning");
  items = store.items(sheet.outbox?.all ?? []).filter(shown);
  marks.draw(items, store.others);
  if (here && !at()) here = "";
  marks.current(at());
  marks.point("chosen", ...(ends.span ?? chosen ?? [null]));
  tree.count();
  const left = waiting().length;
  card.draw(at(), `${left} to decide${store.base.done ? " · done" : ""}`, left);
  const option = byId("sources").selectedOptions[0];
  if (option) option.textContent = `${whole.called} · ${store.base.done ? "done" : `${left} to decide`}`;
}

function go(item, scroll = true) {
  here = item?.id ?? "";
  if (!item) return;
  place = item.start;
  if (scroll) transcript.show(item.start);
  marks.current(item);
  const left = waiting().length;
  card.draw(item, `${left} to decide${store.base.done ? " · done" : ""}`, left);
}

// Where one is, and what is next

function order() {
  if (byId("order").value === "reading") return items;
  const apart = (item) => Math.abs((item.sure ?? 0.5) - 0.5);
  return waiting().sort((a, b) => apart(a) - apart(b) || a.start - b.start);
}

function step(by) {
  const all = order();
  if (!all.length) return say("Nothing is coded or suggested here.");
  const now = all.findIndex((item) => item.id === here);
  let next = now + by;
  if (now < 0) {
    const from = place < 0 ? transcript.firstSeen().start : place;
    next = byId("order").value === "unsure" ? 0 : all.findIndex((item) => item.start >= from);
    if (next < 0) next = all.length;
    if (by < 0) next -= 1;
  }
  if (next < 0 || next >= all.length) return say(by > 0 ? "That was the last." : "That is the first.");
  return go(all[next]);
}

/** What waits after what is about to be decided on. */
function following() {
  const all = order().filter(waits);
  const now = all.findIndex((item) => item.id === here);
  const after = all[now + 1] ?? (byId("order").value === "unsure" ? all.find((item) => item.id !== here) : null);
  return after?.id ?? "";
}

function decided(next) {
  here = next;
  draw();
  if (at()) go(at());
}

// Decisions

let bulk = ""; // the key of what was decided last, where that was many decisions at once

const post = (decision) => {
  bulk = "";
  const made = Boolean(decision.code) && !store.code(decision.code); // while coding, and called by words perhaps
  const key = sheet.outbox.post({ source, transcript: whole.transcript, private: made, ...decision });
  if (decision.code) store.used(decision.code);
  return key;
};

function accept(more = {}) {
  const item = at();
  if (item?.kind !== "suggestion") return item && say(item.choices ? CHOOSE : "That is coded already.");
  const next = following();
  post({ action: "accept", suggestion: item.id, ...more });
  store.used(more.code ?? item.code);
  return decided(next);
}

function reject() {
  const item = at();
  if (!item) return;
  if (item.kind === "suggestion") {
    const next = following();
    post({ action: "reject", suggestion: item.id });
    decided(next);
  } else {
    post({ action: "reject", coding: item.id, suggestion: item.suggestion ?? "" });
    decided("");
  }
}

/** Another code for the passage one is at. */
function recode(code) {
  const item = at();
  if (!item || !code) return;
  if (item.kind === "suggestion") accept({ code });
  else if (item.choices) {
    const next = following();
    post({ action: "revise", coding: item.id, code });
    decided(next);
  } else if (item.code !== code) decided(post({ action: "revise", coding: item.id, code }));
}

/** A code for words that were selected. */
function give([start, end], code) {
  chosen = null;
  getSelection().removeAllRanges();
  const turn = whole.turns[transcript.turnAt(start)].turn;
  decided(post({ action: "add", start, end, turn, quote: transcript.quote(start, end), code }));
}

/** The code, for words that are selected, or for the passage one is at: a suggestion is accepted so, a coding gets it too. */
function apply(code) {
  const words = chosen ?? transcript.selected();
  const item = at();
  if (!code) say("No code was used yet.");
  else if (words) give(words, code);
  else if (item?.kind === "suggestion") accept(code === item.code ? {} : { code });
  else if (item?.choices) recode(code);
  else if (item) give([item.start, item.end], code);
}

function star() {
  const item = at();
  if (item?.choices) say(CHOOSE);
  else if (item?.kind === "suggestion") accept({ star: true });
  else if (item?.star) post({ action: "undo", decision: item.star });
  else if (item) post({ action: "star", coding: item.id });
  draw();
}

function note() {
  const item = at();
  const words = chosen ?? (item ? [item.start, item.end] : transcript.selected());
  if (!words) return say("Go to a passage with j, or select words, to note something on them.");
  const turn = whole.turns[transcript.turnAt(words[0])].turn;
  const leave = () => {
    draw();
    byId("main").focus({ preventScroll: true });
  };
  return card.note("", (memo) => {
    post({ action: "note", start: words[0], end: words[1], turn, code: item && !chosen ? item.code : "", memo });
    chosen = null;
    leave();
  }, leave);
}

function moveEnds(item) {
  if (!item || item.choices) return say(item ? CHOOSE : "Go to a passage with j first.");
  return ends.begin([item.start, item.end], false, ([start, end]) => {
    if (start === item.start && end === item.end) return;
    if (item.kind === "suggestion") accept({ start, end });
    else decided(post({ action: "revise", coding: item.id, start, end }));
  });
}

function chooseWords() {
  const item = at();
  const from = ends.words.first(item ? item.start : transcript.firstSeen().start);
  ends.begin(from, true, (words) => pick(words));
}

/** Ask for a code for words. */
function pick(words) {
  chosen = words;
  marks.point("chosen", ...words);
  const [range] = transcript.ranges(...words);
  const measure = document.createRange();
  measure.setStart(range.startContainer, range.startOffset);
  measure.setEnd(range.endContainer, range.endOffset);
  picker.ask(measure.getBoundingClientRect(), (code) => give(words, code), () => {
    chosen = null;
    marks.point("chosen", null);
    getSelection().setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
    byId("main").focus({ preventScroll: true });
  });
}

function otherCode() {
  const words = transcript.selected();
  const item = at();
  if (words) pick(words);
  else if (item) picker.ask(byId("card").querySelector('[data-act="recode"]').getBoundingClientRect(), recode, () => byId("main").focus({ preventScroll: true }));
  else say("Select words, or go to a passage with j.");
}

async function rejectTerms() {
  const item = at();
  if (!item?.terms?.length) return;
  const terms = item.terms.map((term) => `“${term}”`).join(" and ");
  const hits = await get(`/api/hits?suggestion=${encodeURIComponent(item.id)}`);
  const list = make("ul", { class: "hits" }, ...hits.map((hit) =>
    make("li", {}, make("span", { class: "where" }, hit.source), ` …${hit.before}`, make("mark", {}, hit.words), `${hit.after}…`)));
  const question = `Reject ${hits.length === 1 ? "the passage" : `all ${hits.length} passages`} that only ${terms} suggests for ${store.name(item.code)}?`;
  if (await ask(question, `Reject ${hits.length}`, list)) {
    bulk = post({ action: "reject_all", suggestions: hits.map((hit) => hit.id), memo: `all that ${terms} suggests` });
    draw();
  }
}

function found(hit) {
  if (hit.source !== source) location.assign(`/code/${encodeURIComponent(hit.source)}#${hit.start}-${hit.end}`);
  else lookAt(hit.start, hit.end);
}

function lookAt(start, end) {
  here = "";
  place = start;
  transcript.show(start);
  marks.point("found", start, end);
  const [range] = transcript.ranges(start, end);
  getSelection().setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
  draw();
  byId("main").focus({ preventScroll: true });
}

function playHere() {
  if (!whole.recording) return say("No recording of this transcript lies in raw/recordings.");
  const item = at();
  const turn = item ? whole.turns[transcript.turnAt(item.start)] : transcript.firstSeen();
  return recording.toggle(turn.at ?? 0);
}

const open = (name) => (name ? location.assign(`/code/${encodeURIComponent(name)}`) : say("There is no other."));
const ACTS = {
  next: () => step(1), previous: () => step(-1), accept: () => accept(), reject, recode: otherCode,
  ends: () => moveEnds(at()), choose: chooseWords, note, star, again: () => apply(store.recent[0]),
  recent: (digit) => apply((at()?.choices ?? store.recent)[digit - 1]), undo: () => post(bulk ? { action: "undo_all", of: bulk } : { action: "undo" }), search: () => search.ask(),
  earlier: () => open(whole.before), later: () => open(whole.after),
  done: () => post({ action: store.base.done ? "reopen" : "finish" }), play: playHere, help: showKeys, term: rejectTerms,
};

function act(name, digit) {
  if (transcript && ACTS[name]) ACTS[name](digit);
  return Boolean(ACTS[name]);
}

// What the server says

async function saved(answer, entry) {
  if (entry.action === "finish") say(`${whole.called} is done.`);
  if (entry.action === "reopen") say(`${whole.called} is not done.`);
  await refresh();
  if (!entry.action.startsWith("undo") || !answer.at?.undone) return;
  const { undone, code, source: of, called, start, count } = answer.at;
  say(`Undone: ${undone}${count > 1 ? `, ${count} passages` : ""} ${code ? store.name(code) : ""}${of && of !== source ? ` in ${called}` : ""}`.trim());
  const back = of === source && items.find((item) => item.start === start && (!code || item.code === code));
  if (back) go(back);
}

let asking = null; // one question at a time, and one more where something changed meanwhile
let again = ""; // "state" for what is decided, "all" for the words and the codes too

/** Show the transcript as the server has it now. */
function refresh(what = "state") {
  again = again === "all" ? again : what;
  asking ??= (async () => {
    while (again) {
      const now = again;
      again = "";
      try {
        await show(now === "all");
      } catch (error) {
        if (!(error instanceof Away)) return gone(String(error.message));
        await new Promise((wait) => setTimeout(wait, 500)); // then ask again
        again = [now, again].includes("all") ? "all" : now;
      }
    }
    return undefined;
  })().finally(() => {
    asking = null;
  });
  return asking;
}

async function show(all) {
  const at = encodeURIComponent(source);
  const [codes, found] = await Promise.all(all ? [get("/api/codes"), get(`/api/source/${at}`)] : [null, get(`/api/state/${at}`)]);
  await handsOff();
  if (all) {
    store.setCodes(codes);
    read(found);
    tree.draw();
  }
  const version = store.take(all ? found.state : found);
  sheet.outbox.settled(version);
  draw();
  others();
}

let asked = 0; // how often others were asked for, so that an older answer is not shown after a newer one

async function others() {
  asked += 1;
  const mine = asked;
  const found = await get(`/api/others/${encodeURIComponent(source)}`).catch(() => []);
  await handsOff();
  if (mine !== asked || (!found.length && !store.others.length)) return;
  store.others = found;
  draw();
}

function changed({ version, changed: parts }) {
  if (parts.some((part) => part === "study" || part === "codebook") || !transcript) refresh("all");
  else if (version > store.base.version) refresh();
}

byId("turns").addEventListener("pointerup", () => setTimeout(() => {
  const words = transcript?.selected();
  if (words) pick(words);
}));
byId("turns").addEventListener("click", (event) => {
  const chip = event.target.closest(".chip[data-id]");
  if (chip) return go(items.find((item) => item.id === chip.dataset.id), false);
  const selection = getSelection();
  const turn = transcript?.nodes.indexOf(selection.anchorNode) ?? -1;
  if (turn < 0 || !selection.isCollapsed) return undefined;
  const spot = transcript.placeOf(turn, selection.anchorOffset);
  const there = items.filter((item) => item.start <= spot && spot < item.end).sort((a, b) => a.end - a.start - (b.end - b.start));
  return there.length ? go(there[0], false) : undefined;
});
byId("sources").addEventListener("change", (event) => open(event.target.value));
byId("kind").addEventListener("change", () => draw());
byId("order").addEventListener("change", () => byId("main").focus());
listenToKeys((name, event, digit) => ends.key(event) || act(name, digit), () => ends.span);

styleHighlights();
sheet.outbox = new Outbox(saved, (refused) => (refused ? refresh() : draw()));
refresh("all").then(() => {
  const place = /^#(\d+)-(\d+)$/.exec(location.hash);
  if (place && transcript) lookAt(Number(place[1]), Number(place[2]));
  document.documentElement.dataset.ready = String(Math.round(performance.now()));
  listen(changed, () => sheet.outbox.send());
});
