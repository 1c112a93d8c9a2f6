// Follows jobs: asks the JSON of a job each second and moves its <progress>.
//
// <div data-job="/cong-viec/17.json"><progress max="100"></progress><span data-job-words></span>
// <span data-job-link></span></div>
// The JSON: {"state": "waiting" | "running" | "done" | "failed", "done": 12, "total": 90, "words": "…",
//            "url": "/ket-qua/17", "url_label": "Xem kết quả", "next": "/…"}. "next" is gone to when it is done.

const words = document.getElementById("interface-texts")?.dataset ?? {};
const EACH = 1000;
const SLOWEST = 15000;

const show = (box, job) => {
  const bar = box.querySelector("progress");
  const said = box.querySelector("[data-job-words]");
  if (job.total) {
    bar.max = job.total;
    bar.value = job.state === "done" ? job.total : (job.done ?? 0);
  } else if (job.state === "done") bar.value = bar.max;
  const ended = job.state === "done" ? words.jobDone : job.state === "failed" ? words.jobFailed : "";
  const text = [job.words || ended, job.total ? `${job.done ?? 0}/${job.total}` : ""].filter(Boolean).join(" · ");
  if (said && said.textContent !== text) said.textContent = text;
};

const offer = (box, job) => {
  const place = box.querySelector("[data-job-link]");
  if (!place || !job.url) return;
  const link = document.createElement("a");
  link.href = job.url;
  link.textContent = job.url_label ?? job.url;
  place.replaceChildren(link);
};

const follow = async (box) => {
  let wait = EACH;
  for (;;) {
    if (!box.isConnected) return;
    try {
      const answer = await fetch(box.dataset.job, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const job = await answer.json();
      wait = EACH;
      show(box, job);
      if (job.state === "done" || job.state === "failed") {
        box.dataset.state = job.state;
        offer(box, job);
        if (job.state === "done" && job.next) window.location.assign(job.next);
        return;
      }
    } catch {
      const said = box.querySelector("[data-job-words]");
      if (said) said.textContent = words.jobUnreachable;
      wait = Math.min(wait * 2, SLOWEST);
    }
    await new Promise((next) => setTimeout(next, wait));
  }
};

const start = (root) => {
  for (const box of root.querySelectorAll("[data-job]:not([data-followed])")) {
    box.dataset.followed = "";
    follow(box);
  }
};
start(document);
