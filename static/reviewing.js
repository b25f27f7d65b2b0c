// Reviewing by keyboard alone: `keys.js` presses whatever has a key, and a theme is found by a few of its letters. Without
// script the same pages are forms that work as well.
const search = document.getElementById("search");
const opener = document.querySelector("[data-focus=search]");

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
    const sign = opener.querySelector("kbd").cloneNode();
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
  if (event.key === "Escape") opener.focus();
  if (event.key !== "Enter") return;
  event.preventDefault();
  if (search.value.trim() && found().length) take(found()[0]);
});

for (const hidden of document.querySelectorAll("[data-search]")) hidden.hidden = false;
