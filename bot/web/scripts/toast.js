// What was done, where it was done, with a way to undo it: for a while, and as long as the pointer or the focus is on it.
const LASTS = 10_000;
const READ = 30_000; // where something went wrong: the documents' tab keeps that
const place = document.createElement("div");
place.id = "fn-toast";
place.className = "fn-toast";
place.setAttribute("role", "status");
place.hidden = true;

// Close after a while.
const lasting = (shown, close) => {
  let timer = 0;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (shown.matches(":hover, :focus-within")) wait(); else close();
    }, shown.querySelector(".fn-error") ? READ : LASTS);
  };
  return wait;
};
const wait = lasting(place, () => { place.hidden = true; });
const button = (html, act) => {
  const made = document.createElement("button");
  made.type = "button";
  made.innerHTML = html;
  made.addEventListener("click", () => { place.hidden = true; act(); });
  return made;
};
const close = button('<svg class="fn-icon" aria-hidden="true"><use href="#fn-i-x"></use></svg>', () => {});
close.className = "fn-bare";
close.setAttribute("aria-label", "Close");

// By the keyboard undoing is gone to at once, since it stands at the page's end, and from there back to where one was.
const lead = (undo) => {
  const from = document.activeElement;
  if (!from.closest("#fn-side, #fn-table") || !from.matches(":focus-visible")) return;
  undo.focus();
  undo.addEventListener("keydown", (event) => {
    if (!["Tab", "Escape"].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    from.focus();
  });
};

export const toast = (text, undo = null) => {
  const said = document.createElement("div");
  said.append(document.createElement("p"));
  said.firstChild.textContent = text;
  place.replaceChildren(said, ...(undo ? [button("Undo", undo)] : []), close);
  place.hidden = false;
  document.querySelector("#fn-told")?.classList.add("fn-silent"); // what was said last has the place
  wait();
  if (undo) lead(place.querySelector("button"));
};

// What the server tells of documents: it undoes through the trash. Its place stays, and so does the time that counts.
let silence = null;
const told = () => {
  const shown = document.querySelector("#fn-told");
  const said = shown?.querySelector(".fn-status");
  if (!said || said.dataset.seen) return;
  said.dataset.seen = "yes";
  shown.classList.toggle("fn-silent", !said.childElementCount);
  if (said.childElementCount) place.hidden = true;
  silence ??= lasting(shown, () => shown.classList.add("fn-silent"));
  silence();
  const undo = said.querySelector("[data-undo]");
  if (undo) lead(undo);
};

export const begin = () => {
  document.body.append(place);
  document.addEventListener("click", (event) => {
    const pressed = event.target.closest?.("[data-close=told], [data-undo]");
    if (!pressed) return;
    const shown = pressed.closest("#fn-told");
    shown.classList.add("fn-silent");
    if (pressed.dataset.undo) {
      for (const one of document.querySelectorAll(".fn-trash [data-do=undo]")) {
        if (one.dataset.name === pressed.dataset.undo) one.click();
      }
    }
  });
  new MutationObserver(told).observe(document.body, { childList: true, subtree: true });
};
