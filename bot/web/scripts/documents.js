// The table of the documents: in the order that was chosen, which the browser remembers; and clicks in it, those that
// ask to be confirmed, and those that are.
import { remember, remembered } from "./memory.js";

const { compare } = new Intl.Collator(undefined, { numeric: true });
const ORDERS = {
  title: (one, other) => compare(one.title, other.title),
  date: (one, other) => compare(other.date, one.date),
  size: (one, other) => other.size - one.size,
};

// By title from the first letter on, by date and size from the newest and the largest, unless it is turned round.
const sort = (element) => {
  const [by, turned] = remembered("order", "title").split(" ");
  const body = element.querySelector(".fn-documents tbody");
  const order = ORDERS[by] ?? ORDERS.title;
  if (!body || body.dataset.order === `${by} ${turned}`) return;
  body.dataset.order = `${by} ${turned}`;
  const rows = [...body.rows].sort((one, other) => (turned ? -1 : 1) * order(one.dataset, other.dataset));
  body.append(...rows);
  for (const button of element.querySelectorAll("[data-sort]")) {
    const up = (by === "title") !== Boolean(turned);
    const head = button.closest("th");
    if (button.dataset.sort === by) head.ariaSort = up ? "ascending" : "descending"; else head.removeAttribute("aria-sort");
  }
};

const pressed = (element, trigger, button) => {
  const { ask, do: what, sort: by } = button.dataset;
  if (by) {
    remember("order", remembered("order", "title") === by ? `${by} turned` : by);
    sort(element);
  } else if (what) {
    trigger("select", { ...button.dataset });
    if (what === "only") {
      document.querySelector('#fn-tabs [role="tab"]').click();
      const focus = () => document.querySelector("#fn-box textarea").focus();
      requestAnimationFrame(() => requestAnimationFrame(focus)); // the tab is there then
    }
  } else if (ask === "keep") {
    const confirm = button.closest(".fn-confirm");
    confirm.hidden = true;
    confirm.previousElementSibling.hidden = false;
    confirm.previousElementSibling.focus();
  } else if (ask) {
    button.hidden = true;
    button.nextElementSibling.hidden = false;
    button.nextElementSibling.querySelector("[data-ask]").focus();
  }
};

export const begin = (element, trigger) => {
  element.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (button) pressed(element, trigger, button);
  });
  new MutationObserver(() => sort(element)).observe(element, { childList: true, subtree: true });
  sort(element);
};
