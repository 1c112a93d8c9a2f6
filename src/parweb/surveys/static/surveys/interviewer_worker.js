// Keeps the interviewer's pages on the device. KEPT and SCOPE stand above this line, written by the server.
// Pages come from the network where there is one, from the device where there is none or the server fails.

// A new version of any of them has another name in KEPT, and with it all are fetched anew.
const CACHE = `phong-van:${KEPT.join(" ")}`;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(KEPT.map((one) => new Request(one, { cache: "reload" })))).then(() => self.skipWaiting()));
});

// Pages that are open, and those that the version before kept, are fetched anew: their files have other names now.
self.addEventListener("activate", (event) => {
  event.waitUntil(
    Promise.all([openPages(), keptPages()])
      .then((found) => Promise.all([...new Set(found.flat())].map((url) => fetch(url).then((answer) => keep(url, answer)).catch(() => null))))
      .then(() => caches.keys())
      .then((names) => Promise.all(names.filter((one) => one !== CACHE).map((one) => caches.delete(one))))
      .then(() => self.clients.claim()),
  );
});

const isPage = (url) => new URL(url).pathname.startsWith(SCOPE) && new URL(url).pathname.endsWith("/");
const openPages = async () => {
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  return windows.map((one) => one.url.split("#")[0]).filter(isPage);
};
const keptPages = async () => {
  const names = (await caches.keys()).filter((one) => one !== CACHE);
  const requests = await Promise.all(names.map((one) => caches.open(one).then((cache) => cache.keys())));
  return requests.flat().map((one) => one.url).filter(isPage);
};

const keep = async (request, answer) => {
  if (answer.ok && !answer.redirected) await (await caches.open(CACHE)).put(request, answer);
};
const kept = async (request) => (await caches.match(request, { ignoreVary: true })) ?? null;
const fetched = async (event) => {
  const answer = await fetch(event.request);
  event.waitUntil(keep(event.request, answer.clone()));
  return answer;
};
// A server that fails is as good as none: the page on the device is shown, and says what waits.
const page = async (event) => {
  const answer = await fetched(event).catch(() => null);
  if (answer && answer.status < 500) return answer;
  return (await kept(event.request)) ?? answer ?? Response.error();
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate" && url.pathname.startsWith(SCOPE)) {
    event.respondWith(page(event));
  } else if (KEPT.includes(url.pathname)) {
    event.respondWith(caches.match(request).then((found) => found ?? fetched(event)));
  }
});
