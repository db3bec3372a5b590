// What the keyboard had the focus on may go from the page: it goes on near that, not from the page's beginning.
const SOON = 50; // milliseconds: what is shown anew is gone for a moment
let last = null;
let near = "";
let wait = 0;

const look = () => {
  wait = 0;
  if (!last || document.activeElement !== document.body || (last.isConnected && last.checkVisibility())) return;
  [...document.querySelectorAll(near)].find((one) => one.checkVisibility())?.focus();
};

export const begin = () => {
  document.addEventListener("focusin", ({ target }) => {
    last = target.matches(":focus-visible") ? target : null;
    near = target.closest(".fn-filter") ? ".fn-chip" : "#fn-box textarea, #fn-search :is(input, textarea)";
  });
  new MutationObserver(() => { if (!wait) wait = setTimeout(look, SOON); })
    .observe(document.body, { attributeFilter: ["class", "hidden"], childList: true, subtree: true });
};
