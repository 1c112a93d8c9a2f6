// Alt + arrow left or right opens the link marked with data-key="ArrowLeft" or "ArrowRight".
// The links stand on the page, so nothing is lost without this file. A form being changed is never left by a key.

// What tells of the keys is hidden until they work.

let isChanged = false;

document.querySelectorAll("[data-key-hint]").forEach((one) => {
  one.hidden = false;
});

document.addEventListener("input", () => {
  isChanged = true;
});

document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || isChanged) return;
  const link = [...document.querySelectorAll("a[data-key]")].find((one) => one.dataset.key === event.key);
  if (!link) return;
  event.preventDefault();
  window.location.assign(link.href);
});
