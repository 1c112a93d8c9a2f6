// Skips, constraints and choice filters: trees [operator, value, operands] as the server's library reads them.

const truth = (value) => (typeof value === "number" ? value !== 0 && !Number.isNaN(value) : Boolean(value));
const text = (value) => (value === true ? "true" : value === false ? "false" : String(value));
const number = (value) => {
  if (typeof value !== "string") return Number(value);
  return /^\s*-?(\d+\.?\d*|\.\d+)\s*$/.test(value) ? Number(value) : NaN;
};
const equal = ([a, b]) => {
  if (typeof a === "boolean" || typeof b === "boolean") return truth(a) === truth(b);
  if (typeof a === "number" || typeof b === "number") return number(a) === number(b);
  return a === b;
};
const chosen = (value) => text(value).split(/\s+/).filter(Boolean);
const pattern = (value, source) => new RegExp(`^(?:${source})$`, "u").test(text(value));

const OPERATIONS = {
  "=": equal, "!=": (v) => !equal(v),
  "<": (v) => number(v[0]) < number(v[1]), "<=": (v) => number(v[0]) <= number(v[1]),
  ">": (v) => number(v[0]) > number(v[1]), ">=": (v) => number(v[0]) >= number(v[1]),
  "+": (v) => number(v[0]) + number(v[1]), "-": (v) => number(v[0]) - number(v[1]),
  "*": (v) => number(v[0]) * number(v[1]), div: (v) => number(v[0]) / number(v[1]),
  mod: (v) => number(v[0]) % number(v[1]), negative: (v) => -number(v[0]),
  not: (v) => !truth(v[0]), number: (v) => number(v[0]),
  coalesce: (v) => (text(v[0]) ? v[0] : v[1]),
  selected: (v) => chosen(v[0]).includes(text(v[1]).trim()),
  "count-selected": (v) => chosen(v[0]).length,
  "string-length": (v) => text(v[0]).length,
  regex: (v) => pattern(v[0], text(v[1])),
};

export function value([operator, word, operands], scene) {
  if (operator === "digits") return Number(word);
  if (operator === "text") return word;
  if (operator === "answer") return scene.answer(word);
  if (operator === "column") return scene.columns?.[word] ?? "";
  if (operator === "current") return scene.current ?? "";
  if (operator === "today") return Math.floor((Date.now() - new Date().getTimezoneOffset() * 60000) / 86400000);
  if (operator === "true" || operator === "false") return operator === "true";
  if (operator === "and") return operands.every((one) => truth(value(one, scene)));
  if (operator === "or") return operands.some((one) => truth(value(one, scene)));
  if (operator === "if") return value(operands[truth(value(operands[0], scene)) ? 1 : 2], scene);
  return OPERATIONS[operator](operands.map((one) => value(one, scene)));
}

// A typed number as the server reads it (its grammar comes with the form): 1.200,5 is 1200.5; NaN where it is none.
export const numberOf = (typed, grammar) =>
  new RegExp(grammar).test(typed.trim()) ? Number(typed.trim().replaceAll(".", "").replace(",", ".")) : NaN;

// An answer as an expression sees it: a number, a day as days since 1970, a text; "" where nothing was answered.
export function seenAs(kind, answer, grammar) {
  if (answer === "") return "";
  if (kind === "date") return Date.parse(answer) / 86400000;
  return kind === "integer" || kind === "decimal" ? numberOf(answer, grammar) : answer;
}

export const holds = (tree, scene) => tree === null || tree === undefined || truth(value(tree, scene));
