// Keying in papers by keyboard alone: a sign ticks a choice, Enter goes on, Ctrl and Enter sends. Without script the
// same page works as one long form. How many papers were keyed in is known to this page alone.
const saved = document.getElementById("keyed");
const find = (selector, within = document.getElementById("keying")) => [...within.querySelectorAll(selector)];
let count = 0;

const stopOf = (element) => element.closest?.("[data-stop]");
const stops = () => find("[data-stop]").filter((stop) => !stop.hidden);
const entry = (stop) => find(":checked", stop)[0]?.closest("input[type=radio]") || find("input, select, textarea, button", stop)[0];

// A place’s times are asked once the place is ticked.
function refresh() {
  for (const stop of find("[data-place]")) {
    const name = find("input", stop)[0].name.split(".")[0];
    stop.hidden = !find(`[name="${name}"]:checked`).some((box) => box.value === stop.dataset.place);
  }
}

function setUp() {
  for (const stop of find("fieldset[data-stop]"))
    find("[type=checkbox]", stop).forEach((box, at) => (box.tabIndex = at ? -1 : 0));
  refresh();
  (find(".govuk-error-summary")[0] || entry(stops()[0])).focus();
}

function goOn(from) {
  const all = stops();
  const next = all[all.indexOf(from) + 1];
  if (next) entry(next).focus();
}

function type(stop, sign) {
  const choice = find("[data-sign]", stop).find((one) => one.dataset.sign === sign);
  if (!choice) return false;
  if (choice.matches("option")) choice.selected = !choice.selected;
  else choice.checked = !choice.checked;
  if (choice.type === "radio") choice.focus();
  return true;
}

function clear(stop) {
  for (const field of find("input", stop)) field.checked = false;
  for (const list of find("select", stop)) list.selectedIndex = 0;
  return true;
}

function move(box, by) {
  const boxes = find("[type=checkbox]", stopOf(box));
  boxes[boxes.indexOf(box) + by]?.focus();
  return true;
}

function act(key, target, stop) {
  if (key === "Backspace") return clear(stop);
  if (target.type === "checkbox" && /^Arrow(Down|Right)$/.test(key)) return move(target, 1);
  if (target.type === "checkbox" && /^Arrow(Up|Left)$/.test(key)) return move(target, -1);
  return key.length === 1 && type(stop, key.toLowerCase());
}

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  const stop = stopOf(target);
  if (!stop || event.altKey || event.isComposing) return;
  const sends = key === "Enter" && (event.ctrlKey || event.metaKey);
  if (sends) stop.closest("form").requestSubmit();
  if (!sends && (event.ctrlKey || event.metaKey || target.matches("button"))) return;
  const goes = key === "Enter" && !sends && !(event.shiftKey && target.matches("textarea"));
  if (goes) goOn(stop);
  const acts = key !== "Enter" && !target.matches("textarea, #language") && act(key, target, stop);
  if (sends || goes || acts) event.preventDefault();
  if (acts) refresh();
});

document.addEventListener("change", refresh);

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.closest("#keying")) return;
  event.preventDefault();
  const [button] = find("[data-sending]", form);
  const away = document.getElementById("away");
  if (button.disabled) return;
  const label = button.textContent;
  button.disabled = true;
  button.textContent = button.dataset.sending;
  away.textContent = saved.textContent = "";
  try {
    const answer = await fetch(location.href, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("keying");
    // The wave has closed for paper meanwhile: its page says why.
    if (page.getElementById("closed")) return document.getElementById("main").replaceWith(page.getElementById("main"));
    if (!fresh) throw new Error("not this page");
    document.getElementById("keying").replaceWith(fresh);
    document.title = page.title;
    if (answer.redirected) {
      count += 1;
      saved.textContent = count === 1 ? saved.dataset.one : saved.dataset.many.replace("{count}", count);
    }
    setUp();
  } catch {
    away.textContent = away.dataset.away;
    button.disabled = false;
    button.textContent = label;
  }
});

setUp();
