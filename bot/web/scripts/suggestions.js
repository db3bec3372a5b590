// Questions that the server has tried, put where data-suggest names their kind: to begin with, or to go on with.
import { ask } from "./box.js";

const SOON = 1000; // milliseconds from a change until they are asked for, whatever else changes meanwhile
const AGAIN = 3000;
const found = new Map(); // by what they belong to: the page's start, or a conversation as it stands
let wait = 0;

const asked = async (kind, kept) => {
  try {
    const answer = await fetch(new URL(`footnote/${kind}`, document.baseURI), { method: "POST", body: kept });
    return answer.status === 200 ? await answer.json() : null;
  } catch {
    return null;
  }
};

const put = (place, questions) => place.replaceChildren(...questions.map((text) => {
  const button = document.createElement("button");
  button.type = "button";
  button.dir = "auto";
  button.textContent = text;
  button.addEventListener("click", () => ask(text));
  return button;
}));

const keptOf = (place) => place.closest("[data-conversation]")?.dataset.conversation ?? "";
const keyOf = (place) => (place.dataset.suggest === "following" ? keptOf(place) : place.dataset.of);

const fill = async () => {
  for (const place of document.querySelectorAll("[data-suggest]:empty")) {
    const kind = place.dataset.suggest;
    const [kept, key] = [keptOf(place), keyOf(place)];
    if (!found.has(key)) {
      found.set(key, null); // one request at a time
      const questions = await asked(kind, kept);
      if (questions) found.set(key, questions);
      else { found.delete(key); later(AGAIN); } // others are tried, or somebody asks
    }
    // The page reuses elements: by now this one may hold another turn.
    const still = place.isConnected && place.matches("[data-suggest]:empty") && keyOf(place) === key;
    if (still && found.get(key)) put(place, found.get(key));
  }
};
const later = (time) => {
  if (!wait) wait = setTimeout(() => { wait = 0; fill(); }, time);
};

export const begin = () => {
  new MutationObserver((records) => {
    const known = [...document.querySelectorAll("[data-suggest]:empty")].some((place) => found.get(keyOf(place))?.length);
    if (known) fill();
    else if (records.some(({ target }) => target.closest?.("#fn-conversation, #fn-welcome"))) later(SOON);
  }).observe(document.body, { childList: true, subtree: true });
  later(SOON);
};
