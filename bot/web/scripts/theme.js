// Light or dark as it was chosen, from the first paint on: this stands in the page's head itself. Gradio sets the
// system's each time that it is begun or that changes.
{
  const root = document.documentElement;
  const set = () => {
    const { chosen } = root.dataset; // "light" or "dark"; none for the system's
    const dark = chosen === "dark";
    if (chosen && document.body.classList.contains("dark") !== dark) document.body.classList.toggle("dark", dark);
  };
  try {
    const kept = localStorage.getItem("footnote-theme");
    if (["light", "dark"].includes(kept)) root.dataset.chosen = kept;
  } catch { /* nothing may be kept */ }
  new MutationObserver((_, come) => {
    if (!document.body) return;
    come.disconnect();
    set();
    new MutationObserver(set).observe(document.body, { attributeFilter: ["class"] });
    new MutationObserver(set).observe(root, { attributeFilter: ["data-chosen"] });
  }).observe(root, { childList: true });
}
