// The box: what is sent leaves it at once, so that what is typed meanwhile stays in it, and comes back if that fails.
let meant = ""; // what stood in the box when it was sent: Gradio looks a moment later, or when an answer has ended
let sent = "";
let draft = ""; // what stood in the box before a question that was offered

const field = () => document.querySelector("#fn-box textarea");
const put = (text) => {
  field().value = text;
  field().dispatchEvent(new Event("input", { bubbles: true }));
};

// Called by Gradio with what the server is to be told.
export const send = (text, ...others) => {
  sent = meant && text?.startsWith(meant) ? meant : text ?? "";
  const { value } = field();
  put(draft + (value.startsWith(sent) ? value.slice(sent.length) : value));
  draft = "";
  return [sent, ...others];
};

export const ask = async (text) => {
  draft = field().value;
  put(text);
  await new Promise((done) => { setTimeout(done, 50); }); // Gradio takes what is typed a moment later
  document.querySelector("#fn-ask").click();
};

// What was sent last comes back if it fails, unless the next has been begun: its turn says so, or it never became one.
const giveBack = (records) => {
  const turn = [...document.querySelectorAll(".fn-turn")].at(-1);
  const isTurn = turn?.querySelector(".fn-question").textContent === sent.trim();
  const told = ({ addedNodes }) => [...addedNodes].some((one) => one.querySelector?.(".toast-body.error"));
  if (isTurn ? !turn.querySelector(".fn-error") : !records.some(told)) return;
  if (!field().value) put(sent);
  sent = "";
};

export const begin = () => {
  const mean = () => { meant = field().value; };
  document.addEventListener("keydown", ({ key, shiftKey, target }) => {
    if (key === "Enter" && !shiftKey && target === field()) mean();
  }, true);
  document.addEventListener("click", ({ target }) => { if (target.closest?.("#fn-ask")) mean(); }, true);
  new MutationObserver((records) => { if (sent) giveBack(records); }).observe(document.body, { childList: true, subtree: true });
};
