// Keeps the header of an entry true while one types: each saved leaf brings the entry's progress.

const show = (selector, text) => {
  for (const one of document.querySelectorAll(selector)) one.textContent = text;
};

document.addEventListener("autosave:saved", (event) => {
  const progress = event.target.querySelector("[data-entry-progress]")?.dataset;
  if (!progress) return;
  show("[data-entry-points]", progress.points);
  show("[data-entry-answered]", progress.answered);
  for (const bar of document.querySelectorAll("[data-entry-bar]")) bar.value = Number(progress.answered);
});
