// Tables: copying, moving by keys between cells where one types, sorting what is on the page.
// Without this file a table is still read, sorted by the server and taken away as XLSX or CSV.

const words = document.getElementById("interface-texts")?.dataset ?? {};
const fill = (text, values) => (text ?? "").replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");

// ---------------------------------------------------------------- copying

const cellText = (cell) => {
  const input = cell.querySelector("input, select, textarea");
  const text = input ? input.value : (cell.dataset.value ?? cell.innerText);
  return text.replace(/\s+/g, " ").trim();
};

const tableText = (table) =>
  [...table.rows].map((row) => [...row.cells].map(cellText).join("\t")).join("\n");

const copyTable = async (button) => {
  const status = button.parentElement.querySelector('[role="status"]');
  const table = document.getElementById(button.dataset.copyTable);
  let said = words.copied;
  try {
    await navigator.clipboard.writeText(tableText(table));
  } catch {
    said = words.copyRefused;
  }
  if (status) status.textContent = said;
};

const showCopyButtons = (root) => {
  if (!navigator.clipboard) return;
  for (const button of root.querySelectorAll("[data-copy-table]")) button.hidden = false;
};

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-copy-table]");
  if (button) copyTable(button);
});

// ------------------------------------------------- moving between cells

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], Enter: [1, 0] };

const mayLeave = (input, key) => {
  if (key === "ArrowUp" || key === "ArrowDown") return input.tagName === "INPUT" && input.type !== "radio";
  if (key === "Enter") return input.tagName === "INPUT";
  if (typeof input.selectionStart !== "number") return false;
  const edge = key === "ArrowLeft" ? 0 : input.value.length;
  return input.selectionStart === edge && input.selectionEnd === edge;
};

const neighbour = (input, [down, right]) => {
  const cell = input.closest("td, th");
  const rows = [...cell.closest("table").rows];
  let row = rows.indexOf(cell.parentElement);
  let column = cell.cellIndex;
  for (;;) {
    row += down;
    column += right;
    const next = rows[row]?.cells[column];
    if (!next) return null;
    const found = next.querySelector("input:not([type=hidden], [disabled]), select, textarea");
    if (found) return found;
  }
};

document.addEventListener("keydown", (event) => {
  const step = STEPS[event.key];
  const input = event.target;
  if (!step || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (!input.closest?.("table[data-cells] td, table[data-cells] th") || !mayLeave(input, event.key)) return;
  const next = neighbour(input, event.shiftKey ? step.map((one) => -one) : step);
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.select?.();
});

// ------------------------------------- sorting the rows that are on the page

// Vietnamese pages write 8.180,5 and English ones 8,180.5.
const [POINT, GROUP] = document.documentElement.lang === "en" ? [".", ","] : [",", "."];
const NUMBER = new RegExp(`^[-−]?(\\d{1,3}(\\${GROUP}\\d{3})+|\\d+)(\\${POINT}\\d+)?$`);
const collator = new Intl.Collator("vi", { numeric: true });

const numberOf = (text) => Number(text.replaceAll(GROUP, "").replace(POINT, ".").replace("−", "-"));

const sortValue = (row, column) => {
  const cell = row.cells[column];
  if (cell.dataset.value !== undefined) return cell.dataset.value === "" ? null : Number(cell.dataset.value);
  const text = cellText(cell).replace(/\s*%$/, "");
  if (text === "" || text === "–") return null;
  return NUMBER.test(text) ? numberOf(text) : text;
};

const compare = (one, other) =>
  typeof one === "number" && typeof other === "number"
    ? one - other
    : collator.compare(String(one), String(other));

// Rows without a value stay last in both directions; equal rows keep their order.
const sortRows = (body, column, direction) => {
  const keyed = [...body.rows].map((row) => [sortValue(row, column), row]);
  const given = keyed.filter(([value]) => value !== null);
  const missing = keyed.filter(([value]) => value === null);
  given.sort(([one], [other]) => direction * compare(one, other));
  body.append(...[...given, ...missing].map(([, row]) => row));
};

const sortBy = (heading) => {
  const table = heading.closest("table");
  const isDown = heading.getAttribute("aria-sort") === "ascending";
  const box = table.closest(".table-box");
  const place = box ? [box.scrollLeft, box.scrollTop] : null;
  const focused = document.activeElement;
  for (const other of table.tHead.querySelectorAll("[aria-sort]")) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", isDown ? "descending" : "ascending");
  for (const body of table.tBodies) sortRows(body, heading.cellIndex, isDown ? -1 : 1);
  if (box) box.scrollTo(...place);
  focused?.focus({ preventScroll: true });
  const name = heading.querySelector(".sort").textContent.trim();
  tell(table, fill(isDown ? words.sortedDown : words.sortedUp, { column: name }));
};

const tell = (table, text) => {
  let status = table.parentElement.querySelector(":scope > .visually-hidden[role=status]");
  if (!status) {
    status = document.createElement("p");
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    table.after(status);
  }
  status.textContent = text;
};

const makeSortable = (root) => {
  for (const heading of root.querySelectorAll("table[data-sortable] > thead > tr:last-child > th")) {
    if (heading.querySelector(".sort") || heading.dataset.sort === "no" || !heading.textContent.trim()) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.append(...[...heading.childNodes].filter((node) => !node.classList?.contains("unit")));
    heading.prepend(button);
    button.addEventListener("click", () => sortBy(heading));
  }
};

const start = (root) => {
  showCopyButtons(root);
  makeSortable(root);
};
start(document);
