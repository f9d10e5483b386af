// Downloads and the print view.

import { ask, askFile } from "./ask.js";
import { announce, byId, el, problem } from "./dom.js";

const GROUPS = [
  ["interviewer", "For the interviewer", "with model answers, rubric, probes and score boxes"],
  ["candidate", "For the candidate", "prompts only"],
  ["learners", "For learning systems", "quizzes with their answers: not for an interview"],
];
let current = null;

export function show(kit) {
  const same = current && JSON.stringify(current.downloads) === JSON.stringify(kit.downloads);
  current = kit;
  if (!same) byId("files").replaceChildren(...GROUPS.flatMap(([whose, title, about]) => group(kit, whose, title, about)));
}

function group(kit, whose, title, about) {
  const mine = kit.downloads.filter((one) => one.whose === whose);
  if (mine.length === 0) return [];
  const prints = mine.find((one) => one.format === "html");
  return [el("div", { class: "file-group", role: "group", "aria-label": title },
    el("p", {}, el("strong", {}, title), el("span", { class: "dim" }, ` ${about}`)),
    el("div", { class: "buttons" },
      prints ? el("button", { type: "button", class: "main", data: { print: prints.copy } }, "Print view") : null,
      ...mine.map((one) => el("button", { type: "button", data: { format: one.format, copy: one.copy }, "aria-label": `${one.name}, ${title.toLowerCase()}` }, one.name))))];
}

async function download(button) {
  const { format, copy } = button.dataset;
  const name = button.textContent;
  await working(button, `Making the ${name} file …`, async () => {
    const found = await askFile("/kit/api/file", { kit: current.id, format, copy });
    if (!found.blob) return problem(found.notice);
    const address = URL.createObjectURL(found.blob);
    el("a", { href: address, download: found.name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    byId("making").textContent = `${found.name} is in your downloads.`;
  });
}

async function print(button) {
  const shown = window.open("about:blank"); // at once, or the browser takes it for a pop-up
  await working(button, "Making the page to print …", async () => {
    const found = await ask("/kit/api/print", { kit: current.id, format: "html", copy: button.dataset.print });
    if (found.notice || !shown) {
      shown?.close();
      problem(found.notice ?? { says: "The browser did not open a window.", next: "Allow pop-ups for this page." });
      return;
    }
    shown.location.replace(found.address);
    byId("making").textContent = "The page to print is open in another tab.";
  });
}

async function working(button, says, work) {
  if (button.ariaBusy === "true") return;
  button.ariaBusy = "true";
  byId("making").textContent = says;
  problem(null);
  try {
    await work();
  } catch (error) {
    problem({ says: error.message });
  } finally {
    button.removeAttribute("aria-busy");
    if (byId("making").textContent === says) byId("making").textContent = "";
  }
}

byId("files").addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.print) print(button);
  else if (button) download(button);
});

byId("copy-code").addEventListener("click", async () => {
  const field = byId("code");
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    announce("The kit code is copied.");
    byId("copy-code").lastChild.textContent = "Copied";
    setTimeout(() => { byId("copy-code").lastChild.textContent = "Copy"; }, 2000);
  } catch {
    announce("The kit code is marked; copy it with Ctrl and C.");
  }
});
