// The kit at a glance: time against the budget, levels, topics, and what could not be met.

import { byId, el } from "./dom.js";

export function show(kit) {
  byId("kit-title").textContent = kit.title || "Interview kit";
  byId("timing").textContent = kit.timing;
  byId("timing").classList.toggle("over", kit.minutes > kit.budget);
  byId("time-bar").replaceChildren(...pieces(kit));
  byId("levels").replaceChildren(...kit.levels.filter((one) => one.count).map((one) => level(one)));
  byId("topics").replaceChildren(...kit.topics.map((one) => el("span", { class: "chip", role: "listitem" },
    one.name.replaceAll("-", " "), one.count > 1 ? el("strong", {}, ` ×${one.count}`) : null)));
  sentences(byId("unmet"), kit.unmet);
  sentences(byId("left-out-list"), kit.left_out);
  byId("left-out").hidden = kit.left_out.length === 0;
}

function pieces(kit) {
  const parts = [{ kind: "frame", minutes: kit.opening }, ...kit.lines.map((line) => ({ kind: line.role, minutes: line.minutes })),
    { kind: "frame", minutes: kit.closing }];
  const free = kit.budget - kit.minutes;
  if (free > 0) parts.push({ kind: "free", minutes: free });
  return parts.map((part) => {
    const piece = el("span", { class: "piece", data: { kind: part.kind } }, String(part.minutes));
    piece.style.flexGrow = part.minutes;
    return piece;
  });
}

function level(one) {
  return el("span", { class: "level", role: "listitem", data: { level: one.level } },
    el("span", { class: "letter", "aria-hidden": "true" }, one.name[0]), `${one.count} ${one.name}`);
}

function sentences(place, texts) {
  place.hidden = texts.length === 0;
  place.replaceChildren(...texts.map((text) => el("li", {}, text)));
}
