// The questions of the kit: buttons, drag and drop, arrow keys. Every change goes to the bot; the list shows what it says.

import { byId, el, icon } from "./dom.js";

const list = byId("lines");
let act = () => {};
let count = 0;

export function start(onAct) {
  act = onAct;
}

export function show(kit) {
  const kept = focused();
  count = kit.lines.length;
  list.replaceChildren(...kit.lines.map((line, at) => draw(line, at)));
  if (kept) restore(kept);
}

function focused() {
  const at = document.activeElement?.closest?.("#lines [data-deed]");
  return at ? { item: at.closest("li").dataset.item, deed: at.dataset.deed, at: [...list.children].indexOf(at.closest("li")) } : null;
}

// The keyboard stays with the question that was worked on; where it has gone, with its place.
function restore({ item, deed, at }) {
  const row = [...list.children].find((one) => one.dataset.item === item) ?? list.children[Math.min(at, list.children.length - 1)];
  if (deed === "lock" || deed === "unlock") deed = "lock";
  row?.querySelector(`[data-deed=${deed === "lock" ? "lock], [data-deed=unlock" : deed}]`)?.focus({ preventScroll: true });
}

function draw(line, at) {
  const row = el("li", { class: "line", data: { item: line.item, role: line.role } },
    el("div", { class: "order" },
      deed("up", "", `Move up: ${line.title}`, "up", at === 0),
      handle(line, at),
      deed("down", "", `Move down: ${line.title}`, "down", at === count - 1)),
    el("div", { class: "line-body" },
      el("div", { class: "meta" },
        el("span", { class: "role" }, line.roleName),
        el("span", { class: "level", data: { level: line.level } },
          el("span", { class: "letter", "aria-hidden": "true" }, line.levelName[0]), line.levelName),
        el("span", { class: "dim" }, `${line.minutes} min`),
        line.locked ? el("span", { class: "chip locked" }, icon("lock"), "Locked") : null),
      el("h3", {}, line.title),
      el("p", { class: "why" }, line.why),
      el("p", { class: "small" }, el("span", { class: line.fresh ? "fresh" : "asked" }, line.asked), ` · ${line.topics.map((one) => one.replaceAll("-", " ")).join(", ")}`)),
    el("div", { class: "deeds" }, ...(line.locked ? [deed("unlock", "Unlock", `Unlock: ${line.title}`, "unlock")] : [
      deed("swap", "Swap", `Another question instead of: ${line.title}`, "swap"),
      deed("lock", "Lock", `Lock: ${line.title}`, "lock"),
      deed("drop", "Remove", `Remove: ${line.title}`, "drop"),
    ])));
  return row;
}

function deed(name, label, about, picture, blunt = false) {
  const button = el("button", { type: "button", class: label ? "" : "plain", data: { deed: name }, "aria-label": about, title: label ? "" : about }, icon(picture), label);
  // Not disabled, which would take the keyboard away from it.
  if (blunt) button.setAttribute("aria-disabled", "true");
  return button;
}

function handle(line, at) {
  return el("button", {
    type: "button", class: "handle", data: { deed: "handle" }, title: "Drag to move, or use the arrow keys",
    "aria-label": `Question ${at + 1} of ${count}: ${line.title}. Use the arrow keys to move it.`,
  }, String(at + 1));
}

const place = (row) => [...list.children].indexOf(row);

function move(row, to, fromKeys) {
  if (to < 0 || to >= count || to === place(row)) return;
  act({ deed: "move", item: row.dataset.item, to }, fromKeys);
}

list.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-deed]");
  if (!button || button.ariaDisabled === "true") return;
  const row = button.closest("li");
  const name = button.dataset.deed;
  if (name === "up") move(row, place(row) - 1);
  else if (name === "down") move(row, place(row) + 1);
  else if (name !== "handle") act({ deed: name, item: row.dataset.item });
});

list.addEventListener("keydown", (event) => {
  if (!event.target.matches?.("[data-deed=handle]")) return;
  const row = event.target.closest("li");
  const to = { ArrowUp: place(row) - 1, ArrowDown: place(row) + 1, Home: 0, End: count - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  move(row, to);
});

// Drag and drop, begun at the number only, so that text can still be marked.
let dragged = null;

list.addEventListener("pointerdown", (event) => {
  const row = event.target.closest("li");
  if (row) row.draggable = Boolean(event.target.closest(".handle"));
});

list.addEventListener("dragstart", (event) => {
  dragged = event.target.closest("li");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.dataset.item);
  dragged.classList.add("dragged");
});

list.addEventListener("dragover", (event) => {
  const row = event.target.closest("li");
  if (!dragged || !row) return;
  event.preventDefault();
  mark(row === dragged ? null : row, after(row, event));
});

list.addEventListener("drop", (event) => {
  const row = event.target.closest("li");
  if (!dragged || !row) return;
  event.preventDefault();
  const from = place(dragged);
  const gap = place(row) + (after(row, event) ? 1 : 0);
  move(dragged, gap > from ? gap - 1 : gap);
});

list.addEventListener("dragend", () => {
  dragged?.classList.remove("dragged");
  dragged = null;
  mark(null);
});

function after(row, event) {
  const box = row.getBoundingClientRect();
  return event.clientY > box.top + box.height / 2;
}

function mark(row, below) {
  for (const one of list.children) one.classList.remove("above-gap", "below-gap");
  row?.classList.add(below ? "below-gap" : "above-gap");
}
