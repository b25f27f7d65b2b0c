// Reviewing by keyboard alone: whatever has a key is pressed by it, and a theme is found by a few of its letters. Without
// script the same pages are forms that work as well.
const root = document.documentElement;
const search = document.getElementById("search");
const OFF = "voice-keys-off";
let sent = false;

const keyed = (key) => document.querySelector(`[data-key="${CSS.escape(key)}"]`);
const isOn = () => localStorage.getItem(OFF) === null;

function press(target) {
  if (target.dataset.key === "t") {
    target.parentElement.open = true;
    return search.focus();
  }
  target.click();
  if (target.matches("[type=checkbox]")) target.focus();
}

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (sent || !isOn() || event.repeat || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (target.matches("input:not([type=checkbox]), select, textarea") || key.length !== 1) return;
  const wanted = keyed(key.toLowerCase());
  if (!wanted?.getClientRects().length) return;
  event.preventDefault();
  press(wanted);
});

// A key pressed twice in a hurry must not answer for the next text, nor send this one again.
document.addEventListener("submit", () => (sent = true));
window.addEventListener("pageshow", () => (sent = false));

// Keys of one letter may get in the way of a screen reader or of speech: they can be turned off, and stay so.
function show() {
  root.classList.toggle("voice-keyed", isOn());
  const button = document.getElementById("switch");
  if (button) button.textContent = isOn() ? button.dataset.off : button.dataset.on;
}

document.getElementById("switch")?.addEventListener("click", () => {
  if (isOn()) localStorage.setItem(OFF, "yes");
  else localStorage.removeItem(OFF);
  show();
});

const others = () => [...document.querySelectorAll("[data-others] > label")];
const nameOf = (choice) => choice.querySelector("span").textContent.toLowerCase();

// Themes with the letters in their names come before those that only speak of them.
function found() {
  const wanted = search.value.trim().toLowerCase();
  const named = (choice) => nameOf(choice).includes(wanted);
  return others()
    .filter((choice) => choice.dataset.words.includes(wanted))
    .sort((one, other) => named(other) - named(one));
}

function seek() {
  const hits = found();
  for (const choice of others()) {
    choice.hidden = !hits.includes(choice);
    choice.toggleAttribute("data-next", search.value.trim() !== "" && choice === hits[0]);
  }
  const none = document.querySelector("[data-none]");
  none.textContent = hits.length ? "" : none.dataset.none;
}

// A theme that was found is ticked and moves up to those of this answer, with a key of its own.
function take(choice) {
  const box = choice.querySelector("input");
  const shown = document.querySelector("[data-shown]");
  shown.append(choice);
  box.checked = true;
  const number = shown.children.length;
  if (number < 10) {
    box.dataset.key = number;
    box.setAttribute("aria-keyshortcuts", number);
    const sign = keyed("t").querySelector("kbd").cloneNode();
    sign.textContent = number;
    choice.append(sign);
  }
  search.value = "";
  seek();
  search.closest("details").open = false;
  box.focus();
}

search?.addEventListener("input", seek);
search?.addEventListener("keydown", (event) => {
  if (event.key === "Escape") keyed("t").focus();
  if (event.key !== "Enter") return;
  event.preventDefault();
  if (search.value.trim() && found().length) take(found()[0]);
});

for (const hidden of document.querySelectorAll("[data-search], [data-keys]")) hidden.hidden = false;
show();
