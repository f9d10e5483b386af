// Who this tab is: a name in the address and in the tab's own storage, so that two tabs are two people.

const HERE = "study.name";
const KNOWN = "study.names";
const SUGGESTED = ["Ana", "Ben", "Chloe", "Dev", "Emil", "Farah", "Goran", "Hana"];
export const LIMIT = 40;

export function clean(text) {
  return [...text.normalize("NFC").replace(/\p{Cc}/gu, " ").replace(/\s+/g, " ").trim()].slice(0, LIMIT).join("").trim();
}

export function current() {
  const asked = clean(new URLSearchParams(location.search).get("as") ?? "");
  return asked || sessionStorage.getItem(HERE) || "";
}

export function become(name) {
  sessionStorage.setItem(HERE, name);
  const address = new URL(location.href);
  address.searchParams.set("as", name);
  history.replaceState(null, "", address);
  const names = known().filter((one) => !same(one, name));
  localStorage.setItem(KNOWN, JSON.stringify([name, ...names].slice(0, 12)));
}

// The names used in this browser, the last one first.
export function known() {
  try {
    const names = JSON.parse(localStorage.getItem(KNOWN) ?? "[]");
    return Array.isArray(names) ? names.filter((name) => typeof name === "string" && name) : [];
  } catch {
    return [];
  }
}

export function suggestion() {
  return SUGGESTED.find((name) => !known().some((one) => same(one, name))) ?? "";
}

export function same(one, other) {
  return one.toLocaleLowerCase() === other.toLocaleLowerCase();
}

// A key of storage that belongs to the current person alone.
export function own(key) {
  return `study.${key}.${current().toLocaleLowerCase()}`;
}
