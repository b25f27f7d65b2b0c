// Pupils’ pages with script: a scanned code goes in by itself, and the survey asks one question at a time. Without it
// the same pages work as plain forms. Nothing is kept: no cookie, no storage, and no answer in address or history.

// A QR code holds the survey’s code behind “#”, which browsers never send to anybody.
const code = document.getElementById("code");
function enterScanned() {
  if (!code || location.hash.length < 2) return;
  code.value = location.hash.slice(1);
  history.replaceState(null, "", location.pathname);
  code.form.submit();
}
enterScanned();
addEventListener("hashchange", enterScanned);

const form = document.getElementById("survey");
if (form) ask();

function ask() {
  // A page brought back whole by the Back button could show the pupil before: start afresh.
  addEventListener("pageshow", (event) => event.persisted && location.replace("/"));

  const find = (selector, within = form) => [...within.querySelectorAll(selector)];
  const [next] = find("[data-next]");
  const [back] = find("[data-back]");
  const [progress] = find("[data-progress]");
  const [send] = find("[data-sending]");
  const [offline] = find("[data-offline]");
  const words = { next: next.textContent, send: send.textContent };
  const all = find("[data-step], .govuk-form-group");
  const wrong = all.filter((step) => step.matches(".govuk-form-group--error"));
  // After a problem only what needs another look is asked again.
  const steps = wrong.length ? [...wrong, all.at(-1)] : all;
  const last = steps.length - 1;
  let at = "atEnd" in form.dataset && !wrong.length ? last : 0;

  const picks = (name) => find(`[name="${name}"]:checked`);
  const isQuestion = (step) => step.matches(".govuk-form-group");
  const nameOf = (step) => find("input, textarea, select", step)[0].name;
  const isAnswered = (step) =>
    find("input:checked, textarea, select", step).some((field) => field.matches("input") || field.value.trim());

  // Some questions depend on an earlier answer, or on one of its choices (“gate=yes”). A ranking needs two picks to
  // rank. A text about picks has nothing to ask after “nowhere”.
  function applies({ dataset }) {
    const [code, wanted] = (dataset.if || dataset.of || "").split("=");
    if (!code) return true;
    const chosen = picks(code);
    if (wanted) return chosen.some(({ value }) => wanted.split(",").includes(value));
    const named = chosen.filter((box) => !("alone" in box.dataset)).length;
    if (dataset.if) return named > 0;
    return dataset.longest ? named > 0 || !chosen.length : named > 1;
  }

  function show(to) {
    at = to;
    const step = steps[at];
    for (const other of all) other.hidden = other !== step;
    for (const part of find("section")) part.hidden = !part.contains(step);
    // What is passed over must not be sent either: the pupil cannot see it any more.
    for (const other of all) for (const field of find("select, textarea", other)) field.disabled = !applies(other);
    if (find("select", step).length) offer(step);
    const number = all.indexOf(step);
    const total = all.length - 2;
    progress.hidden = !isQuestion(step);
    progress.textContent = progress.dataset.progress.replace("{n}", number).replace("{total}", total);
    progress.style.setProperty("--done", `${(100 * number) / total}%`);
    document.body.classList.toggle("voice-asking", number > 0);
    back.hidden = at === 0;
    next.hidden = at === last;
    label();
    read();
  }

  function go(by) {
    if (by > 0 && complain(steps[at])) return;
    let to = at + by;
    while (steps[to] && !applies(steps[to])) to += by;
    if (!steps[to]) return;
    catchBack();
    show(to);
    const [heading] = find("h2, h3", steps[at]);
    const target = heading || document.querySelector("h1");
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
    scrollTo(0, 0);
  }

  // A device’s Back button means “the question before”. One entry in the history, with nothing in it, catches it.
  let caught = false;
  let { hash } = location;
  let sent = false;
  function catchBack() {
    if (!caught) history.pushState(null, "");
    caught = true;
  }
  addEventListener("popstate", () => {
    if (sent) return location.replace(form.dataset.thanks);
    if (hash !== location.hash) return void ({ hash } = location); // a link within the page
    caught = false;
    if (at) go(-1);
    else history.back();
  });

  function label() {
    const step = steps[at];
    const skips = isQuestion(step) && !isAnswered(step) && !step.dataset.required;
    next.textContent = isQuestion(step) ? (skips ? next.dataset.skip : words.next) : next.dataset.start;
  }

  // Says what is wrong with an answer, beside it, before the pupil moves on.
  function complain(step) {
    if (!isQuestion(step)) return false;
    const { required, most, longest } = step.dataset;
    const { tooMany, tooLong } = form.dataset;
    const name = nameOf(step);
    const count = picks(name).length;
    const long = longest && [...find("textarea", step)[0].value.trim()].length;
    let text = "";
    if (required && !isAnswered(step)) text = required;
    if (count > most) text = tooMany.replace("{count}", count).replace("{most}", most);
    if (long > longest) text = tooLong.replace("{over}", long - longest).replace("{longest}", longest);
    const id = `${name}-error`;
    document.getElementById(id)?.remove();
    step.classList.toggle("govuk-form-group--error", text);
    if (!text) return false;
    const line = Object.assign(document.createElement("p"), { id, className: "govuk-error-message", textContent: text });
    const [place] = find("textarea, .voice-options", step);
    place.before(line);
    const [field] = find("textarea, input", step);
    const described = field.matches("textarea") ? field : field.closest("fieldset");
    described.setAttribute("aria-describedby", `${name}-hint ${id}`);
    field.focus();
    return true;
  }

  // The lists of a ranking hold what was picked, each thing once.
  const lists = new Map(find("select").map((list) => [list, [...list.options]]));
  function offer(step) {
    const picked = picks(step.dataset.of).map((box) => box.value);
    for (const [list, options] of lists) {
      const kept = picked.includes(list.value) ? list.value : "";
      const others = [...lists.keys()].filter((other) => other !== list).map((other) => other.value);
      const free = ({ value }) => !value || (picked.includes(value) && !others.includes(value));
      list.replaceChildren(...options.filter(free));
      list.value = kept;
    }
  }

  form.addEventListener("change", ({ target }) => {
    // “None of these” and real picks untick each other.
    if (target.type === "checkbox" && target.checked)
      for (const box of picks(target.name))
        if (box !== target && ("alone" in target.dataset || "alone" in box.dataset)) box.checked = false;
    if (target.matches("select")) offer(steps[at]);
  });
  form.addEventListener("input", label);
  form.addEventListener("change", label);
  next.addEventListener("click", () => go(1));
  back.addEventListener("click", () => go(-1));

  // Sent from here, the filled-in page leaves no trace in the history, and a lost connection loses nothing.
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (at < last) return go(1); // Enter moves on
    if (send.disabled) return;
    send.disabled = true;
    send.textContent = send.dataset.sending;
    offline.textContent = "";
    try {
      const body = new URLSearchParams(new FormData(form));
      const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" });
      sent = answer.type === "opaqueredirect";
      if (sent && caught) history.back();
      else if (sent) location.replace(form.dataset.thanks);
      else form.submit(); // the server has something to say: let it draw its page
    } catch {
      offline.textContent = offline.dataset.offline;
      send.disabled = false;
      send.textContent = words.send;
    }
  });

  document.querySelector(".govuk-error-summary")?.addEventListener("click", ({ target }) => {
    const to = steps.findIndex((step) => target.hash && step.querySelector(target.hash));
    if (to >= 0) show(to);
  });

  // Reading aloud: a recording where there is one, else a voice that lives on this device, so that no text leaves it.
  const tools = document.querySelector(".voice-tools");
  const [listen] = find("[data-listen]", tools);
  const speech = window.speechSynthesis;
  const player = new Audio();
  let turn = 0;

  function voiceFor(language) {
    const own = speech?.getVoices().filter((v) => v.localService && v.lang.split(/[-_]/)[0] === language) || [];
    return own.find((v) => /gb/i.test(v.lang)) || own[0];
  }

  const sound = (part) =>
    new Promise((done) => {
      const file = part.querySelector("[data-audio]")?.dataset.audio;
      const words = part.querySelector("[lang]") || part;
      const voice = voiceFor(words.closest("[lang]").lang);
      if (file) {
        player.src = file;
        player.onended = player.onerror = done;
        player.play().catch(done);
      } else if (voice) {
        const said = new SpeechSynthesisUtterance(words.textContent);
        speech.speak(Object.assign(said, { voice, lang: voice.lang, onend: done, onerror: done }));
      } else done();
    });

  async function read(parts = find("h3, .govuk-hint, label, [data-step] p", steps[at])) {
    const mine = ++turn;
    speech?.cancel();
    player.pause();
    if (!tools.classList.contains("voice-listening")) return;
    for (const part of parts) if (mine === turn && part.offsetParent) await sound(part);
  }

  function offerToListen() {
    const can = voiceFor(document.documentElement.lang) || find("[data-audio]").length;
    if (!can || !listen.hidden) return;
    listen.hidden = false;
    for (const part of find("h3, .voice-options label")) {
      const label = `${listen.textContent}: ${part.textContent.trim()}`;
      const button = Object.assign(document.createElement("button"), { type: "button", className: "voice-say", ariaLabel: label });
      button.addEventListener("click", () => read([part]));
      part.after(button);
    }
  }

  const swap = (button, name) => ([button.textContent, button.dataset[name]] = [button.dataset[name], button.textContent]);
  listen.addEventListener("click", () => {
    form.classList.toggle("voice-listening", tools.classList.toggle("voice-listening"));
    swap(listen, "listen");
    read();
  });
  speech?.addEventListener?.("voiceschanged", offerToListen);

  // Somebody is looking over a shoulder.
  const [hide] = find("[data-hide]", tools);
  hide.addEventListener("click", () => {
    form.inert = !form.inert;
    swap(hide, "hide");
    read([]);
  });

  offerToListen();
  tools.hidden = false;
  find(".voice-way")[0].hidden = false;
  show(at);
}
