// Clicks inside the conversation -> an event for the server.
element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (!button) return;
  const { do: what, turn } = button.dataset;
  const form = element.querySelector(`form.fn-wrong[data-turn="${turn}"]`);
  if (what === "down" && form?.hidden) {
    form.hidden = false;
    form.querySelector("input").focus();
    return;
  }
  trigger("select", { do: what, turn: Number(turn) });
});
element.addEventListener("submit", (event) => {
  event.preventDefault();
  const { turn } = event.target.dataset;
  trigger("select", { do: "down", turn: Number(turn), right: event.target.elements.right.value });
});
