// A quote on the page of a PDF: its lines joined to one ground, and a bar beside the page, where no letters stand.
const SIDES = ["left", "top", "width", "height"];
const AIR = 0.12; // of a line's height, around the whole

const boxOf = (mark) => ({ mark, ...Object.fromEntries(SIDES.map((side) => [side, Number.parseFloat(mark.style[side])])) });
const endOf = (one) => one.top + one.height;

// Boxes as lines: a change of type begins another box, but no other line.
const linesOf = (boxes) => {
  const lines = [];
  for (const box of boxes) {
    const line = lines.at(-1);
    const shared = line ? Math.min(endOf(line), endOf(box)) - Math.max(line.top, box.top) : 0;
    if (line && 2 * shared > Math.min(line.height, box.height)) {
      const end = Math.max(endOf(line), endOf(box));
      line.top = Math.min(line.top, box.top);
      line.height = end - line.top;
      line.boxes.push(box);
    } else {
      lines.push({ top: box.top, height: box.height, boxes: [box] });
    }
  }
  return lines;
};
// Lines as runs: each line stands a little below the one before, as it does not in the next column.
const runsOf = (lines) => {
  const runs = [];
  for (const line of lines) {
    const last = runs.at(-1)?.at(-1);
    if (last && line.top > last.top && line.top - endOf(last) < last.height) runs.at(-1).push(line);
    else runs.push([line]);
  }
  return runs;
};

const spread = (run, ratio) => {
  const ends = run.map((line, at) => (run[at + 1] ? (endOf(line) + run[at + 1].top) / 2 : endOf(line) + AIR * line.height));
  run.forEach((line, at) => {
    const top = at ? ends[at - 1] : line.top - AIR * line.height;
    const across = line.height * ratio; // the height of the line, as a share of the page's width
    line.boxes.forEach((box, place) => {
      const next = line.boxes[place + 1];
      const near = next && next.left > box.left && next.left - box.left - box.width < across;
      const left = place ? box.left : box.left - AIR * across;
      const right = near ? next.left : box.left + box.width + (next ? 0 : AIR * across);
      Object.assign(box.mark.style, {
        left: `${left}%`, top: `${top}%`, width: `${right - left}%`, height: `${ends[at] - top}%`,
      });
    });
  });
};
const barOf = (run, number) => {
  const boxes = run.flatMap((line) => line.boxes);
  const left = Math.min(...boxes.map((box) => box.left));
  const right = Math.max(...boxes.map((box) => box.left + box.width));
  const bar = document.createElement("span");
  bar.className = left + right > 110 ? "fn-bar fn-beyond" : "fn-bar"; // at the side that is nearer
  Object.assign(bar.dataset, { mark: number, left, right, line: run[0].height });
  Object.assign(bar.style, { top: `${run[0].top}%`, height: `${endOf(run.at(-1)) - run[0].top}%` });
  return bar;
};

// All lines that have just come, of every quote, or of the one with that number.
export const join = (viewer, number = null) => {
  for (const page of viewer.querySelectorAll(".fn-page:has(mark)")) {
    const marks = [...page.querySelectorAll("mark")];
    const ratio = page.clientHeight / page.clientWidth;
    for (const one of number === null ? new Set(marks.map((mark) => mark.dataset.mark)) : [String(number)]) {
      const boxes = marks.filter((mark) => mark.dataset.mark === one).map(boxOf);
      for (const run of runsOf(linesOf(boxes))) {
        const bar = barOf(run, one);
        bar.classList.toggle("fn-active", run[0].boxes[0].mark.classList.contains("fn-active"));
        spread(run, ratio);
        page.append(bar);
      }
    }
  }
};
