// Pages that are worked by keyboard: whatever has a key is pressed by it. Without script they are forms that work as well.
const root = document.documentElement;
const OFF = "voice-keys-off";
let sent = false;

const keyed = (key) => document.querySelector(`[data-key="${CSS.escape(key)}"]`);
const isOn = () => localStorage.getItem(OFF) === null;

// A summary may lead to what stands in its details: `data-focus` says to which.
function press(target) {
  const { focus } = target.dataset;
  if (focus) {
    target.closest("details").open = true;
    return document.getElementById(focus).focus();
  }
  target.click();
  if (target.matches("[type=checkbox]")) target.focus();
}

// Not while somebody types, nor together with the keys of the browser.
const isOurs = ({ target, repeat, isComposing, ctrlKey, metaKey, altKey }) =>
  !sent && isOn() && !repeat && !isComposing && !ctrlKey && !metaKey && !altKey &&
  !target.matches("input:not([type=checkbox]), select, textarea");

// A key that presses nothing here may still mean something to the script of the page.
document.addEventListener("keydown", (event) => {
  if (!isOurs(event)) return;
  const wanted = event.key.length === 1 && keyed(event.key.toLowerCase());
  if (!wanted) return document.dispatchEvent(new CustomEvent("voice-key", { detail: event }));
  if (!wanted.getClientRects().length) return;
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

for (const hidden of document.querySelectorAll("[data-keys]")) hidden.hidden = false;
show();
