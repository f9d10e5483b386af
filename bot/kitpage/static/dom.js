// Small helpers to build the page. Texts are set as text, never as HTML.

export const byId = (id) => document.getElementById(id);

export function el(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "class") made.className = value;
    else if (name === "data") Object.assign(made.dataset, value);
    else if (name.startsWith("aria-") || name === "role") made.setAttribute(name, value);
    else made[name] = value;
  }
  made.append(...children.filter((one) => one !== null));
  return made;
}

const PATHS = {
  up: "M5.500 12L10 7.500L14.500 12",
  down: "M5.500 8L10 12.500L14.500 8",
  swap: "M4 7.500h11M12 4.500l3 3-3 3M16 13H5M8 10l-3 3 3 3",
  lock: "M6.500 9h7A1.500 1.500 0 0 1 15 10.500v4.500A1.500 1.500 0 0 1 13.500 16.500h-7A1.500 1.500 0 0 1 5 15v-4.500A1.500 1.500 0 0 1 6.500 9zM7 9V6.500a3 3 0 0 1 6 0V9",
  unlock: "M6.500 9h7A1.500 1.500 0 0 1 15 10.500v4.500A1.500 1.500 0 0 1 13.500 16.500h-7A1.500 1.500 0 0 1 5 15v-4.500A1.500 1.500 0 0 1 6.500 9zM7 9V6.500a3 3 0 0 1 5.800-1.100",
  drop: "M5.500 5.500l9 9M14.500 5.500l-9 9",
};

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [key, value] of Object.entries({
    class: "icon", viewBox: "0 0 20 20", fill: "none", stroke: "currentColor", "stroke-width": "1.7",
    "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true", focusable: "false",
  })) svg.setAttribute(key, value);
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

export function announce(text) {
  const place = byId("announcer");
  place.textContent = "";
  place.textContent = text;
}

let toastEnd = 0;
export function toast(text) {
  const place = byId("toast");
  place.textContent = text;
  place.classList.add("shown");
  clearTimeout(toastEnd);
  toastEnd = setTimeout(() => place.classList.remove("shown"), 4500);
}

export function problem(notice) {
  const place = byId("problem");
  place.hidden = !notice;
  place.replaceChildren(...(notice ? [el("strong", {}, notice.says), notice.next ? ` ${notice.next}` : ""] : []));
  if (notice) place.scrollIntoView({ block: "nearest" });
}
