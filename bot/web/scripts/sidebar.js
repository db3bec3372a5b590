// The conversations that this browser keeps: found, opened, renamed, deleted and put back.
import { setGone, stored, store } from "./conversations.js";
import { toast } from "./toast.js";

const nameOf = (one) => one.name || one.title;
const wordsOf = (one) => {
  try {
    return JSON.parse(one.kept).turns.map(({ question, reply }) => `${question}\n${reply?.text ?? ""}`).join("\n");
  } catch {
    return ""; // of another version of the page
  }
};
const when = (time) => {
  const then = new Date(time);
  const now = new Date();
  if (then.toDateString() === now.toDateString()) {
    return then.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  }
  const year = then.getFullYear() === now.getFullYear() ? undefined : "numeric";
  return then.toLocaleDateString([], { day: "numeric", month: "short", year });
};
const change = (how) => {
  const now = stored();
  how(now.list, now);
  store(now);
  dispatchEvent(new Event("footnote-kept"));
};

// The row is made anew: the focus goes on in the one that stands there now, or in what begins a conversation.
const focusRow = (at) => {
  const rows = document.querySelectorAll(".fn-list .fn-open");
  (rows[Math.min(at, rows.length - 1)] ?? document.querySelector("#fn-new")).focus();
};

const rename = (row, one) => {
  const field = document.createElement("input");
  field.value = nameOf(one);
  field.maxLength = 80;
  field.setAttribute("aria-label", "Name of the conversation");
  const at = [...row.parentElement.children].indexOf(row);
  row.replaceChildren(field);
  let over = false;
  const end = (name) => {
    if (over) return;
    over = true;
    const here = document.activeElement === field;
    change((list) => { if (name) list.find((other) => other.id === one.id).name = name; });
    if (here) focusRow(at);
  };
  field.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (!["Enter", "Escape"].includes(event.key)) return;
    event.preventDefault(); // or Enter would press what has the focus next
    end(event.key === "Enter" ? field.value.trim() : "");
  });
  field.addEventListener("blur", () => end(field.value.trim()));
  field.select();
};

const remove = (row, one, trigger) => {
  const place = [...row.parentElement.children].indexOf(row);
  const before = stored();
  const at = before.list.findIndex((other) => other.id === one.id);
  const open = before.current === one.id;
  setGone(one.id, true);
  change((list) => list.splice(at, 1));
  focusRow(place);
  if (open) trigger("select", { kept: "" });
  toast(`“${nameOf(one)}” is deleted.`, () => {
    setGone(one.id, false);
    change((list) => list.splice(at, 0, one));
    if (open) trigger("select", { kept: one.kept });
    focusRow(place);
  });
};

const rowOf = (one, item, current, trigger) => {
  const row = item.cloneNode(true).querySelector("li");
  const [open, edit, drop] = row.querySelectorAll("button");
  row.querySelector(".fn-name").textContent = nameOf(one);
  row.querySelector("time").textContent = when(one.time);
  open.title = nameOf(one);
  edit.setAttribute("aria-label", `Rename the conversation ${nameOf(one)}`);
  drop.setAttribute("aria-label", `Delete the conversation ${nameOf(one)}`);
  if (one.id === current) open.setAttribute("aria-current", "true");
  open.addEventListener("click", () => trigger("select", { kept: one.kept }));
  edit.addEventListener("click", () => rename(row, one));
  drop.addEventListener("click", () => remove(row, one, trigger));
  return row;
};

export const begin = (element, trigger) => {
  const list = element.querySelector(".fn-list");
  const wanted = element.querySelector("input");
  const item = element.querySelector("template").content;
  const fill = () => {
    const all = stored();
    const text = wanted.value.trim().toLowerCase();
    const found = all.list.filter((one) => !text || `${nameOf(one)}\n${wordsOf(one)}`.toLowerCase().includes(text));
    const rows = found.map((one) => rowOf(one, item, all.current, trigger));
    if (!rows.length) {
      const none = document.createElement("li");
      none.className = "fn-none";
      none.textContent = all.list.length ? "None holds these words." : "What you ask stays here, in this browser.";
      rows.push(none);
    }
    list.replaceChildren(...rows);
  };
  element.querySelector("#fn-new").addEventListener("click", () => {
    trigger("select", { kept: "" });
    document.querySelector("#fn-box textarea").focus();
  });
  wanted.addEventListener("input", fill);
  addEventListener("footnote-kept", fill);
  fill();
};
