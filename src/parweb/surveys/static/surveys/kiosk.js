// After thirty seconds without a touch the screen is free for the next person; the server has what was touched.
const form = document.querySelector("[data-idle]");
if (form) {
  let timer = 0;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => location.replace(form.dataset.home), Number(form.dataset.idle) * 1000);
  };
  for (const kind of ["pointerdown", "keydown", "input"]) document.addEventListener(kind, wait);
  wait();
}
