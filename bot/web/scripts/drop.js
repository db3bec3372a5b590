// Files that are dropped anywhere on the page, or chosen, go into the one field for them, some at a time.
const AT_ONCE = 20; // as many as the server takes
const waiting = [];

const field = () => document.querySelector("#fn-drop input[type=file]");
const send = () => {
  const input = field();
  if (!waiting.length || !input) return; // the one before is still on its way
  const some = new DataTransfer();
  for (const file of waiting.splice(0, AT_ONCE)) some.items.add(file);
  input.files = some.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
};
const take = (files) => {
  waiting.push(...files);
  waiting.sort((one, other) => one.size - other.size); // no small one waits for a large one
  send();
};
const brings = (event) => event.dataTransfer?.types.includes("Files");
const over = (on) => document.body.classList.toggle("fn-dropping", on && document.querySelector("#fn-drop") !== null);

export const begin = () => {
  const chooser = document.createElement("input");
  chooser.type = "file";
  chooser.multiple = true;
  chooser.addEventListener("change", () => { take(chooser.files); chooser.value = ""; });
  document.addEventListener("click", (event) => { if (event.target.closest?.("[data-pick]")) chooser.click(); });
  // Before Gradio's own fields for text, which would take what is dropped on them.
  for (const name of ["dragenter", "dragover"]) {
    document.addEventListener(name, (event) => {
      if (!brings(event)) return;
      event.preventDefault();
      over(true);
    }, true);
  }
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) over(false); }, true);
  document.addEventListener("drop", (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    event.stopPropagation();
    over(false);
    if (document.querySelector("#fn-drop")) take(event.dataTransfer.files);
  }, true);
  new MutationObserver(send).observe(document.body, { childList: true, subtree: true });
};
