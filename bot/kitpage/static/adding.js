// The search for a question to add.

import { byId, el, icon } from "./dom.js";

const MOST = 8;
const button = byId("add");
const box = byId("adding");
const field = byId("search");
const list = byId("found");
let offers = [];
let taken = new Set();
let act = () => {};

export function start(items, onAct) {
  offers = items.map((item) => ({ ...item, words: `${item.title} ${item.id} ${item.topics.join(" ")} ${item.levelName}`.toLowerCase().replaceAll("-", " ") }));
  act = onAct;
}

export function show(kit) {
  taken = new Set(kit.lines.map((line) => line.item));
  if (!box.hidden) draw();
}

function draw() {
  const wanted = field.value.toLowerCase().replaceAll("-", " ").split(/\s+/).filter(Boolean);
  const found = offers.filter((one) => !taken.has(one.id) && wanted.every((word) => one.words.includes(word)));
  list.replaceChildren(...found.slice(0, MOST).map((one) => el("li", {},
    el("button", { type: "button", data: { item: one.id } },
      el("span", { class: "letter", data: { level: one.level }, "aria-hidden": "true" }, one.levelName[0]),
      el("span", { class: "found-title" }, one.title, el("span", { class: "unseen" }, `, ${one.levelName}`)),
      el("span", { class: "dim" }, `${one.minutes} min · ${one.topics.map((topic) => topic.replaceAll("-", " ")).join(", ")}`)))),
    ...(found.length === 0 ? [el("li", { class: "dim" }, "No other question fits these words.")] : []),
    ...(found.length > MOST ? [el("li", { class: "small" }, `${found.length - MOST} more; go on typing.`)] : []));
}

button.addEventListener("click", () => {
  box.hidden = !box.hidden;
  button.ariaExpanded = String(!box.hidden);
  if (!box.hidden) {
    draw();
    field.focus();
  }
});

field.addEventListener("input", draw);

field.addEventListener("keydown", (event) => {
  if (event.key === "Enter") {
    event.preventDefault();
    list.querySelector("button")?.click();
  } else if (event.key === "Escape") {
    box.hidden = true;
    button.ariaExpanded = "false";
    button.focus();
  }
});

list.addEventListener("click", (event) => {
  const chosen = event.target.closest("button[data-item]");
  if (!chosen) return;
  act({ deed: "add", item: chosen.dataset.item });
  field.focus();
});
