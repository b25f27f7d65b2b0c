// Reading a page out with a voice that lives on this device, so that no text leaves it. Where there is no such voice,
// or no script, there is no button.
const [button] = document.querySelectorAll("[data-listen]");
const speech = window.speechSynthesis;
const parts = document.querySelectorAll("main :is(h1, h2, p), .voice-help :is(h2, li)");
let turn = 0;
let isReading = false;

function ownVoice() {
  const own = speech?.getVoices().filter((voice) => voice.localService && /^en\b/i.test(voice.lang)) || [];
  return own.find((voice) => /gb/i.test(voice.lang)) || own[0];
}

const say = (part) =>
  new Promise((done) => {
    const voice = ownVoice();
    const said = new SpeechSynthesisUtterance(part.textContent);
    part.classList.add("voice-heard");
    part.scrollIntoView({ block: "nearest" });
    speech.speak(Object.assign(said, { voice, lang: voice.lang, onend: done, onerror: done }));
  }).then(() => part.classList.remove("voice-heard"));

function turnTo(reading) {
  isReading = reading;
  [button.textContent, button.dataset.listen] = [button.dataset.listen, button.textContent];
}

button?.addEventListener("click", async () => {
  const mine = ++turn;
  turnTo(!isReading);
  speech.cancel();
  if (!isReading) return;
  for (const part of parts) if (mine === turn && part.offsetParent) await say(part);
  if (mine === turn) turnTo(false);
});

function offer() {
  if (button && ownVoice()) button.hidden = false;
}

speech?.addEventListener?.("voiceschanged", offer);
offer();
