// Conversations, in the browser's storage.
const KEY = "footnote";
const MOST = 60; // conversations kept
let ready = false;
const gone = new Set(); // those that were deleted while they were still in sight

export const stored = () => {
  try {
    const found = JSON.parse(localStorage.getItem(KEY));
    if (Array.isArray(found?.list)) return found;
  } catch { /* what cannot be read is begun anew */ }
  return { current: "", list: [] };
};

export const store = (all) => {
  all.list = all.list.slice(0, MOST);
  for (;;) {
    try {
      localStorage.setItem(KEY, JSON.stringify(all));
      return;
    } catch {
      if (!all.list.length) return; // no storage at all: the conversation lives as long as the page
      all.list.pop();
    }
  }
};

export const setGone = (id, is) => { if (is) gone.add(id); else gone.delete(id); };

let last = ""; // what was looked at last: a long conversation takes its time to be read
export const keep = (log) => {
  const kept = log?.dataset.conversation;
  if (!kept || kept === last) return;
  last = kept;
  const { id, turns } = JSON.parse(kept);
  const all = stored();
  if (!turns.length) {
    if (ready && all.current) {
      store({ ...all, current: "" });
      window.dispatchEvent(new Event("footnote-kept"));
    }
    return;
  }
  if (gone.has(id) || turns.every((turn) => !turn.reply && !turn.error && !turn.stopped)) return;
  const old = all.list.find((one) => one.id === id);
  if (old?.kept === kept && all.current === id) return;
  const entry = { id, title: log.dataset.title, time: old?.kept === kept ? old.time : Date.now(), kept, name: old?.name };
  store({ current: id, list: [entry, ...all.list.filter((one) => one.id !== id)] });
  window.dispatchEvent(new Event("footnote-kept"));
};

export const current = () => {
  const all = stored();
  ready = true;
  return all.list.find((one) => one.id === all.current)?.kept ?? "";
};
