// Listens once for the whole page: what is inside is replaced while answers stream.
import { begin as beginBox } from "./box.js";
import { keep } from "./conversations.js";
import { begin as beginDrop } from "./drop.js";
import { begin as beginExport } from "./export.js";
import { begin as beginFocus } from "./focus.js";
import { begin as beginFollow, follow } from "./follow.js";
import { begin as beginLayout, closeOver, setOpen, sheet } from "./layout.js";
import { begin as beginSuggestions } from "./suggestions.js";
import { begin as beginTip, hint } from "./tip.js";
import { begin as beginToast } from "./toast.js";
import { begin as beginViewer, leave, openAt, placeOf } from "./viewer.js";

const showSources = (turn) => {
  let shown = null;
  for (const section of document.querySelectorAll(".fn-sources section")) {
    section.hidden = section.dataset.turn !== turn;
    if (!section.hidden) shown = section;
  }
  return shown;
};
const placesOf = (turn) => [...document.querySelectorAll(`.fn-sources a.fn-place[data-turn="${turn}"]`)]
  .map((link) => ({ number: link.dataset.number, ...placeOf(link.href) }));

const copy = async (button) => {
  const label = button.querySelector("span");
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    label.textContent = "Copied";
  } catch {
    label.textContent = "Copying is not allowed here";
  }
  setTimeout(() => { label.textContent = "Copy"; }, 1500);
};
const more = (button) => {
  const whole = button.closest(".fn-card").classList.toggle("fn-full");
  button.setAttribute("aria-expanded", String(whole));
  button.textContent = whole ? "less" : "more";
};
const open = (link) => {
  hint(null);
  const { turn, number } = link.dataset;
  const section = turn ? showSources(turn) : null;
  if (section && link.matches(".fn-mark") && sheet(section, number, link)) return;
  let from = link;
  if (document.body.classList.contains("fn-sheet")) { // the link goes with it: its marker is gone back to
    setOpen("sources", false);
    from = document.querySelector(`a.fn-mark[data-turn="${turn}"][data-number="${number}"]`) ?? link;
  }
  const places = turn ? placesOf(turn) : [placeOf(link.href)];
  openAt(places, turn ? Math.max(0, places.findIndex((one) => one.number === number)) : 0, from);
};

document.addEventListener("click", (event) => {
  const target = event.target.closest?.("button.fn-whole, a.fn-mark, a.fn-place, .fn-card, button.fn-copy");
  if (!target || event.metaKey || event.ctrlKey || event.shiftKey) return;
  if (target.matches(".fn-whole")) {
    more(target);
  } else if (target.matches(".fn-card")) {
    if (!String(getSelection())) target.querySelector("a.fn-place").click(); // else words are being selected
  } else if (target.matches("button.fn-copy")) {
    copy(target);
  } else {
    event.preventDefault();
    open(target);
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  hint(null);
  if (!closeOver()) leave();
});
new MutationObserver((records) => {
  const log = document.querySelector("#fn-conversation");
  if (!log || !records.some((record) => log.contains(record.target))) return;
  follow(log);
  keep(log.querySelector("[data-conversation]"));
}).observe(document.body, { childList: true, subtree: true, attributeFilter: ["data-conversation"] });

document.documentElement.lang ||= "en";
beginTip();
beginBox();
beginFocus();
beginLayout();
beginFollow();
beginToast();
beginDrop();
beginExport();
beginSuggestions();
beginViewer();
