// The form on the left: what is asked for, and what stands there.

import { byId } from "./dom.js";

const form = byId("settings");
let changed = () => {};

export function start(onChange) {
  changed = onChange;
}

export function fill(settings) {
  form.elements.title.value = settings.title;
  setMinutes(settings.minutes);
  for (const one of form.querySelectorAll("[name=level]")) one.checked = one.value === settings.level;
  for (const one of form.querySelectorAll("[name=topics]")) one.checked = settings.topics.includes(one.value);
  form.elements.count.value = settings.count ?? "";
  form.elements.strict_days.value = settings.strict_days || "";
  form.elements.seed.value = settings.seed;
}

export function setSeed(seed) {
  form.elements.seed.value = seed;
}

function setMinutes(minutes) {
  byId("minutes").value = minutes;
  byId("minutes-slider").value = minutes;
}

// As people type it; the bot reads it, and says what is wrong.
export function read() {
  return {
    title: form.elements.title.value.trim(),
    minutes: form.elements.minutes.value.trim(),
    level: form.querySelector("[name=level]:checked")?.value ?? "",
    topics: [...form.querySelectorAll("[name=topics]:checked")].map((one) => one.value).join(","),
    count: form.elements.count.value.trim(),
    strict_days: form.elements.strict_days.value.trim(),
    seed: form.elements.seed.value.trim(),
  };
}

form.addEventListener("input", (event) => {
  if (event.target.id === "minutes-slider") byId("minutes").value = event.target.value;
  if (event.target.id === "minutes") byId("minutes-slider").value = event.target.value;
  changed();
});

form.addEventListener("submit", (event) => event.preventDefault());
