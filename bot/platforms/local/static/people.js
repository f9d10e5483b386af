// Who this tab is: asked once, and switched at the top.

import * as visitor from "./visitor.js";

const who = document.getElementById("who");
const toggle = document.getElementById("visitor");
const menu = document.getElementById("people");
let changed = () => {};

export function start(onChange) {
  changed = onChange;
  const name = visitor.current();
  if (name) return settle(name);
  const field = document.getElementById("who-name");
  field.value = visitor.suggestion();
  who.showModal();
  field.select();
}

function settle(name) {
  visitor.become(name);
  document.getElementById("visitor-name").textContent = name;
  document.getElementById("visitor-initial").textContent = [...name][0].toLocaleUpperCase();
  draw();
  changed();
}

function draw() {
  const mine = visitor.current();
  document.getElementById("people-list").replaceChildren(...visitor.known().map((name) => {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "person";
    const shown = document.createElement("bdi");
    shown.textContent = name;
    button.append(shown);
    if (visitor.same(name, mine)) {
      button.ariaCurrent = "true";
      button.append(Object.assign(document.createElement("span"), { className: "you", textContent: "you" }));
    }
    button.addEventListener("click", () => { show(false); toggle.focus(); settle(name); });
    item.append(button);
    if (!visitor.same(name, mine)) {
      const link = document.createElement("a");
      link.href = `/?as=${encodeURIComponent(name)}`;
      link.target = "_blank";
      link.rel = "noopener";
      link.textContent = "New tab";
      link.ariaLabel = `${name} in a new tab`;
      item.append(link);
    }
    return item;
  }));
}

function show(open) {
  menu.hidden = !open;
  toggle.ariaExpanded = String(open);
  if (open) {
    draw();
    document.getElementById("people-name").placeholder = visitor.suggestion() || "Another name";
    menu.querySelector("button")?.focus();
  }
}

toggle.addEventListener("click", () => show(menu.hidden));

document.addEventListener("click", (event) => {
  if (!menu.hidden && !event.target.closest(".visitor")) show(false);
});

document.querySelector(".visitor").addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !menu.hidden) {
    show(false);
    toggle.focus();
  }
});

document.getElementById("people-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const field = document.getElementById("people-name");
  const name = visitor.clean(field.value || visitor.suggestion());
  if (!name) return field.focus();
  field.value = "";
  show(false);
  toggle.focus();
  settle(name);
});

who.addEventListener("cancel", (event) => event.preventDefault()); // nothing works without a name

document.getElementById("who-form").addEventListener("submit", (event) => {
  const name = visitor.clean(document.getElementById("who-name").value);
  if (!name) {
    event.preventDefault();
    return;
  }
  settle(name);
  document.getElementById("line").focus();
});
