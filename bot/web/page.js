// Listens once for the whole page: what is inside is replaced while answers stream.
(() => {
  const KEY = "footnote";
  const MOST = 60; // conversations kept
  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

  // Conversations, in the browser's storage.
  const stored = () => {
    try {
      const found = JSON.parse(localStorage.getItem(KEY));
      if (Array.isArray(found?.list)) return found;
    } catch { /* what cannot be read is begun anew */ }
    return { current: "", list: [] };
  };
  const store = (all) => {
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
  const keep = (log) => {
    const kept = log?.dataset.conversation;
    if (!kept) return;
    const { id, turns } = JSON.parse(kept);
    const all = stored();
    if (!turns.length) {
      if (window.footnote.ready) { all.current = ""; store(all); }
      return;
    }
    if (turns.every((turn) => !turn.reply && !turn.error && !turn.stopped)) return;
    const old = all.list.find((one) => one.id === id);
    if (old?.kept === kept && all.current === id) return;
    const entry = { id, title: log.dataset.title, time: old?.kept === kept ? old.time : Date.now(), kept };
    store({ current: id, list: [entry, ...all.list.filter((one) => one.id !== id)] });
    window.dispatchEvent(new Event("footnote-kept"));
  };

  window.footnote = {
    ready: false,
    stored,
    store,
    current: () => {
      const all = stored();
      window.footnote.ready = true;
      return all.list.find((one) => one.id === all.current)?.kept ?? "";
    },
    download: (text, suffix) => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
      link.download = `conversation.${suffix}`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    },
  };

  // The viewer: a document opened at a citation.
  const viewer = document.createElement("aside");
  viewer.id = "fn-viewer";
  viewer.hidden = true;
  viewer.setAttribute("aria-label", "Document");
  viewer.innerHTML = `<nav aria-label="Citations"><button type="button" data-go="-1" aria-label="Previous citation">‹</button>
    <span class="fn-at" aria-live="polite"></span><button type="button" data-go="1" aria-label="Next citation">›</button>
    <button type="button" data-go="close">Close</button></nav><div class="fn-body"></div>`;
  let open = { places: [], at: 0, opener: null, shown: "" };

  const placeOf = (href) => {
    const found = new URL(href, location.href).searchParams;
    return { doc: found.get("doc"), start: found.get("start"), end: found.get("end"), hash: found.get("hash") ?? "" };
  };
  const address = (place) => {
    const url = new URL(location.href);
    for (const name of ["doc", "start", "end", "hash"]) {
      if (place) url.searchParams.set(name, place[name] ?? ""); else url.searchParams.delete(name);
    }
    return url;
  };
  const spanOf = (place) => `${place.start}-${place.end}`;
  const alike = (one, other) => one.doc === other.doc && one.hash === other.hash;

  const seek = () => viewer.querySelector("mark.fn-active")?.scrollIntoView({ block: "center" });
  new ResizeObserver(seek).observe(viewer); // also when its style arrives after it
  const show = async () => {
    const place = open.places[open.at];
    const same = open.places.filter((one) => alike(one, place));
    const wanted = JSON.stringify([place.doc, place.hash, same.map(spanOf)]);
    viewer.hidden = false;
    document.body.classList.add("fn-reading");
    const body = viewer.querySelector(".fn-body");
    if (open.shown !== wanted) {
      body.setAttribute("aria-busy", "true");
      const url = new URL("footnote/document", document.baseURI);
      url.searchParams.set("doc", place.doc);
      url.searchParams.set("hash", place.hash);
      for (const one of same) url.searchParams.append("span", spanOf(one));
      let html;
      try {
        const answer = await fetch(url);
        html = await answer.text();
        if (answer.status === 401) { location.href = "login"; return; }
      } catch {
        html = '<p class="fn-changed" role="alert">The server cannot be reached. Is it still running?</p>';
      }
      body.innerHTML = html;
      body.removeAttribute("aria-busy");
      open.shown = wanted;
    }
    const number = same.findIndex((one) => spanOf(one) === spanOf(place));
    for (const mark of body.querySelectorAll("mark")) {
      mark.classList.toggle("fn-active", Number(mark.dataset.mark) === number);
    }
    seek();
    const several = open.places.length > 1;
    viewer.querySelector(".fn-at").textContent = several ? `Citation ${open.at + 1} of ${open.places.length}` : "";
    for (const button of viewer.querySelectorAll('[data-go="1"], [data-go="-1"]')) {
      button.hidden = !several;
      button.disabled = !open.places[open.at + Number(button.dataset.go)];
    }
    viewer.dataset.at = spanOf(place);
  };
  const openAt = (places, at, opener) => {
    open = { places, at, opener, shown: open.shown };
    history.pushState({}, "", address(places[at]));
    show().then(() => viewer.querySelector("h2, [role=alert]")?.focus({ preventScroll: true }));
  };
  const close = () => {
    if (viewer.hidden) return;
    viewer.hidden = true;
    document.body.classList.remove("fn-reading");
    open.opener?.isConnected && open.opener.focus();
  };
  const follow = () => {
    const place = placeOf(location.href);
    if (place.doc === null) { close(); return; }
    open = { places: [place], at: 0, opener: null, shown: open.shown };
    show();
  };
  const go = (where) => {
    if (where === "close") {
      history.pushState({}, "", address(null));
      close();
    } else if (open.places[open.at + Number(where)]) {
      open.at += Number(where);
      history.replaceState({}, "", address(open.places[open.at]));
      show();
    }
  };

  // The quote beside a marker that the pointer or the focus is on.
  const tip = document.createElement("div");
  tip.id = "fn-tip";
  tip.setAttribute("role", "tooltip");
  tip.hidden = true;
  const hint = (mark) => {
    tip.hidden = !mark;
    if (!mark) return;
    tip.textContent = mark.dataset.quote;
    const at = mark.getBoundingClientRect();
    tip.style.left = `${Math.max(8, Math.min(at.left, innerWidth - tip.offsetWidth - 8))}px`;
    tip.style.top = `${at.top > tip.offsetHeight + 12 ? at.top - tip.offsetHeight - 6 : at.bottom + 6}px`;
  };
  for (const [on, off] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
    document.addEventListener(on, (event) => hint(event.target.closest?.("a.fn-mark") ?? null));
    document.addEventListener(off, () => hint(null));
  }

  const showSources = (turn) => {
    for (const section of document.querySelectorAll(".fn-sources section")) {
      section.hidden = section.dataset.turn !== turn;
    }
  };
  const placesOf = (turn) => [...document.querySelectorAll(`.fn-sources a.fn-place[data-turn="${turn}"]`)]
    .map((link) => ({ number: link.dataset.number, ...placeOf(link.href) }));

  document.addEventListener("click", async (event) => {
    const target = event.target.closest?.("a.fn-mark, a.fn-place, .fn-card, button.fn-copy, #fn-viewer [data-go], #fn-viewer a[data-at]");
    if (!target || event.metaKey || event.ctrlKey || event.shiftKey) return;
    if (target.matches(".fn-card")) {
      if (String(getSelection())) return; // words are being selected
      target.querySelector("a.fn-place").click();
    } else if (target.matches("a.fn-mark, a.fn-place")) {
      event.preventDefault();
      hint(null);
      const { turn, number } = target.dataset;
      if (turn) showSources(turn);
      const places = turn ? placesOf(turn) : [placeOf(target.href)];
      openAt(places, turn ? Math.max(0, places.findIndex((one) => one.number === number)) : 0, target);
    } else if (target.matches("[data-go]")) {
      go(target.dataset.go);
    } else if (target.matches("[data-at]")) {
      event.preventDefault();
      viewer.querySelector(`.fn-text [data-at="${target.dataset.at}"], .fn-block[data-start="${target.dataset.at}"]`)
        ?.scrollIntoView({ block: "start", behavior: calm() ? "auto" : "smooth" });
    } else {
      try {
        await navigator.clipboard.writeText(target.dataset.copy);
        target.textContent = "Copied";
      } catch {
        target.textContent = "Copying is not allowed here";
      }
      setTimeout(() => { target.textContent = "Copy"; }, 1500);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    hint(null);
    if (!viewer.hidden) go("close");
  });
  addEventListener("popstate", follow);

  const begin = () => {
    document.documentElement.lang ||= "en";
    document.body.append(viewer, tip);
    follow();
    // Keep the newest words in view, unless the reader has scrolled back; keep each conversation that is complete.
    let atEnd = true;
    document.addEventListener("scroll", ({ target: log }) => {
      if (log.id === "fn-conversation") atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
    }, true);
    new MutationObserver((records) => {
      document.querySelector("#fn-scope input")?.setAttribute("placeholder", "Answer from all documents");
      const log = document.querySelector("#fn-conversation");
      if (!log || !records.some((record) => log.contains(record.target))) return;
      if (atEnd) log.scrollTop = log.scrollHeight;
      keep(log.querySelector(".fn-log"));
    }).observe(document.body, { childList: true, subtree: true, attributeFilter: ["data-conversation"] });
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin); else begin();
})();
