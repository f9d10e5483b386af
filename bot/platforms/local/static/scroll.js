// Where the reader looks: new messages come into sight when the end of the channel is in sight, or were asked for.

const timeline = document.getElementById("timeline");
const newer = document.getElementById("newer");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
let waiting = null;
let held = null; // what stays in sight while pictures above it are still being loaded: an element, or the end

export function atEnd() {
  return timeline.scrollHeight - timeline.scrollTop - timeline.clientHeight < 160;
}

export function toEnd() {
  held = "end";
  timeline.scrollTop = timeline.scrollHeight;
}

// A short message is shown at the lower edge, a tall one from its beginning.
function align(element, behavior) {
  const tall = element.getBoundingClientRect().height > timeline.clientHeight - 40;
  element.scrollIntoView({ block: tall ? "start" : "end", behavior });
}

export function show(element) {
  held = element;
  align(element, calm.matches ? "auto" : "smooth");
  element.classList.add("fresh");
  setTimeout(() => element.classList.remove("fresh"), 1600);
}

export function offer(element) {
  waiting ??= element;
  newer.hidden = false;
}

new ResizeObserver(() => {
  if (held === "end") timeline.scrollTop = timeline.scrollHeight;
  else if (held?.isConnected) align(held, "auto");
}).observe(document.getElementById("messages"));

for (const kind of ["wheel", "touchmove", "pointerdown", "keydown"]) {
  timeline.addEventListener(kind, () => { held = null; }, { passive: true });
}

newer.addEventListener("click", () => {
  newer.hidden = true;
  if (waiting?.isConnected) show(waiting);
  else toEnd();
  waiting = null;
});

timeline.addEventListener("scroll", () => {
  if (!newer.hidden && atEnd()) {
    newer.hidden = true;
    waiting = null;
  }
}, { passive: true });
