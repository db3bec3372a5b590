// How large the pages of a PDF are, and which one is seen: as wide as their place, whole, as the reader says, or so
// that a quote can be read.
import { columnOf, draw } from "./leaf.js";

const ZOOMS = [0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4]; // of the size on paper
const READABLE = 6; // pixels of a line
const LARGE = 16; // likewise, where that is enough
const BESIDE = 24; // pixels beside a column that fills the screen

const pagesOf = (viewer) => viewer.querySelector(".fn-pages");
const current = (pages) => {
  const middle = pages.scrollTop + pages.clientHeight / 2;
  const all = [...pages.querySelectorAll(".fn-page")];
  return all.findLast((page) => page.offsetTop <= middle) ?? all[0];
};
const sizeOf = (page) => page.clientWidth / page.dataset.wide;

// What the bar says of what is seen.
export const tell = (viewer) => {
  const pages = pagesOf(viewer);
  if (!pages?.clientWidth) return;
  const page = current(pages);
  viewer.querySelector(".fn-zoom output").textContent = `${Math.round(100 * sizeOf(page))} %`;
  for (const button of viewer.querySelectorAll("button[data-fit]")) {
    button.setAttribute("aria-pressed", String(button.dataset.fit === pages.dataset.fit));
  }
  const box = viewer.querySelector("[data-turn-to]");
  if (document.activeElement !== box) box.value = page.dataset.leaf;
  box.nextElementSibling.textContent = pages.querySelectorAll(".fn-page").length;
};

const set = (viewer, pages, fit, size = 1) => {
  const page = current(pages);
  const seen = (pages.scrollTop + pages.clientHeight / 2 - page.offsetTop) / page.offsetHeight;
  pages.dataset.fit = fit;
  pages.style.setProperty("--fn-zoom", size);
  pages.scrollTop = page.offsetTop + seen * page.offsetHeight - pages.clientHeight / 2;
  tell(viewer);
  for (const leaf of pages.querySelectorAll(".fn-page:has(img)")) draw(viewer, leaf);
};

// A step of the zoom, or one of the fits, as the reader says.
export const zoom = (viewer, { zoom: step, fit }) => {
  const pages = pagesOf(viewer);
  const now = sizeOf(current(pages));
  const next = step > 0 ? ZOOMS.find((one) => one > now + 0.01) : ZOOMS.findLast((one) => one < now - 0.01);
  pages.dataset.chosen = "yes";
  if (fit) set(viewer, pages, fit);
  else if (next) set(viewer, pages, "", next);
};

// To the page whose number was typed.
export const turn = (viewer, box) => {
  const pages = pagesOf(viewer);
  const last = pages.querySelectorAll(".fn-page").length;
  const number = Math.min(Math.max(Number.parseInt(box.value, 10) || 1, 1), last);
  box.value = number;
  pages.scrollTop = pages.querySelector(`.fn-page[data-leaf="${number}"]`).offsetTop;
};

// Lines that are too small on a narrow screen: their column fills it then, unless the reader has said how large.
export const fit = (viewer) => {
  const pages = pagesOf(viewer);
  const bar = pages?.querySelector(".fn-bar.fn-active");
  const page = bar?.parentElement;
  if (!page?.clientWidth) return;
  const [top, height] = [bar.style.top, bar.style.height].map(Number.parseFloat);
  const { left, right } = columnOf(page, bar.dataset, top, top + height);
  if (!pages.dataset.chosen) {
    const size = pages.clientWidth - BESIDE;
    const high = ((bar.dataset.line / 100) * page.clientHeight * size) / page.clientWidth; // of a page that fits
    const wanted = Math.min((100 * size) / (right - left), (LARGE * size) / high);
    set(viewer, pages, high < READABLE ? "" : "width", Math.max(size, wanted) / page.dataset.wide);
  }
  const begins = page.getBoundingClientRect().left - pages.getBoundingClientRect().left;
  pages.scrollLeft += begins + ((left + right) / 200) * page.clientWidth - pages.clientWidth / 2;
};
