// The note that asks for someone to talk to. Sent from here it leaves no trace in the browser’s history, and a lost
// connection loses nothing. Without script the same page works as a plain form.
addEventListener("pageshow", (event) => event.persisted && location.replace(location.pathname));

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const [button] = form.getElementsByTagName("button");
  const away = form.querySelector("[data-away]");
  event.preventDefault();
  if (button.disabled) return;
  button.disabled = true;
  away.textContent = "";
  try {
    const body = new URLSearchParams(new FormData(form));
    const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" });
    if (answer.type === "opaqueredirect") return location.replace(form.dataset.sent);
    // What is wrong is shown in this page’s place, so that no filled-in form enters the history.
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.getElementById("talk")) throw new Error("not the form");
    document.title = page.title;
    document.getElementById("main").replaceWith(page.getElementById("main"));
    document.querySelector(".govuk-error-summary")?.focus();
  } catch {
    away.textContent = away.dataset.away;
    button.disabled = false;
  }
});
