// Forms in a dialog. Nothing that was typed is lost: not by Esc, not by a reload, not by an error.

import * as time from "./time.js";
import { own } from "./visitor.js";

const dialog = document.getElementById("form");
let submit = null; // what to do with the fields; resolves to a problem to show, or to nothing when all is well

const draftKey = (token) => own(`draft.${token}`);

export function hasDraft(token) {
  return Boolean(sessionStorage.getItem(draftKey(token)));
}

export function keepDraft(token, text) {
  if (text) sessionStorage.setItem(draftKey(token), text);
  else sessionStorage.removeItem(draftKey(token));
}

export function open(html, onSubmit) {
  dialog.innerHTML = html;
  submit = onSubmit;
  time.write(dialog);
  const form = dialog.querySelector("form");
  const text = form.querySelector("textarea");
  if (text) {
    text.value = sessionStorage.getItem(draftKey(form.dataset.token)) ?? text.value;
    count(text);
  }
  if (!dialog.open) dialog.showModal();
  if (text) {
    text.focus();
    text.setSelectionRange(text.value.length, text.value.length);
  } else {
    (form.querySelector("input:checked") ?? form.querySelector("input, select"))?.focus();
  }
}

// Characters are counted as the bot counts them: by code point, without white space at the ends.
function count(text) {
  const limit = Number(text.dataset.limit);
  const length = [...text.value.trim()].length;
  const over = length - limit;
  const line = dialog.querySelector(".count");
  line.textContent = over > 0
    ? `${length.toLocaleString()} of ${limit.toLocaleString()} characters: ${over.toLocaleString()} too many. Shorten it to send it.`
    : `${length.toLocaleString()} of ${limit.toLocaleString()} characters`;
  line.classList.toggle("over", over > 0);
  // Read aloud only where it matters, not at every key.
  line.setAttribute("aria-live", over > 0 || over > -100 ? "polite" : "off");
  dialog.querySelector("button[type=submit]").disabled = over > 0 || length === 0;
}

function problem(says) {
  const place = dialog.querySelector(".form-problem");
  if (!place) return;
  place.innerHTML = "";
  if (typeof says === "string") place.textContent = says;
  else if (says) place.append(says);
}

dialog.addEventListener("input", (event) => {
  const text = event.target;
  if (text.matches("textarea")) {
    keepDraft(dialog.querySelector("form").dataset.token, text.value);
    count(text);
  }
});

dialog.addEventListener("click", (event) => {
  if (event.target.closest("[data-close]")) dialog.close();
});

dialog.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    const button = dialog.querySelector("button[type=submit]");
    if (!button.disabled) button.form.requestSubmit();
  }
});

dialog.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const button = form.querySelector("button[type=submit]");
  if (button.disabled || form.dataset.busy) return;
  const fields = Object.fromEntries(new FormData(form));
  if (form.dataset.form === "answer" && !form.querySelector("textarea") && fields.choice === undefined) {
    problem("Choose one of the options first.");
    return;
  }
  form.dataset.busy = "yes";
  button.setAttribute("aria-busy", "true");
  problem("");
  const trouble = await submit(form.dataset.token, fields);
  delete form.dataset.busy;
  button.removeAttribute("aria-busy");
  if (trouble) {
    problem(trouble);
    return;
  }
  keepDraft(form.dataset.token, "");
  if (form.isConnected) dialog.close();
});

dialog.addEventListener("close", () => { dialog.innerHTML = ""; });
