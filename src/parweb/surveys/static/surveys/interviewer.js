// The interviewer's telephone: a list of people, the form screen by screen, a queue that is sent once and only once.
// Every answer is on the device before the next screen; a key made here lets the server know what it already has.

import { holds, numberOf, seenAs } from "./interviewer_logic.js";
import { ask, pause, receipts } from "./interviewer_sending.js";
import { draftOf, drafts, dropItem, finish, keepDraft, putItem, queued, reopen } from "./interviewer_store.js";

const work = JSON.parse(document.getElementById("work").textContent);
const words = document.querySelector("[data-words]").dataset;
const app = document.querySelector("[data-app]");
const status = document.querySelector("[data-status]");
const queueLine = document.querySelector("[data-queue]");
const sendButton = document.querySelector("[data-send]");
const AT_ONCE = 50;
let isSending = false;
let again = 0;
let failures = 0;
let newKey = () => crypto.randomUUID();
if (!crypto.randomUUID) newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");

const make = (tag, attributes = {}, ...children) => {
  const one = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) one.addEventListener(name.slice(2), value);
    else if (value !== false && value !== undefined && value !== "") one.setAttribute(name, value === true ? "" : value);
  }
  one.append(...children.filter((child) => child !== null && child !== undefined));
  return one;
};
const button = (label, kind, onclick, id) => make("button", { type: "button", class: kind, onclick, id }, label);
// Who was in here is not lost when the content changes: at the same button where it still is, else at the heading.
const show = (...parts) => {
  const held = app.contains(document.activeElement) ? document.activeElement.id : null;
  app.replaceChildren(...parts.filter(Boolean));
  const heading = app.querySelector("h1");
  if (held === null) return heading?.scrollIntoView({ block: "nearest" });
  heading?.setAttribute("tabindex", "-1");
  return ((held && document.getElementById(held)) || heading)?.focus();
};
const mine = (item) => item.campaign === work.campaign && item.account === work.account;

// ------------------------------------------------------------------ the list

async function list() {
  const waiting = (await queued()).filter(mine);
  const begun = new Set(await drafts());
  const done = new Set(waiting.filter((one) => one.kind === "answer" && !one.why).map((one) => one.invitation));
  const rows = work.people.map((person) => row(person, done.has(person.id), begun.has(draftId(person))));
  const refused = waiting.filter((one) => one.why);
  show(
    make("h1", {}, work.title),
    work.is_over ? make("p", { class: "lead" }, words.over) : null,
    ...refused.map(refusal),
    rows.length ? make("ul", { class: "people" }, ...rows) : make("p", { class: "lead" }, words.none),
  );
  await tell();
}

// A refused form can be mended where its person still waits: it becomes a draft again, under its own key.
function refusal(item) {
  const person = work.people.find((one) => one.id === item.invitation && one.is_open);
  const mend = async () => {
    await reopen({ id: draftId(person), key: item.key, started_at: item.started_at, seconds: item.seconds, answers: item.answers, screen: 0 });
    await begin(person);
  };
  return make("div", { class: "wrong" }, make("p", {}, `${words.refused}: ${codeOf(item.invitation)}. ${item.why}`),
    person && item.kind === "answer" ? button(words.mend, "back", mend) : null);
}

function row(person, isDone, isBegun) {
  const last = work.outcomes.find(([code]) => code === person.last);
  const about = [person.unit, person.cluster, isDone ? words.done : person.state, last?.[1]].filter(Boolean).join(" · ");
  const isOpen = person.is_open && !isDone;
  return make("li", { "data-person": String(person.id) },
    make("h2", {}, person.code), make("p", {}, about),
    isOpen ? make("div", { class: "steps" },
      isBegun || !work.is_over ? button(isBegun ? words.resume : words.start, "go", () => begin(person), `begin-${person.id}`) : null,
      button(words.attempt, "back", () => attempt(person), `attempt-${person.id}`)) : null);
}

const codeOf = (id) => work.people.find((one) => one.id === id)?.code ?? id;
const draftId = (person) => `${work.account}:${work.campaign}:${person.id}`;

// ---------------------------------------------------------------- the form

