// The text field: commands with a completion list (an ARIA combobox), and shortcuts.

import { read } from "./api.js";

const form = document.getElementById("composer");
const input = document.getElementById("line");
const list = document.getElementById("offers");
let offers = [];
let chosen = -1;
let asked = 0;
let run = () => {};

export function start(onRun) {
  run = onRun;
}

export function fill(text) {
  input.value = text;
  input.focus();
  complete();
}

function close() {
  asked += 1; // an answer that is still on its way comes too late
  offers = [];
  chosen = -1;
  draw();
}

async function complete() {
  const line = input.value;
  if (!line.startsWith("/")) return close();
  const mine = ++asked;
  let found = [];
  try {
    found = await read(`/api/complete?line=${encodeURIComponent(line)}`);
  } catch {
    // Typing goes on without a list.
  }
  if (mine !== asked) return;
  offers = found.filter((offer) => offer.line !== line.trim() || found.length > 1);
  chosen = -1;
  draw();
}

function draw() {
  list.hidden = offers.length === 0;
  input.setAttribute("aria-expanded", String(!list.hidden));
  list.replaceChildren(...offers.map((offer, i) => {
    const item = document.createElement("li");
    item.id = `offer-${i}`;
    item.role = "option";
    item.ariaSelected = String(i === chosen);
    const line = document.createElement("span");
    line.className = "offer-line";
    line.textContent = offer.line;
    const about = document.createElement("span");
    about.className = "offer-about";
    about.textContent = offer.about;
    item.append(line, about);
    // Before the field loses the focus, which closes the list.
    item.addEventListener("mousedown", (event) => { event.preventDefault(); take(i); });
    return item;
  }));
  if (chosen >= 0) {
    input.setAttribute("aria-activedescendant", `offer-${chosen}`);
    list.children[chosen].scrollIntoView({ block: "nearest" });
  } else {
    input.removeAttribute("aria-activedescendant");
  }
}

function take(i) {
  const { line } = offers[i];
  // The old offers go at once: an Enter that comes before the new ones sends the line, it does not take again.
  close();
  input.value = `${line} `;
  input.focus();
  complete();
}

function move(step) {
  if (offers.length === 0) return;
  chosen = chosen < 0 ? (step > 0 ? 0 : offers.length - 1) : (chosen + step + offers.length) % offers.length;
  draw();
}

input.addEventListener("input", () => {
  chosen = -1; // what was pointed at belongs to the line before this letter
  complete();
});
input.addEventListener("focus", () => { if (input.value.startsWith("/")) complete(); });
input.addEventListener("blur", close);

input.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (offers.length) event.preventDefault();
    move(event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Tab" && !event.shiftKey && offers.length) {
    event.preventDefault();
    take(Math.max(chosen, 0));
  } else if (event.key === "Escape" && offers.length) {
    event.preventDefault();
    close();
  } else if (event.key === "Enter" && offers.length) {
    // A command that is not typed to its end yet is finished first, then sent by the next Enter.
    const text = input.value.trim();
    const unfinished = !input.value.includes(" ") && !offers.some((offer) => offer.line === text);
    if (chosen >= 0 || unfinished) {
      event.preventDefault();
      take(Math.max(chosen, 0));
    }
  }
});

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const line = input.value.trim();
  if (!line) return;
  close();
  input.value = "";
  if (!(await run(line)) && !input.value) input.value = line; // it did not get there: the text comes back
});
