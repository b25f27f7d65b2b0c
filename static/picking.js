// Picking themes by keyboard alone: type to find, Enter to choose, Enter again to save. Without script the same form is
// a list of boxes and one question.
const find = (selector, within) => [...within.querySelectorAll(selector)];

for (const pick of find("[data-pick]", document)) {
  const [search] = find("#search", pick);
  const [first] = find("#first", pick);
  const [none] = find("[data-none]", pick);
  const [chosen] = find("[data-chosen]", pick);
  const themes = find("[name=theme]", pick);
  const beside = find("[name=verdict]", pick);
  const most = Number(pick.dataset.most);
  const nameOf = (box) => box.nextElementSibling.textContent;
  // In the order they were ticked: the first of them is the main one.
  let order = themes.filter((box) => box.checked);
  order.sort((one, other) => (other.value === first.value) - (one.value === first.value));

  function show() {
    for (const box of [...themes, ...beside]) {
      const choice = box.closest("label");
      choice.toggleAttribute("data-first", order.length > 1 && order[0] === box);
      choice.toggleAttribute("data-full", !box.checked && order.length >= most && themes.includes(box));
    }
    first.value = order.length ? order[0].value : "";
    const said = [...order, ...beside.filter((box) => box.checked)].map(nameOf);
    chosen.textContent = said.length ? `Chosen: ${said.join(", ")}.` : "Nothing chosen.";
  }

  function tick(box, on) {
    if (on && order.length >= most && themes.includes(box)) {
      box.checked = false;
      chosen.textContent = `At most ${most} themes: take one back first.`;
      return;
    }
    box.checked = on;
    order = order.filter((one) => one !== box);
    if (on && themes.includes(box)) order.push(box);
    // Themes and “instead of a theme” exclude each other; what was chosen last counts.
    for (const other of on ? (themes.includes(box) ? beside : [...themes, ...beside]) : []) {
      if (other !== box) other.checked = false;
    }
    order = order.filter((one) => one.checked);
    show();
  }

  function found() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (box) => words.every((word) => box.closest("label").dataset.words.includes(word));
    const named = (box) => words.some((word) => nameOf(box).toLowerCase().includes(word));
    return themes.filter(fits).sort((one, other) => named(other) - named(one));
  }

  function look() {
    const hits = found();
    for (const box of themes) box.closest("label").hidden = !hits.includes(box) && !box.checked;
    for (const box of themes) box.closest("label").toggleAttribute("data-next", search.value !== "" && box === hits[0]);
    none.hidden = hits.length > 0;
  }

  function clear() {
    search.value = "";
    look();
  }

  const keys = { 0: () => tick(beside[0], !beside[0].checked), "?": () => tick(beside[1], !beside[1].checked) };
  keys.Backspace = () => order.length && tick(order.at(-1), false);

  search.addEventListener("input", look);
  search.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    if (event.key === "Enter" && search.value) {
      const [hit] = found();
      if (hit) tick(hit, !hit.checked);
      if (hit) clear();
      event.preventDefault();
    } else if (event.key === "Escape") {
      clear();
    } else if (!search.value && keys[event.key]) {
      keys[event.key]();
      event.preventDefault();
    } else if (event.key === "Enter") {
      event.preventDefault();
      search.form.requestSubmit(find("[type=submit]:not([name])", search.form)[0]);
    }
  });
  pick.addEventListener("change", (event) => {
    if ([...themes, ...beside].includes(event.target)) tick(event.target, event.target.checked);
  });

  for (const hidden of find("[data-search], [data-key]", pick)) hidden.hidden = false;
  find("[data-which]", pick)[0].hidden = true;
  show();
  chosen.textContent = "";
  // Where there is no mouse, the focus would bring up a keyboard on the screen, over the themes.
  if (!document.querySelector("[autofocus]") && matchMedia("(pointer: fine)").matches) search.focus();
}
