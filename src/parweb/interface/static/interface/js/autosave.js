// Saves a form while one types; nothing typed is lost. Without this file the form has its button «Lưu».
//
// <form method="post" action="…" data-autosave data-autosave-key="entry-17-3.2.1">
//   csrf token · <input type="hidden" name="revision" value="3"> · inputs · <button>Lưu</button>
//   <p class="autosave__status" role="status" data-autosave-status></p> <div data-autosave-result></div></form>
// The post carries the header X-Autosave: 1. What the server answers:
//   200  saved: HTML for data-autosave-result, header X-Revision (the new one), X-Saved-At (ISO, optional)
//   204  saved, nothing to show            422  refused: HTML with the errors, nothing saved
//   409  another person saved meanwhile: HTML of the stored version, X-Revision of it
//   401, 403 or a redirect to another page: no longer allowed        others, no network: tried again
// A control outside the result that shows computed points is filled by its id: <output data-autosave-result>
// may also stand anywhere with data-autosave-for="<id of the form>".

const words = document.getElementById("interface-texts")?.dataset ?? {};
const fill = (text, values) => (text ?? "").replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
const DEBOUNCE = 400;
const FIRST_RETRY = 1000;
const SLOWEST_RETRY = 30000;
const NOT_KEPT = new Set(["csrfmiddlewaretoken", "revision"]);
const TRY_AGAIN = new Set([408, 425, 429]);

const states = new WeakMap();
const waiting = new Set();

const stateOf = (form) => {
  if (!states.has(form)) {
    states.set(form, { typed: 0, timer: 0, isSending: false, wait: FIRST_RETRY, conflict: null });
  }
  return states.get(form);
};

// ------------------------------------------------------- what was typed

const controls = (form) =>
  [...form.elements].filter(
    (one) => one.name && !NOT_KEPT.has(one.name) && !["file", "password", "submit", "button"].includes(one.type),
  );

const isTick = (one) => one.type === "checkbox" || one.type === "radio";

const snapshot = (form) =>
  controls(form).flatMap((one) => {
    if (isTick(one)) return one.checked ? [[one.name, one.value]] : [];
    if (one.type === "select-multiple") return [...one.selectedOptions].map((option) => [one.name, option.value]);
    return [[one.name, one.value]];
  });

const putBack = (form, entries) => {
  const has = (name, value) => entries.some(([key, kept]) => key === name && kept === value);
  const left = entries.map((entry) => [...entry]);
  for (const one of controls(form)) {
    if (isTick(one)) one.checked = has(one.name, one.value);
    else if (one.type === "select-multiple") for (const option of one.options) option.selected = has(one.name, option.value);
    else {
      const at = left.findIndex(([name]) => name === one.name);
      if (at >= 0) one.value = left.splice(at, 1)[0][1];
    }
  }
};

// The name holds who typed it: on a shared computer nobody is shown another's draft.
const draftName = (form) =>
  `draft:${document.body.dataset.person ?? ""}:${form.dataset.autosaveKey ?? new URL(form.action).pathname}`;

const storage = {
  get(name) {
    try {
      return JSON.parse(localStorage.getItem(name));
    } catch {
      return null;
    }
  },
  set(name, value) {
    try {
      localStorage.setItem(name, JSON.stringify(value));
    } catch {
      // Storage full or forbidden: the text is still in the form and is sent all the same.
    }
  },
  drop(name) {
    try {
      localStorage.removeItem(name);
    } catch {
      // See above.
    }
  },
};

const keepDraft = (form) =>
  storage.set(draftName(form), { entries: snapshot(form), revision: form.elements.revision?.value ?? "" });

// --------------------------------------------------------- what is shown

const parts = (form, name) => [
  ...form.querySelectorAll(`[data-autosave-${name}]`),
  ...(form.id ? document.querySelectorAll(`[data-autosave-${name}][data-autosave-for="${CSS.escape(form.id)}"]`) : []),
];

const say = (form, state, text) => {
  form.dataset.state = state;
  for (const status of parts(form, "status")) {
    status.dataset.state = state;
    if (status.textContent !== text) status.textContent = text;
  }
};

const showResult = (form, html) => {
  for (const place of parts(form, "result")) place.innerHTML = html;
};

const clock = (moment) => {
  const day = moment ? new Date(moment) : new Date();
  return [day.getHours(), day.getMinutes(), day.getSeconds()].map((one) => String(one).padStart(2, "0")).join(":");
};

// ------------------------------------------------------- two people at once

const element = (tag, className, ...children) => {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
};

const shownValue = (one) => {
  if (one.tagName === "SELECT") return [...one.selectedOptions].map((option) => option.textContent).join(", ");
  return one.value || words.empty;
};

const ownVersion = (form) => {
  const list = element("dl", "facts");
  for (const one of controls(form)) {
    if (one.type === "hidden" || (isTick(one) && !one.checked)) continue;
    const label = one.labels?.[0]?.textContent.trim() || one.name;
    list.append(element("dt", "", label), element("dd", "", isTick(one) ? "✓" : shownValue(one)));
  }
  return list;
};

const dropConflict = (form) => {
  stateOf(form).conflict?.remove();
  stateOf(form).conflict = null;
};

