// Clicks inside the conversation, and before it -> an event for the server.
export const begin = (element, trigger) => {
  element.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (!button) return;
    const { do: what, turn, text } = button.dataset;
    const form = element.querySelector(`form.fn-wrong[data-turn="${turn}"]`);
    if (what === "down" && form?.hidden) {
      form.hidden = false;
      form.querySelector("input").focus({ preventScroll: true });
      form.scrollIntoView({ block: "nearest" });
      return;
    }
    trigger("select", { do: what, turn: Number(turn ?? -1), text });
    if (what === "edit") document.querySelector("#fn-box textarea").focus({ preventScroll: true });
  });
  element.addEventListener("toggle", ({ target }) => {
    if (target.open && target.matches(".fn-how")) target.scrollIntoView({ block: "nearest" });
  }, true);
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    const { turn } = event.target.dataset;
    element.querySelector(`[data-do=down][data-turn="${turn}"]`).focus({ preventScroll: true }); // the form goes
    trigger("select", { do: "down", turn: Number(turn), right: event.target.elements.right.value });
  });
};
