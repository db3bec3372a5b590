// Listens once for the whole page: what is inside is replaced while answers stream.
import { download, keep, store, stored } from "./conversations.js";
import { begin as beginTip, hint } from "./tip.js";
import { begin as beginViewer, escape, openAt, placeOf } from "./viewer.js";

window.footnote = { stored, store, download };

const showSources = (turn) => {
  for (const section of document.querySelectorAll(".fn-sources section")) section.hidden = section.dataset.turn !== turn;
};
const placesOf = (turn) => [...document.querySelectorAll(`.fn-sources a.fn-place[data-turn="${turn}"]`)]
  .map((link) => ({ number: link.dataset.number, ...placeOf(link.href) }));

const copy = async (button) => {
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = "Copied";
  } catch {
    button.textContent = "Copying is not allowed here";
  }
  setTimeout(() => { button.textContent = "Copy"; }, 1500);
};

document.addEventListener("click", (event) => {
  const target = event.target.closest?.("a.fn-mark, a.fn-place, .fn-card, button.fn-copy");
  if (!target || event.metaKey || event.ctrlKey || event.shiftKey) return;
  if (target.matches(".fn-card")) {
    if (String(getSelection())) return; // words are being selected
    target.querySelector("a.fn-place").click();
  } else if (target.matches("button.fn-copy")) {
    copy(target);
  } else {
    event.preventDefault();
    hint(null);
    const { turn, number } = target.dataset;
    if (turn) showSources(turn);
    const places = turn ? placesOf(turn) : [placeOf(target.href)];
    openAt(places, turn ? Math.max(0, places.findIndex((one) => one.number === number)) : 0, target);
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  hint(null);
  escape();
});

document.documentElement.lang ||= "en";
beginTip();
beginViewer();
// Keep the newest words in view, unless the reader has scrolled back, but never so far that an answer's first line goes;
// keep each conversation that is complete.
let atEnd = true;
let turns = 0;
let moved = 0; // where this script has scrolled to
document.addEventListener("scroll", ({ target: log }) => {
  if (log.id !== "fn-conversation") return;
  atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80 || Math.abs(log.scrollTop - moved) < 2;
}, true);
const follow = (log) => {
  const all = log.querySelectorAll(".fn-turn");
  if (!atEnd && all.length === turns) return;
  turns = all.length;
  const last = all[all.length - 1];
  const top = last ? last.getBoundingClientRect().top - log.getBoundingClientRect().top + log.scrollTop - 16 : 0;
  log.scrollTop = Math.min(top, log.scrollHeight);
  moved = log.scrollTop;
};
new MutationObserver((records) => {
  document.querySelector("#fn-scope input")?.setAttribute("placeholder", "Answer from all documents");
  const log = document.querySelector("#fn-conversation");
  if (!log || !records.some((record) => log.contains(record.target))) return;
  follow(log);
  keep(log.querySelector(".fn-log"));
}).observe(document.body, { childList: true, subtree: true, attributeFilter: ["data-conversation"] });
// How much of the window stands above the conversation, which takes the rest of it.
new ResizeObserver(() => {
  const columns = document.querySelector("#fn-columns");
  if (!columns?.offsetParent) return;
  const head = Math.ceil(columns.getBoundingClientRect().top + scrollY) + 24;
  document.documentElement.style.setProperty("--fn-head", `${head}px`);
}).observe(document.body);
