// What opens and folds: conversations, sources, filters, menus; and light or dark. The browser remembers it.
import { dispose, remember, remembered } from "./memory.js";

const wide = matchMedia("(min-width: 1024px)");
const body = document.body;
const FOLDS = { side: ["fn-side-folded", "fn-drawer"], sources: ["fn-sources-folded", "fn-sheet"] };
const PLACES = { side: "#fn-side", sources: "#fn-aside", filters: "#fn-filters" };
const FIRST = { side: "#fn-new", sources: "#fn-aside [data-layout]", filters: "#fn-filters" }; // what takes the focus
const openers = new Map(); // what is gone back to

const isOpen = (name) => {
  if (name === "filters") return body.classList.contains("fn-filtering");
  const [folded, over] = FOLDS[name];
  return wide.matches ? !body.classList.contains(folded) : body.classList.contains(over);
};
const tell = () => {
  for (const one of document.querySelectorAll("[data-layout][aria-expanded]")) {
    const open = String(isOpen(one.dataset.layout));
    if (one.getAttribute("aria-expanded") !== open) one.setAttribute("aria-expanded", open);
  }
  for (const one of document.querySelectorAll("[data-theme]")) {
    const on = String(one.dataset.theme === remembered("theme", "system"));
    if (one.getAttribute("aria-pressed") !== on) one.setAttribute("aria-pressed", on);
  }
};
export const setOpen = (name, open, from = null, back = false) => {
  if (name === "filters") {
    body.classList.toggle("fn-filtering", open);
  } else if (wide.matches) {
    body.classList.toggle(FOLDS[name][0], !open);
    remember(name, open ? "open" : "folded");
  } else {
    for (const [, over] of Object.values(FOLDS)) body.classList.remove(over);
    body.classList.toggle(FOLDS[name][1], open);
  }
  if (open) {
    openers.set(name, from);
    if (name === "filters") document.querySelector("#fn-scope input").placeholder = "All documents"; // Gradio has none
    const first = document.querySelector(FIRST[name]);
    if (name === "filters") first.tabIndex = -1; // the focus is in front of its fields, and opens no list of theirs
    if (name === "filters" || !wide.matches) first.focus({ preventScroll: true });
  } else if (back) {
    const opener = from && !from.closest(PLACES[name]) ? from : openers.get(name);
    (opener?.checkVisibility() ? opener : document.querySelector(`.fn-top [data-layout="${name}"]`))?.focus();
  }
  tell();
};
// The sources of an answer, where they lie over it.
export const sheet = (section, number, from) => {
  if (wide.matches) return false;
  setOpen("sources", true, from);
  const card = section.querySelector(`[data-number="${number}"]`)?.closest(".fn-card");
  card?.scrollIntoView({ block: "nearest" });
  card?.querySelector("a")?.focus({ preventScroll: true });
  return true;
};
// Close what lies over the page; says whether there was anything.
export const closeOver = () => {
  const menu = document.querySelector("details.fn-menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
    return true;
  }
  for (const name of ["filters", ...(wide.matches ? [] : ["side", "sources"])]) {
    if (isOpen(name)) { setOpen(name, false, null, true); return true; }
  }
  return false;
};

const ofConversation = (what) => {
  const now = document.querySelector(".fn-list [aria-current]")?.closest("li");
  if (what === "copy") {
    const turns = [...document.querySelectorAll(".fn-turn")].map((turn) => [
      turn.querySelector(".fn-question").textContent, turn.querySelector(".fn-copy")?.dataset.copy ?? "",
    ].join("\n\n"));
    navigator.clipboard?.writeText(turns.join("\n\n---\n\n"));
  } else if (what === "rename") {
    setOpen("side", true);
    now?.querySelector(".fn-rename").click();
  } else {
    now?.querySelector(".fn-delete").click();
  }
};

const systemTheme = () => {
  const asked = new URLSearchParams(location.search).get("__theme");
  const dark = asked ? asked === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  body.classList.toggle("dark", dark);
};
// What was chosen is kept to by theme.js.
const choose = (name) => {
  const { dataset } = document.documentElement;
  if (name === "system") {
    dispose("theme");
    delete dataset.chosen;
    systemTheme();
  } else {
    remember("theme", name);
    dataset.chosen = name;
  }
};

const pressed = (event) => {
  // What was pressed may be gone from the page by now: a row makes way for a field.
  const path = event.composedPath();
  const inside = (selector) => path.find((one) => one.matches?.(selector));
  const fold = inside("[data-layout]");
  const light = inside("[data-theme]");
  const act = inside("[data-this]");
  if (fold) setOpen(fold.dataset.layout, !isOpen(fold.dataset.layout), fold, true);
  else if (!wide.matches && body.classList.contains("fn-drawer") && (inside(".fn-open, #fn-new") || !inside("#fn-side"))) {
    setOpen("side", false);
  } else if (!wide.matches && body.classList.contains("fn-sheet") && !inside("#fn-aside, a.fn-mark, #fn-viewer")) {
    setOpen("sources", false);
  } else if (isOpen("filters") && !inside("#fn-filters, .fn-filter, [role=option], .options")) setOpen("filters", false);
  if (light) {
    choose(light.dataset.theme);
    tell();
  }
  if (act) ofConversation(act.dataset.this);
  for (const menu of document.querySelectorAll("details.fn-menu[open]")) {
    if (!path.includes(menu) || act) menu.open = false;
  }
};

// Each tab is where it was left: all of them are scrolled by the window.
const places = new Map();
const turned = (event) => {
  const tab = event.target.closest?.('#fn-tabs [role="tab"]');
  const old = document.querySelector('#fn-tabs [role="tab"][aria-selected="true"]');
  if (!tab || !old || tab === old) return;
  places.set(old.textContent, scrollY);
  requestAnimationFrame(() => requestAnimationFrame(() => {
    scrollTo({ top: places.get(tab.textContent) ?? 0, behavior: "instant" });
  }));
};

export const begin = () => {
  for (const name of Object.keys(FOLDS)) if (remembered(name, "open") === "folded") body.classList.add(FOLDS[name][0]);
  document.addEventListener("click", pressed);
  document.addEventListener("click", turned, true);
  document.addEventListener("focusin", ({ target }) => {
    if (isOpen("filters") && target.closest?.("#fn-box")) setOpen("filters", false);
  });
  wide.addEventListener("change", tell);
  new MutationObserver(tell).observe(body, { childList: true, subtree: true });
};
