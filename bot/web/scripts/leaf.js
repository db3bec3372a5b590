// A page of a PDF: its picture, as sharp as it is large, and over it its words, which nobody sees: they are selected.
const PEN = document.createElement("canvas").getContext("2d");
PEN.font = "100px sans-serif"; // that of `.fn-words`

export const asked = (viewer, name, values) => {
  const { source, hash } = viewer.querySelector(".fn-document").dataset;
  const url = new URL(`footnote/${name}`, document.baseURI);
  for (const [key, value] of Object.entries({ doc: source, hash, ...values })) url.searchParams.set(key, value);
  return url;
};

export const draw = (viewer, leaf) => {
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

// A word in any type, stretched to the width that it has on the page, or to its height where it runs downwards.
const wordOf = ([text, left, top, width, height], ratio) => {
  const word = document.createElement("span");
  const down = text.length > 2 && height * ratio > 1.5 * width;
  const [along, size] = down ? [height * ratio, width] : [width, height * ratio];
  const scale = along / ((size * PEN.measureText(text).width) / 100 || 1);
  word.textContent = `${text} `;
  Object.assign(word.style, {
    left: `${100 * left}%`, top: `${100 * top}%`, fontSize: `${100 * size}cqw`,
    transform: `scale${down ? "Y" : "X"}(${scale})`, writingMode: down ? "vertical-rl" : "",
  });
  word.dataset.right = 100 * (left + width);
  return word;
};
// Of a scan, where they have been recognized. Says whether they have just come.
export const write = async (viewer, leaf, scan = {}) => {
  const before = leaf.querySelector(".fn-words");
  if (before && (before.childElementCount || !scan.scan)) return false;
  before?.remove();
  const layer = document.createElement("div");
  layer.className = "fn-words";
  leaf.append(layer);
  const answer = await fetch(asked(viewer, "words", { page: leaf.dataset.leaf, ...scan })).catch(() => null);
  if (!answer?.ok) { layer.remove(); return false; }
  for (const word of await answer.json()) {
    layer.append(wordOf(word, Number(leaf.dataset.ratio)));
    if (word.at(-1)) layer.append(document.createElement("br"));
  }
  return true;
};

// From where to where the lines reach that a quote is among, in percent of the page's width.
const NEAR = 3; // lines above and below
const GUTTER = 2.5; // percent that part two columns
export const columnOf = (leaf, { left, right, line }, top, bottom) => {
  const near = [...leaf.querySelectorAll(".fn-words span")].map((word) => ({
    left: Number.parseFloat(word.style.left), right: Number(word.dataset.right), top: Number.parseFloat(word.style.top),
  })).filter((word) => word.top > top - NEAR * line && word.top < bottom + NEAR * line);
  const column = { left: Number(left), right: Number(right) };
  for (const word of near.sort((one, other) => one.left - other.left)) {
    if (word.left < column.right + GUTTER && word.right > column.right) column.right = word.right;
  }
  for (const word of near.sort((one, other) => other.right - one.right)) {
    if (word.right > column.left - GUTTER && word.left < column.left) column.left = word.left;
  }
  return column;
};
