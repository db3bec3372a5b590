// What of an open document comes when it is looked at: its pages, boxes on scans, rows of its tables.
import { asked, draw, write } from "./leaf.js";
import { join } from "./quotes.js";

const ASIDE = "1200px 0px"; // how far beyond what is seen
const RESTS = 60; // milliseconds: rows that are only scrolled past are not asked for

const fill = async (viewer, body) => {
  body.classList.remove("fn-later");
  const { table, first, count } = body.dataset;
  const answer = await fetch(asked(viewer, "rows", { table, first, count }));
  if (!answer.ok) return;
  const html = await answer.text();
  const root = body.closest(".fn-text");
  const before = body.offsetHeight;
  const above = root && body.getBoundingClientRect().top < root.getBoundingClientRect().top;
  body.innerHTML = html;
  if (above) root.scrollTop += body.offsetHeight - before; // what is seen stays where it is
};

// Where a quote stands on a page that is a scan: the server has to read it first. Says whether it can be seen now.
export const recognize = async (viewer, number) => {
  const lost = viewer.querySelector(`[data-lost="${number}"]`);
  const told = lost?.querySelector(".fn-seek");
  if (!told || told.dataset.asked) return false;
  told.dataset.asked = "1";
  const answer = await fetch(asked(viewer, "boxes", { span: told.dataset.span })).catch(() => null);
  const boxes = answer?.ok ? await answer.json() : [];
  for (const { page, ...box } of boxes) {
    const mark = document.createElement("mark");
    mark.dataset.mark = number;
    mark.className = lost.hidden ? "" : "fn-active";
    for (const [side, share] of Object.entries(box)) mark.style[side] = `${100 * share}%`;
    viewer.querySelector(`.fn-page[data-leaf="${page + 1}"]`)?.append(mark);
  }
  for (const leaf of viewer.querySelectorAll(".fn-page:has(mark)")) if (boxes.length) write(viewer, leaf, { scan: 1 });
  const seen = !lost.hidden;
  if (boxes.length) lost.remove();
  else { told.remove(); lost.querySelector("[hidden]").hidden = false; }
  join(viewer, number);
  return boxes.length > 0 && seen;
};

// Whether a table goes on at either side.
export const edges = (viewer) => {
  const root = viewer.querySelector(".fn-text:has(.fn-grid)");
  if (!root) return;
  root.style.setProperty("--fn-scroll", `${root.offsetWidth - root.clientWidth}px`);
  root.classList.toggle("fn-aside", root.scrollLeft > 4);
  root.classList.toggle("fn-more", root.scrollLeft + root.clientWidth < root.scrollWidth - 4);
};

export const watch = (viewer, written) => {
  const root = viewer.querySelector(".fn-text");
  if (!root) return;
  const waits = new Map();
  const seen = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      clearTimeout(waits.get(target));
      if (!isIntersecting) continue;
      if (target.matches(".fn-page")) {
        draw(viewer, target);
        write(viewer, target).then((come) => { if (come) written(target); });
      } else waits.set(target, setTimeout(() => { seen.unobserve(target); fill(viewer, target); }, RESTS));
    }
  }, { root, rootMargin: ASIDE });
  for (const one of root.querySelectorAll(".fn-page, .fn-later")) seen.observe(one);
};
