// The viewer: a document opened at a citation.
import { begin as beginBorder } from "./border.js";
import { edges, recognize, watch } from "./later.js";
import { join } from "./quotes.js";
import { fit, tell, turn, zoom } from "./zoom.js";

const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
const viewer = document.createElement("aside");
viewer.id = "fn-viewer";
viewer.hidden = true;
viewer.setAttribute("aria-label", "Document");
const sign = (go, icon, label) => `<button type="button" data-go="${go}" aria-label="${label}">
  <svg class="fn-icon" aria-hidden="true"><use href="#fn-i-${icon}"></use></svg></button>`;
viewer.innerHTML = `<nav aria-label="Citations">${sign(-1, "chevron-left", "Previous citation")}
  <span class="fn-at" aria-live="polite"></span>${sign(1, "chevron-right", "Next citation")}
  ${sign("close", "x", "Close")}</nav><div class="fn-body"></div>`;
let open = { places: [], at: 0, opener: null, shown: "" };
let view = ""; // "text" while texts are wanted rather than originals

export const placeOf = (href) => {
  const found = new URL(href, location.href).searchParams;
  const [doc, start, end, cell] = ["doc", "start", "end", "cell"].map((name) => found.get(name));
  return { doc, start, end, hash: found.get("hash") ?? "", cell };
};
const address = (place) => {
  const url = new URL(location.href);
  for (const name of ["doc", "start", "end", "hash"]) {
    if (place) url.searchParams.set(name, place[name] ?? ""); else url.searchParams.delete(name);
  }
  if (place?.cell) url.searchParams.set("cell", place.cell); else url.searchParams.delete("cell");
  return url;
};
const spanOf = (place) => `${place.start}-${place.end}`;
const alike = (one, other) => one.doc === other.doc && one.hash === other.hash;

const goTo = ({ at, leaf }) => {
  const place = viewer.querySelector(`.fn-text [data-at="${at}"], .fn-text [data-start="${at}"]`)
    ?? viewer.querySelector(`.fn-page[data-leaf="${leaf}"]`);
  place?.scrollIntoView({ block: "start", behavior: calm() ? "auto" : "smooth" });
};

// Of a row of which something is quoted the cell that the link names, or that says what the answer has in bold: it may
// stand far to the right.
const cellOf = (place) => {
  const cells = [...viewer.querySelectorAll("tr:has(mark.fn-active) td [data-at]")];
  const named = cells.find((cell) => cell.dataset.at === place.cell);
  if (named) return named;
  const bold = [...document.querySelectorAll(`.fn-answer[data-turn="${open.opener?.dataset.turn}"] strong`)];
  const said = ({ textContent: cell }) => bold.some(({ textContent: one }) => one.includes(cell) || cell.includes(one));
  return cells.filter(said).sort((one, other) => other.textContent.length - one.textContent.length)[0];
};

