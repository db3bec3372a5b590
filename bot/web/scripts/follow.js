// Keep the newest words in view, unless the reader has scrolled back, but never so far that an answer's first line goes.
let turns = 0;
let moved = 0; // where this script has scrolled to
let following = true;

export const follow = (log) => {
  const all = log.querySelectorAll(".fn-turn");
  if (all.length !== turns) following = true;
  turns = all.length;
  if (!following || !log.offsetParent) return;
  const last = all[all.length - 1];
  const [from, said] = [last, last?.querySelector(".fn-answer")].map((one) => one?.getBoundingClientRect().top ?? 0);
  const head = last ? Number.parseFloat(getComputedStyle(last).scrollMarginTop) : 0; // what the page's head covers
  const top = last ? Math.max(from - head, said - innerHeight / 2) + scrollY : 0; // a question may be long
  scrollTo({ top, behavior: "instant" });
  moved = scrollY;
};
export const begin = () => {
  const stays = () => { following = following && Math.abs(scrollY - moved) < 2; };
  const look = ({ target }) => { if (!target.matches?.("input, textarea")) setTimeout(stays, 100); };
  for (const name of ["wheel", "touchmove", "keydown"]) addEventListener(name, look, { passive: true });
};