async function begin(person) {
  const id = draftId(person);
  const draft = (await draftOf(id)) ?? { id, key: newKey(), started_at: new Date().toISOString(), seconds: 0, answers: {}, screen: 0 };
  screen(person, draft);
}

function scene(answers) {
  return { answer: (name) => seen(name, answers) };
}

function seen(name, answers) {
  for (const one of work.form.screens.flatMap((each) => each.questions)) {
    if (!isAsked(one, answers) && (one.id === name || one.fields.some((field) => field.id === name))) return "";
    if (one.id === name && one.kind === "multi") {
      return one.options.filter((option) => answers[`${name}:${option.code}`]).map((option) => option.name).join(" ");
    }
    const field = one.fields.find((each) => each.id === name);
    if (field) return value(one, field, answers[name] ?? "");
  }
  return "";
}

function value(question, field, answer) {
  if (field.kind === "code") return question.options.find((one) => one.code === answer)?.name ?? "";
  return seenAs(field.kind, String(answer), work.form.number);
}

const isAsked = (question, answers) => work.form.skips[question.id].every((tree) => holds(tree, scene(answers)));
const asked = (answers) =>
  work.form.screens.map((one, number) => ({ ...one, number, questions: one.questions.filter((each) => isAsked(each, answers)) }))
    .filter((one) => one.questions.length);

function screen(person, draft) {
  const screens = asked(draft.answers);
  const here = screens.find((one) => one.number >= draft.screen) ?? screens.at(-1);
  const place = screens.indexOf(here);
  const began = Date.now();
  const form = make("form", { novalidate: true, autocomplete: "off" }, ...here.questions.map((one) => drawn(one, draft.answers)));
  const step = async (to) => {
    const read = answersIn(form, here);
    for (const one of namesOf(here)) delete draft.answers[one];
    Object.assign(draft.answers, read);
    draft.seconds += Math.round((Date.now() - began) / 1000);
    if (to > 0 && !check(form, here, draft.answers)) return keepDraft(draft);
    const next = asked(draft.answers);
    const after = to > 0 ? next.find((one) => one.number > here.number) : next.filter((one) => one.number < here.number).at(-1);
    draft.screen = after ? after.number : here.number;
    await keepDraft(draft);
    if (after) return screen(person, draft);
    return to > 0 ? done(person, draft) : list();
  };
  form.addEventListener("submit", (event) => { event.preventDefault(); step(1); });
  form.append(make("div", { class: "steps" }, make("button", { class: "go" }, place === screens.length - 1 ? words.finish : words.next),
    button(words.before, "back", () => step(-1))));
  show(make("p", { class: "far" }, make("progress", { max: screens.length, value: place + 1, "aria-label": words.place }), make("span", {}, `${words.place} ${place + 1} / ${screens.length}`)),
    make("h1", { class: "group" }, here.title || person.code), form, button(words.list, "back", list));
}

const namesOf = (here) => here.questions.flatMap((one) => [
  ...one.fields.map((field) => field.id), ...one.options.map((option) => option.text).filter(Boolean),
  ...(one.kind === "multi" ? one.options.map((option) => `${one.id}:${option.code}`) : []),
]);

function drawn(question, answers) {
  if (question.kind === "note") return make("section", { class: "question" }, make("p", {}, question.label));
  const hint = question.hint ? make("p", { class: "hint" }, question.hint) : null;
  if (question.kind === "multi") return choices(question, question.id, question.label, "checkbox", answers, hint);
  const fields = question.fields.map((field) => {
    const label = question.kind === "matrix" ? field.label : question.label;
    return field.kind === "code" ? choices(question, field.id, label, "radio", answers, question.kind === "matrix" ? null : hint) : typed(field, label, answers, hint);
  });
  if (question.kind !== "matrix") return make("div", {}, ...fields);
  return make("section", { class: "question" }, make("h2", {}, question.label), hint, ...fields);
}

