// How large the pages of a PDF are: as wide as their place, as the reader says, or so that a quote can be read.
import { draw } from "./later.js";

const ZOOMS = [0.5, 0.75, 1, 1.25, 1.5, 2, 3];
const READABLE = 8; // pixels of a line
const LARGE = 16; // likewise, where that is enough
const BESIDE = 24; // pixels beside a column that fills the screen

const zoomOf = (pages) => Number(pages.dataset.zoom ?? 1);
const set = (viewer, pages, next) => {
  if (next === zoomOf(pages)) return;
  const middle = (pages.scrollTop + pages.clientHeight / 2) / pages.scrollHeight;
  pages.dataset.zoom = next;
  pages.style.setProperty("--fn-zoom", next);
  pages.scrollTop = middle * pages.scrollHeight - pages.clientHeight / 2;
  viewer.querySelector(".fn-zoom output").textContent = `${Math.round(100 * next)} %`;
  const box = pages.getBoundingClientRect();
  for (const leaf of pages.querySelectorAll(".fn-page")) {
    const at = leaf.getBoundingClientRect();
    if (at.bottom > box.top && at.top < box.bottom) draw(viewer, leaf);
  }
};

export const zoom = (viewer, step) => {
  const pages = viewer.querySelector(".fn-pages");
  const now = zoomOf(pages);
  const next = step > 0 ? ZOOMS.find((one) => one > now) : ZOOMS.findLast((one) => one < now);
  pages.dataset.chosen = "yes";
  if (next) set(viewer, pages, next);
};

// Lines that are too small on a narrow screen: their column fills it then, unless the reader has said how large.
export const fit = (viewer) => {
  const pages = viewer.querySelector(".fn-pages");
  const bar = pages?.querySelector(".fn-bar.fn-active");
  const page = bar?.parentElement;
  if (!page?.clientWidth) return;
  const { left, right, line } = bar.dataset;
  if (!pages.dataset.chosen) {
    const now = zoomOf(pages);
    const high = (line / 100) * page.clientHeight / now;
    const wide = ((right - left) / 100) * page.clientWidth / now;
    const wanted = Math.min((pages.clientWidth - BESIDE) / wide, LARGE / high, ZOOMS.at(-1));
    set(viewer, pages, high < READABLE ? Math.max(1, wanted) : 1);
  }
  const middle = ((Number(left) + Number(right)) / 200) * page.clientWidth;
  const begins = page.getBoundingClientRect().left - pages.getBoundingClientRect().left;
  pages.scrollLeft += begins + middle - pages.clientWidth / 2;
};
