// Clicks in the table of documents: those that ask to be confirmed, and those that are.
element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.do) {
    trigger("select", { ...button.dataset });
  } else if (button.dataset.ask === "keep") {
    const confirm = button.closest(".fn-confirm");
    confirm.hidden = true;
    confirm.previousElementSibling.hidden = false;
    confirm.previousElementSibling.focus();
  } else {
    button.hidden = true;
    button.nextElementSibling.hidden = false;
    button.nextElementSibling.querySelector("[data-ask]").focus();
  }
});
