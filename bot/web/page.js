// Listens once for the whole page: answers and sources are replaced while they stream.
() => {
  const show = (turn) => {
    for (const section of document.querySelectorAll(".fn-sources section")) {
      section.hidden = section.dataset.turn !== turn;
    }
  };

  document.addEventListener("click", async (event) => {
    const mark = event.target.closest("a.fn-mark");
    if (mark) {
      event.preventDefault();
      show(mark.dataset.turn);
      const card = document.getElementById(`fn-${mark.dataset.turn}-${mark.dataset.number}`);
      if (!card) return;
      const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
      card.scrollIntoView({ behavior: still ? "auto" : "smooth", block: "nearest" });
      card.focus({ preventScroll: true });
      return;
    }
    const copy = event.target.closest("button.fn-copy");
    if (copy) {
      try {
        await navigator.clipboard.writeText(copy.dataset.copy);
        copy.textContent = "Copied";
      } catch {
        copy.textContent = "Copying is not allowed here";
      }
      setTimeout(() => { copy.textContent = "Copy"; }, 1500);
    }
  });

  // Keep the newest words in view, unless the reader has scrolled back.
  const follow = () => {
    const log = document.querySelector("#fn-conversation");
    if (!log) return;
    let atEnd = true;
    log.addEventListener("scroll", () => { atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80; });
    new MutationObserver(() => { if (atEnd) log.scrollTop = log.scrollHeight; })
      .observe(log, { childList: true, subtree: true, characterData: true });
  };
  follow();
}
