// Asking the server for JSON. What comes back instead of an answer has a kind, and the page has words for each:
// offline (nobody answered), signin (signed out), refused (the server says why), server (it failed; tried again).

export class NotSent extends Error {
  constructor(kind, status = 0, why = "") {
    super(`${kind} ${status}`);
    Object.assign(this, { kind, status, why });
  }
}

export async function ask(url, options = {}) {
  const answer = await fetch(url, { ...options, headers: { Accept: "application/json", ...options.headers } }).catch(() => null);
  if (answer === null) throw new NotSent("offline");
  if (answer.redirected) throw new NotSent("signin", answer.status);
  const said = await answer.json().catch((problem) => problem);
  if (answer.status === 403) throw new NotSent("refused", 403, said.problem ?? "");
  if (answer.ok && said instanceof Error && said.name !== "SyntaxError") throw new NotSent("offline"); // broken off
  if (!answer.ok || said instanceof Error) throw new NotSent("server", answer.status);
  return said;
}

// What a failing server does not take as a whole is tried one by one: what it stumbles over does not hold back the
// rest. Gives the receipts, and the last failure where something was left; after three the server itself is down.
const MOST_FAILURES = 3;
export async function receipts(items, post) {
  try {
    return { taken: (await post(items)).receipts };
  } catch (problem) {
    if (problem.kind !== "server" || items.length === 1) throw problem;
  }
  const taken = [];
  const failed = [];
  for (const one of items) {
    if (failed.length === MOST_FAILURES) break;
    await post([one]).then((said) => taken.push(...said.receipts), (problem) => {
      if (problem.kind !== "server") throw problem;
      failed.push(problem);
    });
  }
  return { taken, problem: failed.at(-1) };
}

// When to try again by itself: after one minute, then two, four, … up to a quarter of an hour.
const FIRST = 60;
const LONGEST = 900;
export const pause = (failures) => Math.min(FIRST * 2 ** (failures - 1), LONGEST);
