// The quote beside a marker that the pointer or the focus is on.
const tip = document.createElement("div");
tip.id = "fn-tip";
tip.setAttribute("role", "tooltip");
tip.hidden = true;

export const hint = (mark) => {
  tip.hidden = !mark;
  if (!mark) return;
  tip.textContent = mark.dataset.quote;
  const at = mark.getBoundingClientRect();
  tip.style.left = `${Math.max(8, Math.min(at.left, innerWidth - tip.offsetWidth - 8))}px`;
  tip.style.top = `${at.top > tip.offsetHeight + 12 ? at.top - tip.offsetHeight - 6 : at.bottom + 6}px`;
};

export const begin = () => {
  document.body.append(tip);
  for (const [on, off] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
    document.addEventListener(on, (event) => hint(event.target.closest?.("a.fn-mark") ?? null));
    document.addEventListener(off, () => hint(null));
  }
};
