// Questions that the server has tried, put where data-suggest names their kind: to begin with, or to go on with.
import { ask } from "./box.js";

const SOON = 1000; // milliseconds from a change until they are asked for, whatever else changes meanwhile
const AGAIN = 3000;
const found = new Map(); // by what they belong to: the page's start, or a conversation as it stands
const asking = new Set();
const shown = new WeakMap(); // of each place what its questions belong to
let wait = 0;

const asked = async (kind, kept) => {
  try {
    const answer = await fetch(new URL(`footnote/${kind}`, document.baseURI), { method: "POST", body: kept });
    return answer.ok ? { questions: await answer.json(), ended: answer.status === 200 } : null;
  } catch {
    return null;
  }
};

const buttonOf = (text) => {
  const button = document.createElement("button");
  button.type = "button";
  button.dir = "auto";
  button.textContent = text;
  button.addEventListener("click", () => ask(text));
  return button;
};
// What stands there stays: somebody may be about to click it.
const put = (place, key) => {
  if (shown.get(place) !== key) place.replaceChildren();
  shown.set(place, key);
  place.append(...found.get(key).questions.slice(place.children.length).map(buttonOf));
};

const keptOf = (place) => place.closest("[data-conversation]")?.dataset.conversation ?? "";
const NAME = 30; // characters of a conversation that hold its id
const keyOf = (place) => {
  const kept = keptOf(place);
  return place.dataset.suggest === "following" ? `${kept.slice(0, NAME)} ${kept.length}` : place.dataset.of;
};

const fill = async () => {
  for (const place of document.querySelectorAll("[data-suggest]")) {
    const key = keyOf(place);
    const known = found.get(key);
    if (known) put(place, key);
    if (known?.ended || asking.has(key)) continue;
    asking.add(key);
    const told = await asked(place.dataset.suggest, keptOf(place));
    asking.delete(key);
    if (told) found.set(key, told);
    // The page reuses elements: by now this one may hold another turn.
    if (told && place.isConnected && keyOf(place) === key) put(place, key);
    // More are to come, or others are tried, or somebody asks.
    if (!told?.ended) later(told?.questions.length > (known?.questions.length ?? 0) ? 0 : AGAIN);
  }
};
const later = (time) => {
  if (!wait) wait = setTimeout(() => { wait = 0; fill(); }, time);
};

export const begin = () => {
  new MutationObserver((records) => {
    const known = [...document.querySelectorAll("[data-suggest]:empty")].some((place) => found.get(keyOf(place))?.questions.length);
    if (known) fill();
    else if (records.some(({ target }) => target.closest?.("#fn-conversation, #fn-welcome"))) later(SOON);
  }).observe(document.body, { childList: true, subtree: true });
  fill();
};
