// Typing paper forms fast: a full code goes to the next box, Enter and arrows move. Without script, Tab does.
const form = document.querySelector("[data-keying]");
const boxes = form ? [...form.querySelectorAll("input.input")] : [];

function go(from, step) {
  const next = boxes[boxes.indexOf(from) + step];
  if (next) {
    next.focus();
    next.select();
  } else if (step > 0) {
    form.querySelector("button:enabled").focus();
  }
}

form?.addEventListener("keydown", (event) => {
  const box = event.target;
  if (!boxes.includes(box)) return;
  if (event.key === "Enter" || event.key === "ArrowDown") {
    event.preventDefault();
    go(box, 1);
  } else if (event.key === "ArrowUp") {
    event.preventDefault();
    go(box, -1);
  }
});

form?.addEventListener("input", (event) => {
  const box = event.target;
  const digits = Number(box.dataset.digits || 0);
  if (digits && box.value.length >= digits) go(box, 1);
});

(form?.querySelector("[aria-invalid]") || boxes[0])?.focus();