const showConflict = (form, html, revision) => {
  dropConflict(form);
  const theirs = element("div");
  theirs.innerHTML = html;
  const keepYours = element("button", "button button--small", words.keepYours);
  const keepTheirs = element("button", "button button--small button--second", words.keepTheirs);
  keepYours.type = keepTheirs.type = "button";
  const box = element(
    "section",
    "conflict",
    element("h3", "", words.conflict),
    element(
      "div",
      "conflict__versions",
      element("div", "", element("h4", "", words.yours), ownVersion(form), keepYours),
      element("div", "", element("h4", "", words.theirs), theirs, keepTheirs),
    ),
  );
  box.setAttribute("role", "alert");
  keepYours.addEventListener("click", () => {
    if (revision && form.elements.revision) form.elements.revision.value = revision;
    dropConflict(form);
    keepDraft(form);
    save(form);
  });
  keepTheirs.addEventListener("click", () => {
    storage.drop(draftName(form));
    window.location.reload();
  });
  stateOf(form).conflict = box;
  form.append(box);
  say(form, "conflict", words.conflict);
};

// ----------------------------------------------------------------- saving

const acknowledged = (form, answer, typed) => {
  const state = stateOf(form);
  const revision = answer.headers.get("X-Revision");
  if (revision && form.elements.revision) form.elements.revision.value = revision;
  state.wait = FIRST_RETRY;
  waiting.delete(form);
  if (state.typed === typed) {
    storage.drop(draftName(form));
    say(form, "saved", fill(words.saved, { time: clock(answer.headers.get("X-Saved-At")) }));
  } else {
    keepDraft(form);
    schedule(form, DEBOUNCE);
  }
};

const retryLater = (form) => {
  const state = stateOf(form);
  waiting.add(form);
  say(form, "waiting", words.waiting);
  schedule(form, state.wait);
  state.wait = Math.min(state.wait * 2, SLOWEST_RETRY);
};

const isElsewhere = (answer) => answer.redirected || answer.status === 401 || answer.status === 403;

const handle = async (form, answer, typed) => {
  if (isElsewhere(answer)) return say(form, "refused", words.forbidden);
  if (answer.status >= 500 || TRY_AGAIN.has(answer.status)) return retryLater(form);
  const html = answer.status === 204 ? "" : await answer.text();
  if (answer.status === 409) return showConflict(form, html, answer.headers.get("X-Revision"));
  if (answer.ok) {
    if (html) showResult(form, html);
    form.dispatchEvent(new CustomEvent("autosave:saved", { bubbles: true }));
    return acknowledged(form, answer, typed);
  }
  if (answer.status === 422) showResult(form, html);
  return say(form, "refused", words.refused);
};

const save = async (form, { isLeaving = false } = {}) => {
  const state = stateOf(form);
  clearTimeout(state.timer);
  if (state.conflict) return;
  if (state.isSending) {
    schedule(form, DEBOUNCE);
    return;
  }
  state.isSending = true;
  const typed = state.typed;
  say(form, "saving", words.saving);
  try {
    const request = { method: "POST", body: new FormData(form), headers: { "X-Autosave": "1" }, keepalive: isLeaving };
    const answer = await fetch(form.action, request);
    state.isSending = false;
    await handle(form, answer, typed);
  } catch {
    state.isSending = false;
    retryLater(form);
  }
};

const schedule = (form, wait) => {
  const state = stateOf(form);
  clearTimeout(state.timer);
  state.timer = setTimeout(() => save(form), wait);
};

const changed = (form) => {
  const state = stateOf(form);
  state.typed += 1;
  keepDraft(form);
  if (state.conflict) return;
  say(form, "draft", words.draft);
  schedule(form, DEBOUNCE);
};

// ----------------------------------------------------------------- events

const autosaved = (event) => event.target.form?.closest?.("form[data-autosave]") ?? null;

for (const name of ["input", "change"]) {
  document.addEventListener(name, (event) => {
    const form = autosaved(event);
    if (!form || event.target.type === "file") return;
    // A change after its own input event brings nothing new.
    const last = JSON.stringify(snapshot(form));
    const state = stateOf(form);
    if (state.last === last) return;
    state.last = last;
    changed(form);
  });
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest?.("form[data-autosave]");
  // A named button asks for more than saving (to hand in, to delete): the browser sends it as ever.
  if (!form || event.submitter?.name || form.querySelector('input[type="file"]')?.files.length) return;
  event.preventDefault();
  dropConflict(form);
  save(form);
});

window.addEventListener("online", () => {
  for (const form of waiting) save(form);
});

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "hidden") return;
  for (const form of document.querySelectorAll('form[data-autosave][data-state="draft"]')) {
    save(form, { isLeaving: true });
  }
});

const restore = (form) => {
  const draft = storage.get(draftName(form));
  stateOf(form).last = JSON.stringify(snapshot(form));
  if (!draft?.entries) return;
  const stored = JSON.stringify(snapshot(form));
  if (JSON.stringify(draft.entries) === stored) {
    storage.drop(draftName(form));
    return;
  }
  putBack(form, draft.entries);
  stateOf(form).last = JSON.stringify(snapshot(form));
  // The revision the text was typed on: if it is no longer the newest, the server answers 409.
  if (draft.revision && form.elements.revision) form.elements.revision.value = draft.revision;
  stateOf(form).typed += 1;
  say(form, "draft", words.restored);
  schedule(form, DEBOUNCE);
};

const start = (root) => {
  for (const form of root.querySelectorAll("form[data-autosave]:not([data-started])")) {
    form.dataset.started = "";
    restore(form);
  }
};
start(document);
