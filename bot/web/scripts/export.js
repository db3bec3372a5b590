// Answers and conversations as files: whatever has data-export names the format, and with data-turn one answer.
import { toast } from "./toast.js";

export const save = async (kept, suffix, turn = null) => {
  const url = new URL("footnote/export", document.baseURI);
  const answer = await fetch(url, { method: "POST", body: JSON.stringify({ kept, suffix, turn }) });
  if (answer.status === 401) { location.href = "login"; return; }
  if (!answer.ok) throw new Error(await answer.text());
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await answer.blob());
  link.download = decodeURIComponent(answer.headers.get("content-disposition").split("''")[1]);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
};

export const begin = () => document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-export]");
  const kept = document.querySelector("[data-conversation]")?.dataset.conversation;
  if (!button || !kept) return;
  const { export: suffix, turn } = button.dataset;
  try {
    await save(kept, suffix, turn === undefined ? null : Number(turn));
    button.closest("details")?.removeAttribute("open");
  } catch {
    toast("It could not be saved: the server cannot be reached. Is it still running?");
  }
});
