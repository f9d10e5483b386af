// Requests, and who makes them: the holder of a link, or on this machine a name.

import { byId } from "./dom.js";

const LINK = "study.kit-link";
const NAME = "study.name"; // shared with Study Bot's own page
const NAMES = "study.names";

// The part of the address behind the #. A link goes into the tab's storage at once, out of sight and history.
export function fragment() {
  const found = new URLSearchParams(location.hash.slice(1));
  const link = found.get("link");
  if (link) {
    sessionStorage.setItem(LINK, link);
    found.delete("link");
    history.replaceState(null, "", `${location.pathname}${location.search}${found.size ? `#${found}` : ""}`);
  }
  return found;
}

function name() {
  const asked = (new URLSearchParams(location.search).get("as") ?? "").trim();
  return asked || sessionStorage.getItem(NAME) || known()[0] || "";
}

function known() {
  try {
    const names = JSON.parse(localStorage.getItem(NAMES) ?? "[]");
    return Array.isArray(names) ? names.filter((one) => typeof one === "string" && one) : [];
  } catch {
    return [];
  }
}

// Resolves when it is known who asks. Behind a link there is nothing to ask.
export async function introduce() {
  const dialog = byId("who");
  if (!dialog || name()) return;
  dialog.showModal();
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  await new Promise((done) => byId("who-form").addEventListener("submit", (event) => {
    const typed = byId("who-name").value.trim();
    if (!typed) return event.preventDefault();
    sessionStorage.setItem(NAME, typed);
    localStorage.setItem(NAMES, JSON.stringify([typed, ...known().filter((one) => one !== typed)].slice(0, 12)));
    done();
  }));
}

function headers() {
  const link = sessionStorage.getItem(LINK);
  const mine = link && !byId("who") ? { "X-Kit-Link": link } : { "X-Visitor": encodeURIComponent(name()) };
  return { ...mine, "X-Study-Bot": "kit", "Content-Type": "application/json" };
}

async function send(path, body) {
  let response;
  try {
    response = await fetch(path, { method: "POST", headers: headers(), body: JSON.stringify(body) });
  } catch {
    throw new Error("Study Bot cannot be reached at the moment. Nothing is lost; try again in a few seconds.");
  }
  if (!response.ok) {
    const answer = await response.json().catch(() => null);
    throw new Error(answer?.says ?? `The server answered with ${response.status}.`);
  }
  return response;
}

export async function ask(path, body) {
  return (await send(path, body)).json();
}

// A file with its name, or a notice that says why there is none.
export async function askFile(path, body) {
  const response = await send(path, body);
  const file = response.headers.get("X-Study-Bot-File");
  return file ? { name: decodeURIComponent(file), blob: await response.blob() } : response.json();
}
