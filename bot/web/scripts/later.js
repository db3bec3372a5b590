// What of an open document comes when it is looked at: pictures of its pages, rows of its tables.
const ASIDE = "1200px 0px"; // how far beyond what is seen
const ZOOMS = [0.5, 0.75, 1, 1.25, 1.5, 2, 3];

const asked = (viewer, name, values) => {
  const { source, hash } = viewer.querySelector(".fn-document").dataset;
  const url = new URL(`footnote/${name}`, document.baseURI);
  for (const [key, value] of Object.entries({ doc: source, hash, ...values })) url.searchParams.set(key, value);
  return url;
};

const draw = (viewer, leaf) => {
  const width = Math.ceil(leaf.clientWidth * devicePixelRatio);
  const old = leaf.querySelector("img");
  if (!width || (old && Number(old.dataset.width) >= width)) return;
  const image = new Image();
  image.alt = `Page ${leaf.dataset.leaf}`;
  image.dataset.width = width;
  image.src = asked(viewer, "page", { page: leaf.dataset.leaf, width });
  image.addEventListener("load", () => old?.remove());
  leaf.prepend(image);
};

const fill = async (viewer, body) => {
  body.classList.remove("fn-later");
  const { table, first, count } = body.dataset;
  const answer = await fetch(asked(viewer, "rows", { table, first, count }));
  if (answer.ok) body.innerHTML = await answer.text();
};

export const watch = (viewer) => {
  const root = viewer.querySelector(".fn-text");
  if (!root) return;
  const seen = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      if (target.matches(".fn-page")) draw(viewer, target);
      else { seen.unobserve(target); fill(viewer, target); }
    }
  }, { root, rootMargin: ASIDE });
  for (const one of root.querySelectorAll(".fn-page, .fn-later")) seen.observe(one);
};

export const zoom = (viewer, step) => {
  const pages = viewer.querySelector(".fn-pages");
  const now = ZOOMS.indexOf(Number(pages.dataset.zoom ?? 1));
  const next = ZOOMS[Math.max(0, Math.min(ZOOMS.length - 1, now + step))];
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
