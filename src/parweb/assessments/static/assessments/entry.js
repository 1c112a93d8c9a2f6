// Keeps the header of an entry true while one types: points are added up over the leaves that are shown.

const language = document.documentElement.lang === "en" ? "en" : "vi";
const twoDecimals = new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const header = document.querySelector("[data-entry-points]");
const pointsOf = (root) =>
  [...root.querySelectorAll("form [data-points]")].reduce((sum, one) => sum + Number(one.dataset.points || 0), 0);

// What a filter hides still counts: the header's own sum less what is shown when the page opens.
const hidden = header ? Number(header.dataset.entryPoints) - pointsOf(document) : 0;

// What stood beside a field when the page was made is said anew by the answer, or is mended.
const forgetOldProblems = (form) => {
  for (const one of form.querySelectorAll(".field--wrong")) one.classList.remove("field--wrong");
  for (const one of form.querySelectorAll(".leaf__inputs .field__errors")) one.remove();
  for (const one of form.querySelectorAll("[aria-invalid]")) {
    one.removeAttribute("aria-invalid");
    one.removeAttribute("aria-describedby");
  }
};

document.addEventListener("autosave:saved", (event) => {
  forgetOldProblems(event.target);
  if (header) header.textContent = twoDecimals.format(hidden + pointsOf(document));
  const answered = event.target.querySelector("[data-entry-progress]")?.dataset.answered;
  if (answered === undefined) return;
  for (const one of document.querySelectorAll("[data-entry-answered]")) one.textContent = answered;
  for (const bar of document.querySelectorAll("[data-entry-bar]")) bar.value = Number(answered);
});
