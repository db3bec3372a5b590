// The conversations that this browser keeps.
const list = element.querySelector("ul");
const fold = element.querySelector("details");
const fill = () => {
  const all = window.footnote.stored();
  list.replaceChildren(...all.list.map((one) => {
    const item = document.createElement("li");
    const open = document.createElement("button");
    open.type = "button";
    open.className = "fn-open";
    open.textContent = one.title;
    open.dir = "auto";
    if (one.id === all.current) open.setAttribute("aria-current", "true");
    open.addEventListener("click", () => {
      fold.open = false;
      trigger("select", { kept: one.kept });
    });
    const remove = document.createElement("button");
    remove.type = "button";
    remove.className = "fn-quiet";
    remove.textContent = "Delete";
    remove.setAttribute("aria-label", `Delete the conversation ${one.title}`);
    remove.addEventListener("click", () => {
      const now = window.footnote.stored();
      window.footnote.store({ ...now, list: now.list.filter((other) => other.id !== one.id) });
      fill();
    });
    item.append(open, remove);
    return item;
  }));
  if (!all.list.length) {
    const none = document.createElement("li");
    none.textContent = "Nothing yet.";
    list.append(none);
  }
};
fold.addEventListener("toggle", fill);
addEventListener("footnote-kept", fill);
document.addEventListener("click", (event) => { if (!element.contains(event.target)) fold.open = false; });
element.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && fold.open) { fold.open = false; fold.querySelector("summary").focus(); }
});
