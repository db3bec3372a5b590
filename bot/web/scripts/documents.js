// Clicks in the documents: those that ask to be confirmed, and those that are.
export const begin = (element, trigger) => element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const { ask, do: what } = button.dataset;
  if (what) {
    trigger("select", { ...button.dataset });
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
});
