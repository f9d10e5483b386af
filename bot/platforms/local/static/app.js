// The page: every button and line goes to the bot, every answer goes into the timeline or a dialog.

import { ask, read } from "./api.js";
import * as composer from "./composer.js";
import * as forms from "./forms.js";
import * as live from "./live.js";
import * as messages from "./messages.js";
import * as people from "./people.js";
import * as scroll from "./scroll.js";
import * as time from "./time.js";
import { current } from "./visitor.js";

const byId = (id) => document.getElementById(id);
let shownFor = null; // the person whose timeline is on the page
let reading = false;
let readAgain = false;
let asked = false; // the reader has just done something, so what comes next is brought into sight
let words = ""; // what was typed without a slash, offered as the beginning of an answer

function announce(text) {
  byId("announcer").textContent = text;
}

let toastEnd = 0;
function toast(text) {
  const place = byId("toast");
  place.textContent = text;
  place.classList.add("shown");
  clearTimeout(toastEnd);
  toastEnd = setTimeout(() => place.classList.remove("shown"), 4500);
}

async function refresh() {
  if (!current()) return;
  if (reading) {
    readAgain = true;
    return;
  }
  reading = true;
  try {
    do {
      readAgain = false;
      showFeed(await read("/api/feed"));
    } while (readAgain);
  } catch (error) {
    if (byId("offline").hidden && !error.unreachable) toast(error.message);
  } finally {
    reading = false;
  }
}

function showFeed(feed) {
  const first = shownFor !== current();
  const follow = first || asked || scroll.atEnd();
  time.setNow(feed.now);
  showDemo(feed);
  if (first) messages.restore(feed.now);
  const fresh = messages.showFeed(feed);
  time.write(document);
  byId("welcome-next").textContent = feed.problem ?? (feed.demo
    ? "Answer the question, then move the time with the button at the top: your verdict and the model answer come at the close."
    : "New here? Begin with a quiz; /study setup starts the daily question.");
  if (first) {
    shownFor = current();
    scroll.toEnd();
  } else if (fresh.length) {
    announce(fresh.map((post) => post.summary).join(" "));
    if (follow) scroll.show(fresh[0].element);
    else scroll.offer(fresh[0].element);
    asked = false;
  }
}

function showDemo(feed) {
  byId("demo").hidden = !feed.demo;
  byId("skip").hidden = !feed.skip;
  byId("skip-label").textContent = feed.skip ?? "";
  tick();
}

function tick() {
  const iso = new Date(time.now()).toISOString();
  byId("demo-time").dateTime = iso;
  byId("demo-time").textContent = time.asMoment(iso);
}

// Shows an answer of the bot. `origin` is the message whose button was pressed, if any.
function show(reply, { line = "", origin = null, quiet = false } = {}) {
  if (reply.dialog) {
    forms.open(reply.html, (token, fields) => submit(token, fields, origin));
    return;
  }
  const from = origin?.isConnected && messages.isPrivate(origin) ? origin.dataset.kind : "";
  const replaces = reply.replaces && (from === reply.kind || (from === "quiz" && reply.kind === "verdict"));
  const element = replaces ? messages.replacePrivate(origin, reply) : messages.addPrivate(reply, line);
  announce(reply.summary);
  scroll.show(element);
  if (!quiet || reply.kind === "quiz") lead(element);
}

// Puts the keyboard where it goes on: on the way on of a quiz, else on the message, whose options have keys of their own.
function lead(element) {
  const onward = element.querySelector(".quiz:not([data-keys]) button.main, .quiz-summary button.main");
  (onward ?? element).focus({ preventScroll: true });
}

async function runLine(line, { fromField = false } = {}) {
  try {
    const reply = await ask("/api/command", { line });
    words = line.startsWith("/") ? "" : line;
    show(reply, { line, quiet: fromField });
    return true;
  } catch (error) {
    toast(error.message);
    return false;
  }
}

async function press(button) {
  const origin = button.closest(".message");
  const token = button.dataset.token;
  if (button.ariaBusy === "true") return;
  button.ariaBusy = "true";
  if (words && token.startsWith("answer:") && !forms.hasDraft(token)) forms.keepDraft(token, words);
  try {
    show(await ask("/api/press", { token }), { origin });
  } catch (error) {
    toast(error.message);
  } finally {
    button.removeAttribute("aria-busy");
  }
}

// Sends a form. A refusal stays in the dialog, with everything that was typed.
async function submit(token, fields, origin) {
  try {
    const reply = await ask("/api/submit", { token, fields });
    if (!reply.good) {
      const says = document.createElement("div");
      says.innerHTML = reply.html;
      return says;
    }
    words = "";
    // After the dialog has closed and given the focus back.
    setTimeout(() => { show(reply, { origin }); refresh(); }, 0);
    return null;
  } catch (error) {
    return error.message;
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.token && !button.closest("dialog")) press(button);
  else if (button.dataset.run) runLine(button.dataset.run);
  else if (button.dataset.fill) composer.fill(button.dataset.fill);
  else if (button.matches(".dismiss")) {
    messages.dismiss(button.closest(".message"));
    byId("line").focus();
  }
});

// 1-4 and A-D choose an option while a quiz card has the focus.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, dialog")) return;
  const picks = event.target.closest(".message")?.querySelectorAll(".pick") ?? [];
  const index = "1234".includes(event.key) ? Number(event.key) - 1 : "ABCD".indexOf(event.key.toUpperCase());
  if (event.key.length === 1 && index >= 0 && picks[index]) {
    event.preventDefault();
    press(picks[index]);
  }
});

byId("skip").addEventListener("click", async () => {
  const button = byId("skip");
  if (button.ariaBusy === "true") return;
  button.ariaBusy = "true";
  try {
    asked = true;
    toast((await ask("/api/skip", {})).says);
    await refresh();
  } catch (error) {
    toast(error.message);
  } finally {
    button.removeAttribute("aria-busy");
    setTimeout(() => { asked = false; }, 3000);
  }
});

byId("theme").addEventListener("click", () => {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  localStorage.setItem("study.theme", root.dataset.theme);
});

composer.start((line) => runLine(line, { fromField: true }));
people.start(refresh);
live.start(refresh);
setInterval(() => { tick(); time.write(document); }, 15000);