function choices(question, name, label, type, answers, hint) {
  const offered = question.options.filter((one) => holds(question.filter, { ...scene(answers), columns: { ...one.columns, name: one.name } }));
  const several = type === "checkbox" ? make("p", { class: "hint" }, words.several) : null;
  return make("fieldset", { class: "field", id: name }, make("legend", {}, label), hint, several, ...offered.map((one) => {
    const isChosen = type === "radio" ? answers[name] === one.code : answers[`${name}:${one.code}`] === 1;
    const more = one.text ? make("div", { class: "more" }, make("label", { for: one.text }, words.specify), make("input", { type: "text", id: one.text, name: one.text, value: answers[one.text] ?? "" })) : null;
    const input = make("input", { type, name, value: String(one.code), id: `${name}-${one.code}` });
    input.checked = isChosen;
    return make("div", { class: "choice" }, input, make("label", { for: `${name}-${one.code}` }, one.label), more);
  }));
}

const typed = (field, label, answers, hint) => make("div", { class: "field", id: field.id }, make("label", { class: "legend", for: `t-${field.id}` }, label), hint,
  field.kind === "text" ? make("textarea", { id: `t-${field.id}`, name: field.id, rows: 3 }, answers[field.id] ?? "")
    : make("input", { type: field.kind === "date" ? "date" : "text", id: `t-${field.id}`, name: field.id, value: answers[field.id] ?? "", inputmode: field.kind === "date" ? "" : "decimal" }));

function answersIn(form, here) {
  const sent = new FormData(form);
  const read = {};
  for (const question of here.questions) {
    if (question.kind === "multi") {
      const ticked = new Set(sent.getAll(question.id));
      if (ticked.size) for (const one of question.options) read[`${question.id}:${one.code}`] = ticked.has(String(one.code)) ? 1 : 0;
    }
    for (const field of question.fields) {
      const text = String(sent.get(field.id) ?? "").trim();
      if (text) read[field.id] = field.kind === "code" ? Number(text) : text;
    }
    for (const one of question.options) {
      const text = one.text ? String(sent.get(one.text) ?? "").trim() : "";
      const isChosen = question.kind === "multi" ? read[`${question.id}:${one.code}`] === 1 : read[question.id] === one.code;
      if (text && isChosen) read[one.text] = text;
    }
  }
  return read;
}

function check(form, here, answers) {
  for (const old of form.querySelectorAll(".problem")) old.remove();
  for (const one of form.querySelectorAll(".is-wrong")) one.classList.remove("is-wrong");
  for (const one of form.querySelectorAll("[aria-describedby]")) one.removeAttribute("aria-describedby");
  const found = here.questions.map((one) => mistake(one, answers)).filter(Boolean);
  for (const [name, text] of found) point(form.querySelector(`#${CSS.escape(name)}`), `p-${name}`, text);
  form.querySelector(".is-wrong")?.querySelector("input, textarea")?.focus();
  return found.length === 0;
}

// What is wrong with the answer to a question: the field it stands at, and the words; nothing where it is right.
function mistake(question, answers) {
  const unread = question.fields.find((one) => answers[one.id] !== undefined && unreadable(one, answers[one.id]));
  if (unread) return [unread.id, unreadable(unread, answers[unread.id])];
  const current = seen(question.id, answers);
  const empty = question.fields.find((one) => answers[one.id] === undefined);
  if (question.required && (question.kind === "matrix" ? empty : current === "")) return [question.kind === "matrix" ? empty.id : question.id, words.required];
  if (current === "" || holds(question.constraint, { ...scene(answers), current })) return null;
  return [question.kind === "matrix" ? question.fields[0].id : question.id, question.message || words.wrong];
}

// The server refuses what it cannot read, and then the person is gone: it is said while they are still there.
function unreadable(field, answer) {
  if (field.kind !== "integer" && field.kind !== "decimal") return "";
  const number = numberOf(answer, work.form.number);
  if (Number.isNaN(number) || Math.abs(number) > work.form.largest) return words.number;
  return field.kind === "integer" && !Number.isInteger(number) ? words.whole : "";
}

function point(place, id, text) {
  place.classList.add("is-wrong");
  place.prepend(make("p", { class: "problem", id, role: "alert" }, text));
  (place.matches("fieldset") ? place : place.querySelector("input, textarea")).setAttribute("aria-describedby", id);
}

