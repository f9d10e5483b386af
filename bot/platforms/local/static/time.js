// Times in the reader's own zone, and countdowns that stay true. In a demo the bot's clock is not the machine's.

let ahead = 0; // milliseconds that the bot's clock is ahead of ours

const dayTime = new Intl.DateTimeFormat(undefined, { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });

export function now() {
  return Date.now() + ahead;
}

export function setNow(iso) {
  ahead = Date.parse(iso) - Date.now();
}

export const asClock = (iso) => clock.format(new Date(iso));
export const asMoment = (iso) => dayTime.format(new Date(iso));
export const asDay = (iso) => day.format(new Date(iso));

export function until(iso) {
  const minutes = Math.ceil((Date.parse(iso) - now()) / 60000);
  if (minutes <= 0) return "";
  if (minutes < 60) return `in ${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return `in ${Math.round(hours / 24)} days`;
  const rest = minutes % 60;
  return rest && hours < 6 ? `in ${hours} h ${rest} min` : `in ${hours} h`;
}

// Writes every time inside `root` for the reader.
export function write(root) {
  for (const element of root.querySelectorAll("time[data-show=moment]")) element.textContent = asMoment(element.dateTime);
  for (const element of root.querySelectorAll("[data-until]")) {
    const text = until(element.dataset.until);
    element.textContent = text ? ` · ${text}` : "";
  }
}
