// Reading: words are chosen with the mouse or the arrow keys and hidden by a key, and a page of short texts is walked by
// keyboard. `keys.js` presses the buttons. Places are counted in the raw text, sign by sign: `data-at` of a run says where
// it begins, and one with `data-whole` shows something else than what is there, so it is hidden as a whole.
const words = document.querySelector("form [data-words]");
const mask = document.getElementById("mask");
const signs = (text) => [...text].length;

const isChosen = (selection) =>
  selection.rangeCount > 0 && !selection.isCollapsed && words.contains(selection.getRangeAt(0).commonAncestorContainer);

// Returns a run’s part of the range as places in its own words, without the spaces at its ends.
function part(run, range) {
  const text = run.firstChild;
  let from = range.startContainer === text ? range.startOffset : 0;
  let to = range.endContainer === text ? range.endOffset : text.length;
  if ("whole" in run.dataset) return from < to ? [0, text.length] : [0, 0];
  while (from < to && /\s/.test(text.data[from])) from += 1;
  while (from < to && /\s/.test(text.data[to - 1])) to -= 1;
  return [from, to];
}

// Cuts a run into what stands before, in and after the part, and returns the middle one.
function cut(run, from, to) {
  if ("whole" in run.dataset) return run;
  const { data } = run.firstChild;
  let at = Number(run.dataset.at);
  const runs = [data.slice(0, from), data.slice(from, to), data.slice(to)].map((piece) => {
    const made = run.cloneNode(false);
    made.textContent = piece;
    made.dataset.at = at;
    at += signs(piece);
    made.dataset.to = at;
    return made;
  });
  run.replaceWith(...runs.filter((made) => made.textContent));
  return runs[1];
}

function hide(run) {
  const what = document.getElementById("what").value;
  const label = document.getElementById("own-mark").content.firstElementChild.cloneNode(true);
  const box = label.querySelector("input");
  const number = words.querySelectorAll("input").length + 1;
  box.value = `${run.dataset.at}-${run.dataset.to}-${what}`;
  box.setAttribute("aria-label", `Hide “${run.textContent}” as ${what}`);
  label.querySelector(".voice-mark__as").textContent = `[${what}]`;
  if (number < 10) {
    box.dataset.key = number;
    box.setAttribute("aria-keyshortcuts", number);
    const sign = mask.querySelector("kbd").cloneNode();
    sign.textContent = number;
    label.querySelector(".voice-mark__as").after(sign);
  }
  run.replaceWith(label);
  label.querySelector(".voice-mark__words").append(run);
}

function hideChosen(range) {
  const runs = [...words.querySelectorAll("[data-at]")].filter((run) => range.intersectsNode(run));
  const parts = runs.map((run) => [run, ...part(run, range)]).filter(([, from, to]) => from < to);
  getSelection().removeAllRanges();
  for (const [run, from, to] of parts) {
    const label = run.closest("label");
    if (label) label.querySelector("input").checked = true;
    else hide(cut(run, from, to));
  }
}

mask?.addEventListener("mousedown", (event) => event.preventDefault()); // or the choice of words would be gone
mask?.addEventListener("click", () => {
  const selection = getSelection();
  if (isChosen(selection)) hideChosen(selection.getRangeAt(0));
  else words.querySelector("[data-suspect]:not(:checked)")?.click();
});
if (mask) mask.hidden = false;

// The arrow keys choose a word after the other; with Shift more words are chosen.
let [begin, end] = [null, null];

function choose(step, more) {
  const all = [...words.querySelectorAll("[data-at]")].flatMap(({ firstChild: text }) =>
    [...text.data.matchAll(/\S+/g)].map((word) => [text, word.index, word.index + word[0].length]),
  );
  const from = end ?? (step > 0 ? -1 : all.length);
  end = Math.min(Math.max(from + step, 0), all.length - 1);
  if (!more || begin === null) begin = end;
  const [first, last] = [all[Math.min(begin, end)], all[Math.max(begin, end)]];
  getSelection().setBaseAndExtent(first[0], first[1], last[0], last[2]);
}

document.addEventListener("voice-key", ({ detail: event }) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!mask || !words || !step) return;
  event.preventDefault();
  choose(step, event.shiftKey);
});

// On a page of short texts: j and k walk, x ticks.
const boxes = [...document.querySelectorAll("[data-batch] [type=checkbox]")];
document.addEventListener("voice-key", ({ detail: { key } }) => {
  const here = boxes.indexOf(document.activeElement);
  if (key === "x" && here >= 0) boxes[here].click();
  const step = { j: 1, k: -1 }[key];
  if (step && boxes.length) boxes[Math.min(Math.max(here + step, 0), boxes.length - 1)].focus();
});
