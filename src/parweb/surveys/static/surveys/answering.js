// Keeps what is ticked on the device until the server has it: a lost connection loses no answer.
// Without this script the form works the same, screen by screen.

const PREFIX = "khao-sat:";
const KEPT_FOR = 24 * 3600 * 1000;
const key = PREFIX + location.pathname.replace(/^\/en\//, "/"); // the same answers in either language

function forget(test) {
  for (const name of Object.keys(localStorage)) {
    if (name.startsWith(PREFIX) && test(name)) localStorage.removeItem(name);
  }
}

function read(form) {
  return [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
}

function putBack(form, values) {
  for (const input of form.querySelectorAll("input, textarea")) {
    if (input.name === "csrfmiddlewaretoken") continue;
    const mine = values.filter(([name]) => name === input.name).map(([, value]) => value);
    if (input.type === "radio" || input.type === "checkbox") input.checked = mine.includes(input.value);
    else if (mine.length) input.value = mine[0];
  }
}

function start(form) {
  const status = form.querySelector("[data-status]");
  const kept = JSON.parse(localStorage.getItem(key) || "null");
  if (kept && Date.now() - kept.at < KEPT_FOR) putBack(form, kept.values);
  form.addEventListener("change", () => {
    localStorage.setItem(key, JSON.stringify({ at: Date.now(), values: read(form) }));
  });
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) {
      sessionStorage.setItem(PREFIX + "sent", key);
      return;
    }
    event.preventDefault();
    status.textContent = form.dataset.offline;
  });
  window.addEventListener("online", () => { status.textContent = ""; });
}

try {
  const sent = sessionStorage.getItem(PREFIX + "sent");
  if (sent && sent !== key) localStorage.removeItem(sent); // another screen came back: the server has that one
  if (document.querySelector("[data-answered]")) forget(() => true);
  const form = document.querySelector("[data-answering]");
  if (form) start(form);
} catch {
  // A browser that keeps nothing: the server does.
}
