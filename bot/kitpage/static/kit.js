// The kit page: settings and buttons become requests, one after the other; the newest answer is what is shown.

import { ask, fragment, introduce } from "./ask.js";
import * as adding from "./adding.js";
import { announce, byId, problem, toast } from "./dom.js";
import * as files from "./files.js";
import * as lines from "./lines.js";
import * as overview from "./overview.js";
import * as settings from "./settings.js";

const KEPT = "study.kit"; // the kit's number in this tab, so that a reload keeps its locks
const PAUSE = 250; // milliseconds without typing before the kit is made again
const MOST_UNDONE = 30;
let kit = null;
let undoable = [];
let turn = Promise.resolve();
let wanted = 0; // counts the settings; answers to older ones are not shown
let timer = 0;

// Requests go one by one, as each changes the same kit.
function inTurn(work) {
  turn = turn.then(work).catch((error) => {
    busy(false);
    problem({ says: error.message });
  });
  return turn;
}

function busy(is) {
  byId("kit").setAttribute("aria-busy", String(is));
}

const state = (of) => ({ code: of.code, title: of.title, locked: of.lines.filter((line) => line.locked).map((line) => line.item) });
const same = (one, other) => JSON.stringify(state(one)) === JSON.stringify(state(other));

function show(answer, { step = "push", says = "" } = {}) {
  busy(false);
  if (answer.notice) {
    problem(answer.notice);
    return false;
  }
  problem(null);
  if (answer.form) settings.fill(answer.form);
  const before = kit;
  kit = answer.kit;
  if (before && !same(before, kit) && step !== "undo") undoable = [...undoable, state(before)].slice(-MOST_UNDONE);
  byId("undo").disabled = undoable.length === 0;
  overview.show(kit);
  lines.show(kit);
  adding.show(kit);
  files.show(kit);
  byId("code").value = kit.code;
  address(before && step === "push" && before.code !== kit.code);
  if (says) announce(`${says} ${kit.timing}.`);
  return true;
}

function address(pushes) {
  const found = new URLSearchParams({ code: kit.code, ...(kit.title ? { title: kit.title } : {}) });
  sessionStorage.setItem(KEPT, JSON.stringify({ id: kit.id, code: kit.code }));
  history[pushes ? "pushState" : "replaceState"](state(kit), "", `${location.pathname}${location.search}#${found}`);
}

function remake() {
  const mine = ++wanted;
  clearTimeout(timer);
  busy(true);
  timer = setTimeout(() => inTurn(async () => {
    if (mine !== wanted) return;
    const answer = await ask("/kit/api/make", { ...settings.read(), kit: kit?.id ?? null });
    if (mine === wanted) show(answer, { step: "replace", says: "The kit has changed." });
  }), PAUSE);
}

const SAYS = { swap: "Another question is there.", drop: "The question is removed.", add: "The question is added.", lock: "Locked.", unlock: "Unlocked." };

function change(wish) {
  if (!kit) return;
  inTurn(async () => {
    const mine = wanted;
    busy(true);
    const answer = await ask("/kit/api/change", { kit: kit.id, ...wish });
    if (mine !== wanted) return;
    if (!show(answer, { says: SAYS[wish.deed] ?? "" })) return;
    if (wish.deed === "again") settings.setSeed(kit.seed);
    if (wish.deed === "move") told(wish.item);
    if (wish.deed === "add") toast("Added to the kit.");
  });
}

function told(item) {
  const at = kit.lines.findIndex((line) => line.item === item);
  if (at >= 0) announce(`${kit.lines[at].title} is now question ${at + 1} of ${kit.lines.length}.`);
}

function undo() {
  inTurn(async () => {
    const before = undoable.at(-1);
    if (!before) return;
    const answer = await ask("/kit/api/open", before);
    undoable.pop();
    if (show(answer, { step: "undo" })) announce("Undone.");
  });
}

function openCode(code, title, options, locked = []) {
  return inTurn(async () => {
    busy(true);
    show(await ask("/kit/api/open", { code, title, locked }), options);
  });
}

async function begin() {
  if (matchMedia("(max-width: 40rem)").matches) byId("draws").open = false; // the kit is what people came for
  const found = fragment();
  await introduce();
  const first = await ask("/kit/api/start", { kit: null });
  if (first.notice) {
    busy(false);
    return problem(first.notice);
  }
  settings.fill(first.form);
  adding.start(first.items, change);
  const code = found.get("code");
  if (!code) return remake();
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
  if (kept?.code === code) {
    const form = await ask("/kit/api/start", { kit: kept.id });
    const answer = await ask("/kit/api/change", { kit: kept.id, deed: "show" });
    if (answer.kit?.code === code && form.form) return void show({ ...answer, form: form.form }, { step: "replace" });
  }
  await openCode(code, found.get("title") ?? "", { step: "replace" });
  if (!kit) remake(); // a code that cannot be opened is told; the page goes on with a new kit
}

settings.start(remake);
lines.start(change);
byId("again").addEventListener("click", () => change({ deed: "again" }));
byId("undo").addEventListener("click", undo);
byId("open-code").addEventListener("submit", (event) => {
  event.preventDefault();
  const field = byId("other-code");
  const code = field.value.trim();
  if (!code) return field.focus();
  openCode(code, "", { step: "push", says: "The kit is open." }).then(() => { if (kit?.code === code.toUpperCase()) field.value = ""; });
});
window.addEventListener("popstate", (event) => {
  const found = fragment();
  const code = found.get("code");
  if (code && code !== kit?.code) openCode(code, found.get("title") ?? "", { step: "undo" }, event.state?.locked);
});
byId("theme").addEventListener("click", () => {
  const dark = getComputedStyle(document.documentElement).colorScheme === "dark";
  document.documentElement.dataset.theme = dark ? "light" : "dark";
  localStorage.setItem("study.theme", dark ? "light" : "dark");
});

begin().catch((error) => { busy(false); problem({ says: error.message }); });
