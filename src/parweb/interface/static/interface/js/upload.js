// Several files at once by drag and drop, each with its progress. Without this file the same form is a plain
// <input type="file" multiple> with a button.
//
// <form class="upload" data-upload data-limit-mb="50" method="post" enctype="multipart/form-data" action="…">
//   … <input type="file" name="files" multiple> <button>Tải lên</button> <ul class="upload__list"></ul></form>
// Each file is posted alone, with the other fields of the form. The answer's HTML (if any) becomes its line.

const words = document.getElementById("interface-texts")?.dataset ?? {};
const fill = (text, values) => (text ?? "").replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
const MEGABYTE = 1024 * 1024;

const lineFor = (form, file) => {
  let list = form.querySelector(".upload__list");
  if (!list) {
    list = document.createElement("ul");
    list.className = "upload__list";
    form.append(list);
  }
  const line = document.createElement("li");
  const text = document.createElement("span");
  text.setAttribute("role", "status");
  text.textContent = file.name;
  const bar = document.createElement("progress");
  bar.max = 100;
  bar.value = 0;
  bar.setAttribute("aria-label", file.name);
  line.append(bar, text);
  list.append(line);
  return { line, text, bar };
};

const bodyFor = (form, input, file) => {
  const body = new FormData(form);
  body.delete(input.name);
  body.append(input.name, file, file.name);
  return body;
};

const failed = (view, file, reason) => {
  view.bar.remove();
  view.text.textContent = fill(words.uploadFailed, { name: file.name, reason });
};

const finished = (view, file, request) => {
  view.bar.remove();
  const isHtml = (request.getResponseHeader("Content-Type") ?? "").startsWith("text/html");
  if (isHtml && request.getResponseHeader("X-Fragment")) view.line.innerHTML = request.responseText;
  else view.text.textContent = fill(words.uploaded, { name: file.name });
};

const reasonIn = (request) => {
  const told = request.getResponseHeader("X-Reason");
  if (told) return decodeURIComponent(told);
  return words.serverRefused;
};

// XMLHttpRequest, because fetch does not tell how much was sent.
const send = (form, input, file) =>
  new Promise((done) => {
    const view = lineFor(form, file);
    const limit = Number(form.dataset.limitMb ?? 0);
    if (limit && file.size > limit * MEGABYTE) {
      failed(view, file, fill(words.tooLarge, { limit }));
      return done(false);
    }
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("X-Requested-With", "upload");
    request.upload.addEventListener("progress", (event) => {
      const percent = event.lengthComputable ? Math.floor((100 * event.loaded) / event.total) : 0;
      view.bar.value = percent;
      view.text.textContent = fill(words.uploading, { name: file.name, percent });
    });
    request.addEventListener("load", () => {
      const isFine = request.status >= 200 && request.status < 300;
      if (isFine) finished(view, file, request);
      else failed(view, file, reasonIn(request));
      done(isFine);
    });
    request.addEventListener("error", () => {
      failed(view, file, words.noNetwork);
      done(false);
    });
    request.send(bodyFor(form, input, file));
  });

// One after the other: a slow line carries one file well and five badly.
const sendAll = async (form, files) => {
  const input = form.querySelector('input[type="file"]');
  let isFine = true;
  for (const file of files) isFine = (await send(form, input, file)) && isFine;
  input.value = "";
  form.dispatchEvent(new CustomEvent("upload:done", { bubbles: true, detail: { isFine } }));
  if (isFine && form.dataset.next) window.location.assign(form.dataset.next);
};

const formOf = (event) => event.target.closest?.("form[data-upload]");

document.addEventListener("submit", (event) => {
  const form = formOf(event);
  const files = form?.querySelector('input[type="file"]').files;
  if (!files?.length) return;
  event.preventDefault();
  sendAll(form, [...files]);
});
document.addEventListener("dragover", (event) => {
  const form = formOf(event);
  if (!form) return;
  event.preventDefault();
  form.classList.add("is-over");
});
document.addEventListener("dragleave", (event) => {
  const form = formOf(event);
  if (form && !form.contains(event.relatedTarget)) form.classList.remove("is-over");
});
document.addEventListener("drop", (event) => {
  const form = formOf(event);
  if (!form) return;
  event.preventDefault();
  form.classList.remove("is-over");
  if (form.reportValidity && !isComplete(form)) return;
  sendAll(form, [...event.dataTransfer.files]);
});

// The file input is empty while files are dropped; every other required field must be filled.
const isComplete = (form) =>
  [...form.elements].every((one) => one.type === "file" || !one.willValidate || one.reportValidity());

const invite = (root) => {
  for (const form of root.querySelectorAll("form[data-upload]")) {
    if (form.querySelector(".upload__drop")) continue;
    const text = document.createElement("p");
    text.className = "upload__drop note";
    text.textContent = words.drop;
    form.querySelector('input[type="file"]')?.after(text);
  }
};
invite(document);
