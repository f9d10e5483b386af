// The timeline: what the bot posted in the channel, and what only this person sees, in the order of time.

import * as time from "./time.js";
import { own } from "./visitor.js";

const list = document.getElementById("messages");
const frame = document.getElementById("message");
const MOST_KEPT = 60;

const posts = new Map(); // key -> { element, hash, at, replyTo }
let privates = []; // { at, kind, html, line, element }

function build() {
  return frame.content.firstElementChild.cloneNode(true);
}

function fill(element, html) {
  element.querySelector(".body").innerHTML = html;
  time.write(element);
}

// Replaces a message's content, and keeps the focus where it was, if that button is still there.
function refill(element, html) {
  const body = element.querySelector(".body");
  const token = body.contains(document.activeElement) ? document.activeElement.dataset.token : undefined;
  const opened = [...body.querySelectorAll("details")].map((one) => one.open);
  fill(element, html);
  body.querySelectorAll("details").forEach((one, i) => { one.open = opened[i] ?? false; });
  if (token) [...body.querySelectorAll("[data-token]")].find((one) => one.dataset.token === token)?.focus({ preventScroll: true });
}

function stamp(element, at) {
  const shown = element.querySelector(".at");
  shown.dateTime = at;
  shown.textContent = time.asClock(at);
  shown.title = time.asMoment(at);
}

// Shows the channel as the bot describes it; returns the posts that are new, with their elements.
export function showFeed(feed) {
  const fresh = [];
  const there = new Set(feed.posts.map((post) => post.key));
  for (const [key, kept] of posts) {
    if (!there.has(key)) {
      kept.element.remove();
      posts.delete(key);
    }
  }
  for (const post of feed.posts) {
    const kept = posts.get(post.key);
    if (!kept) {
      const element = build();
      element.dataset.kind = post.kind;
      element.dataset.key = post.key;
      stamp(element, post.at);
      fill(element, post.html);
      posts.set(post.key, { element, hash: post.hash, at: post.at, replyTo: post.reply_to });
      fresh.push({ ...post, element });
    } else if (kept.hash !== post.hash) {
      refill(kept.element, post.html);
      kept.hash = post.hash;
    }
  }
  place();
  return fresh;
}

// A private message of the bot. `line` is the command that it answers, shown above it.
export function addPrivate(reply, line = "") {
  const message = { at: reply.at, kind: reply.kind, html: reply.html, line };
  message.element = buildPrivate(message);
  privates.push(message);
  keep();
  place();
  return message.element;
}

export function replacePrivate(element, reply) {
  const message = privates.find((one) => one.element === element);
  if (!message) return addPrivate(reply);
  Object.assign(message, { kind: reply.kind, html: reply.html });
  element.dataset.kind = reply.kind;
  fill(element, reply.html);
  keep();
  return element;
}

export function dismiss(element) {
  privates = privates.filter((one) => one.element !== element);
  element.remove();
  keep();
  place();
}

export function isPrivate(element) {
  return privates.some((one) => one.element === element);
}

function buildPrivate(message) {
  const element = build();
  element.classList.add("private");
  element.dataset.kind = message.kind;
  element.querySelector(".private-note").hidden = false;
  element.querySelector(".dismiss").hidden = false;
  const asked = element.querySelector(".asked-by");
  asked.hidden = !message.line;
  if (message.line) {
    const code = document.createElement("code");
    code.textContent = [...message.line].length > 80 ? `${[...message.line].slice(0, 79).join("")}…` : message.line;
    asked.append("You: ", code);
  }
  stamp(element, message.at);
  fill(element, message.html);
  return element;
}

// Kept per person and tab, so that private messages survive a reload and a restart of the bot.
function keep() {
  privates = privates.slice(-MOST_KEPT);
  const kept = privates.map(({ element, ...rest }) => rest);
  while (kept.length) {
    try {
      sessionStorage.setItem(own("private"), JSON.stringify(kept));
      return;
    } catch {
      kept.shift(); // The storage is full: the oldest goes first.
    }
  }
  sessionStorage.removeItem(own("private"));
}

// Brings back what this person had; messages from the bot's future belong to a demo that has been started afresh.
export function restore(nowIso) {
  for (const message of privates) message.element.remove();
  privates = [];
  try {
    const kept = JSON.parse(sessionStorage.getItem(own("private")) ?? "[]");
    privates = kept.filter((one) => Date.parse(one.at) <= Date.parse(nowIso) + 60000);
  } catch {
    // Nothing that can be read.
  }
  for (const message of privates) message.element = buildPrivate(message);
  place();
}

// Puts every message where its time says; only what stands wrong is moved, so that focus and scrolling stay.
function place() {
  const top = [];
  const threads = new Map();
  for (const [key, post] of posts) {
    if (post.replyTo && posts.has(post.replyTo)) {
      if (!threads.has(post.replyTo)) threads.set(post.replyTo, []);
      threads.get(post.replyTo).push(post);
    } else {
      top.push({ ...post, order: 0 });
    }
    post.element.classList.toggle("reply", Boolean(post.replyTo && posts.has(post.replyTo)));
  }
  top.push(...privates.map((message) => ({ at: message.at, element: message.element, order: 1 })));
  top.sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || a.order - b.order);
  arrange(list, withDays(top));
  for (const [key, post] of posts) {
    const replies = (threads.get(key) ?? []).sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
    const thread = post.element.querySelector(":scope > .content > .thread");
    thread.hidden = replies.length === 0;
    arrange(thread, replies.map((reply) => reply.element));
  }
  const welcome = document.getElementById("welcome");
  welcome.hidden = false;
  welcome.classList.toggle("alone", top.length === 0);
}

function withDays(messages) {
  const result = [];
  let last = "";
  for (const message of messages) {
    const name = time.asDay(message.at);
    if (name !== last) result.push(separator(name));
    last = name;
    result.push(message.element);
  }
  return result;
}

function separator(name) {
  const there = [...list.querySelectorAll(":scope > .day-line")].find((one) => one.textContent === name);
  if (there) return there;
  const element = document.createElement("li");
  element.className = "day-line";
  element.append(Object.assign(document.createElement("span"), { textContent: name }));
  return element;
}

function arrange(parent, elements) {
  const wanted = new Set(elements);
  for (const child of [...parent.children]) if (!wanted.has(child)) child.remove();
  let cursor = parent.firstElementChild;
  for (const element of elements) {
    if (element === cursor) cursor = cursor.nextElementSibling;
    else parent.insertBefore(element, cursor);
  }
}