async function done(person, draft) {
  await finish(draft.id, {
    key: draft.key, kind: "answer", campaign: work.campaign, account: work.account, invitation: person.id, answers: draft.answers,
    language: work.language, started_at: draft.started_at, finished_at: new Date().toISOString(), seconds: draft.seconds,
  });
  await list();
  send();
}

// ------------------------------------------------------------- an attempt

function attempt(person) {
  const select = make("select", { id: "outcome" }, ...work.outcomes.map(([code, label]) => make("option", { value: code }, label)));
  const note = make("input", { type: "text", id: "note", maxlength: 300 });
  const save = async (event) => {
    event.preventDefault();
    await putItem({ key: newKey(), kind: "attempt", campaign: work.campaign, account: work.account, invitation: person.id, outcome: select.value, note: note.value, at: new Date().toISOString() });
    person.last = select.value;
    await list();
    send();
  };
  // A form, as the screens are: what comes back from sending leaves it alone.
  show(make("h1", {}, person.code), make("form", { autocomplete: "off", onsubmit: save },
    make("div", { class: "field" }, make("label", { class: "legend", for: "outcome" }, words.outcome), select),
    make("div", { class: "field" }, make("label", { class: "legend", for: "note" }, words.note), note),
    make("div", { class: "steps" }, make("button", { class: "go" }, words.save), button(words.list, "back", list))));
}

// ------------------------------------------------------------- sending in

async function tell() {
  const waiting = (await queued()).filter((one) => mine(one) && !one.why).length;
  queueLine.textContent = waiting ? `${words.waiting}: ${waiting}` : words.nothing;
  sendButton.hidden = waiting === 0;
}

async function send() {
  if (isSending) return;
  isSending = true;
  clearTimeout(again);
  try {
    await sendAll();
    failures = 0;
  } catch (problem) {
    tellProblem(problem);
  } finally {
    isSending = false;
    await tell();
  }
}

// Each kind in its own words; whatever it is, what waits stays on the device.
function tellProblem({ kind, status: code, why }) {
  if (kind === "signin") return status.replaceChildren(make("a", { href: work.sign_in }, words.signin));
  if (kind === "refused") {
    status.textContent = `${why || words.shut} ${words.kept}`;
    return undefined;
  }
  failures += 1;
  const seconds = pause(failures);
  again = setTimeout(send, seconds * 1000);
  status.textContent = kind === "server" ? words.server.replace("{code}", code).replace("{minutes}", seconds / 60) : words.offline;
  return undefined;
}

async function sendAll() {
  const waiting = (await queued()).filter((one) => mine(one) && !one.why);
  if (!waiting.length) return;
  const { token } = await ask(work.data);
  const post = (items) =>
    ask(work.send, { method: "POST", body: JSON.stringify({ items }), headers: { "Content-Type": "application/json", "X-CSRFToken": token } });
  let isRefused = false;
  let left;
  for (let start = 0; start < waiting.length && !left; start += AT_ONCE) {
    const { taken, problem } = await receipts(waiting.slice(start, start + AT_ONCE), post);
    for (const receipt of taken) await settle(receipt, waiting);
    isRefused ||= taken.some((one) => one.state === "refused");
    left = problem;
  }
  const { people, is_over } = await ask(work.data).catch(() => work);
  Object.assign(work, { people, is_over });
  if (!app.querySelector("form")) await list();
  if (left) throw left;
  status.textContent = isRefused ? words.some : words.sent;
}

async function settle(receipt, waiting) {
  if (receipt.state !== "refused") return dropItem(receipt.key);
  const item = waiting.find((one) => one.key === receipt.key);
  return item && putItem({ ...item, why: receipt.why });
}

// ------------------------------------------------------------------ begin

async function start() {
  if ("serviceWorker" in navigator) navigator.serviceWorker.register(work.worker, { scope: work.scope });
  navigator.storage?.persist?.();
  sendButton.addEventListener("click", send);
  window.addEventListener("online", send);
  window.addEventListener("unhandledrejection", () => { status.textContent = words.full; });
  await list();
  await send();
}

start().catch(() => { status.textContent = words.broken; });
