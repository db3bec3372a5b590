// What a marker leads to, beside it while the pointer or the focus is on it: title, place and quote, from its card.
const tip = document.createElement("div");
tip.id = "fn-tip";
tip.setAttribute("role", "tooltip");
tip.hidden = true;

const NEAR = 6; // pixels from the marker, and from the window's edges

export const hint = (mark) => {
  const card = mark && document.getElementById(`fn-${mark.dataset.turn}-${mark.dataset.number}`);
  tip.hidden = !card;
  if (!card) return;
  const said = card.querySelector(".fn-rows:has(.fn-row, dl)") ?? card.querySelector(".fn-passage mark");
  tip.replaceChildren(...[card.querySelector(".fn-where"), said, card.querySelector("footer span")].map((one) => {
    const part = document.createElement("div");
    part.className = one.matches("mark") ? "fn-said" : one.className;
    part.append(...one.cloneNode(true).childNodes);
    return part;
  }));
  mark.closest(".gradio-container").append(tip); // where the page's styles hold
  const at = mark.getBoundingClientRect();
  const below = at.bottom + NEAR;
  tip.style.left = `${Math.max(NEAR, Math.min(at.left, innerWidth - tip.offsetWidth - NEAR))}px`;
  tip.style.top = `${below + tip.offsetHeight + NEAR < innerHeight ? below : at.top - tip.offsetHeight - NEAR}px`;
};

export const begin = () => {
  for (const [on, off] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
    document.addEventListener(on, (event) => hint(event.target.closest?.("a.fn-mark") ?? null));
    document.addEventListener(off, () => hint(null));
  }
};
