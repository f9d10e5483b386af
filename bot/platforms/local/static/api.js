// Requests to the bot. Every failure becomes an Error whose message can be shown as it is.

import { current } from "./visitor.js";

function headers() {
  return { "X-Study-Bot": "page", "X-Visitor": encodeURIComponent(current()) };
}

export async function ask(path, body) {
  return request(path, { method: "POST", headers: { ...headers(), "Content-Type": "application/json" }, body: JSON.stringify(body) });
}

export async function read(path) {
  return request(path, { headers: headers() });
}

async function request(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    const says = "Study Bot cannot be reached at the moment. What you typed is kept; try again in a few seconds.";
    throw Object.assign(new Error(says), { unreachable: true });
  }
  let answer = null;
  try {
    answer = await response.json();
  } catch {
    // Not JSON: the status says enough.
  }
  if (!response.ok) throw new Error(answer?.says ?? `The server answered with ${response.status}.`);
  return answer;
}