const seen = () => {
  tell(viewer);
  edges(viewer);
};
const seek = () => {
  if (viewer.querySelector("[aria-busy]")) return; // what is seen is still another document
  const mark = viewer.querySelector("mark.fn-active");
  for (let fold = mark?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  fit(viewer);
  seen();
  if (mark) mark.scrollIntoView({ block: "center", inline: "nearest" });
  else goTo(viewer.querySelector("[data-lost]:not([hidden])")?.dataset ?? {});
  const place = open.places[open.at];
  const cell = place && cellOf(place);
  if (!cell) return;
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  if (place.cell === cell.dataset.at || viewer.hidden) return;
  place.cell = cell.dataset.at; // whoever is sent the link sees it too
  history.replaceState({}, "", address(place));
};

const fetched = async (place, same) => {
  const url = new URL("footnote/document", document.baseURI);
  url.searchParams.set("doc", place.doc);
  url.searchParams.set("hash", place.hash);
  url.searchParams.set("view", view);
  for (const one of same) url.searchParams.append("span", spanOf(one));
  try {
    const answer = await fetch(url);
    if (answer.status === 401) { location.href = "login"; return ""; }
    return await answer.text();
  } catch {
    return '<p class="fn-changed" role="alert">The server cannot be reached. Is it still running?</p>';
  }
};

const show = async () => {
  const place = open.places[open.at];
  const same = open.places.filter((one) => alike(one, place));
  const wanted = JSON.stringify([place.doc, place.hash, view, same.map(spanOf)]);
  viewer.hidden = false;
  document.body.classList.add("fn-reading");
  const body = viewer.querySelector(".fn-body");
  if (open.shown !== wanted) {
    open.shown = wanted;
    body.setAttribute("aria-busy", "true");
    const html = await fetched(place, same);
    if (open.shown !== wanted) return; // another one was opened meanwhile
    body.innerHTML = html;
    body.removeAttribute("aria-busy");
    if (body.querySelector("[role=alert]")) open.shown = ""; // what is away or has changed may be back the next time
    join(viewer);
    watch(viewer, (page) => { if (page.querySelector(".fn-bar.fn-active")) fit(viewer); }); // now its column is known
  }
  const number = same.findIndex((one) => spanOf(one) === spanOf(place));
  for (const mark of body.querySelectorAll("[data-mark]")) {
    mark.classList.toggle("fn-active", Number(mark.dataset.mark) === number);
  }
  for (const lost of body.querySelectorAll("[data-lost]")) lost.hidden = Number(lost.dataset.lost) !== number;
  recognize(viewer, number).then((found) => { if (found) seek(); });
  seek();
  const several = open.places.length > 1;
  viewer.classList.toggle("fn-several", several);
  viewer.querySelector(".fn-at").textContent = several ? `Citation ${open.at + 1} of ${open.places.length}` : "";
  for (const button of viewer.querySelectorAll('[data-go="1"], [data-go="-1"]')) {
    button.hidden = !several;
    button.disabled = !open.places[open.at + Number(button.dataset.go)];
  }
  viewer.dataset.at = spanOf(place);
};

// What was pressed stays where it is, though the conversation becomes narrower or wider.
const steadily = (opener, change) => {
  const before = opener?.getBoundingClientRect().top;
  change();
  if (opener?.checkVisibility()) scrollBy({ top: opener.getBoundingClientRect().top - before, behavior: "instant" });
};

export const openAt = (places, at, opener) => {
  open = { places, at, opener, shown: open.shown };
  history.pushState({}, "", address(places[at]));
  let shown;
  steadily(opener, () => { shown = show(); });
  shown.then(() => viewer.querySelector("h2, [role=alert]")?.focus({ preventScroll: true }));
};
const close = () => {
  if (viewer.hidden) return;
  const hide = () => {
    viewer.hidden = true;
    document.body.classList.remove("fn-reading");
  };
  steadily(open.opener, hide);
  open.opener?.isConnected && open.opener.focus();
};
const follow = () => {
  const place = placeOf(location.href);
  if (place.doc === null) { close(); return; }
  open = { places: [place], at: 0, opener: null, shown: open.shown };
  show();
};
const go = (where) => {
  if (where === "close") {
    history.pushState({}, "", address(null));
    close();
  } else if (open.places[open.at + Number(where)]) {
    open.at += Number(where);
    history.replaceState({}, "", address(open.places[open.at]));
    show();
  }
};
export const leave = () => { if (!viewer.hidden) go("close"); };

export const begin = () => {
  document.body.append(viewer);
  beginBorder(viewer);
  // Also when its style arrives after it; while the border is moved, what is read stays.
  new ResizeObserver(() => { if (viewer.querySelector(".fn-border:focus")) seen(); else seek(); }).observe(viewer);
  viewer.addEventListener("scroll", seen, { capture: true, passive: true });
  viewer.addEventListener("change", ({ target }) => { if (target.matches("[data-turn-to]")) turn(viewer, target); });
  viewer.addEventListener("click", (event) => {
    const target = event.target.closest("[data-go], [data-view]:not(article), button:is([data-zoom], [data-fit]), a[data-at]");
    if (!target) return;
    const { go: where, view: wanted, zoom: step, fit: fits } = target.dataset;
    if (where) go(where);
    else if (wanted !== undefined) { view = wanted; show(); }
    else if (step || fits) zoom(viewer, target.dataset);
    else { event.preventDefault(); goTo(target.dataset); }
  });
  addEventListener("popstate", follow);
  follow();
};
