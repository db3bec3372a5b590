// The border of the viewer, which is dragged or moved by the arrow keys; the browser remembers where it stands.
import { dispose, remember, remembered } from "./memory.js";

const STEP = 32; // pixels
const LEAST = 360;
const made = document.createElement("div");
made.className = "fn-border";
made.tabIndex = 0;
for (const [name, value] of Object.entries({
  role: "separator", "aria-orientation": "vertical", "aria-label": "Width of the document", "aria-valuemin": 0, "aria-valuemax": 100,
})) made.setAttribute(name, value);

const place = (width) => {
  const { style } = document.documentElement;
  if (width) style.setProperty("--fn-chosen", `${Math.max(LEAST, width)}px`); else style.removeProperty("--fn-chosen");
};
const told = () => made.setAttribute("aria-valuenow", Math.round((100 * made.parentElement.clientWidth) / innerWidth));
const moved = (width) => {
  place(width);
  if (width) remember("viewer", made.parentElement.clientWidth); else dispose("viewer");
};

export const begin = (viewer) => {
  viewer.prepend(made);
  place(Number(remembered("viewer", 0)));
  new ResizeObserver(told).observe(viewer);
  made.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    made.focus();
    made.setPointerCapture(event.pointerId);
  });
  made.addEventListener("pointermove", (event) => {
    if (made.hasPointerCapture(event.pointerId)) moved(innerWidth - event.clientX);
  });
  made.addEventListener("dblclick", () => moved(0));
  made.addEventListener("keydown", ({ key }) => {
    const step = { ArrowLeft: STEP, ArrowRight: -STEP }[key];
    if (step) moved(viewer.clientWidth + step);
    else if (key === "Home") moved(0);
  });
};
