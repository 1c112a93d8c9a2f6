// Keeps the interviewer's pages on the device. KEPT and SCOPE stand above this line, written by the server.
// Pages come from the network where there is one, from the device where there is none.

// A new version of any of them has another name in KEPT, and with it all are fetched anew.
const CACHE = `phong-van:${KEPT.join(" ")}`;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(KEPT.map((one) => new Request(one, { cache: "reload" })))).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((one) => one !== CACHE).map((one) => caches.delete(one))))
      .then(() => self.clients.claim()),
  );
});

const keep = (request, answer) => {
  if (!answer.ok || answer.redirected) return answer;
  const copy = answer.clone();
  caches.open(CACHE).then((cache) => cache.put(request, copy));
  return answer;
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  const isPage = request.mode === "navigate" && url.pathname.startsWith(SCOPE);
  if (isPage) {
    event.respondWith(
      fetch(request).then((answer) => keep(request, answer)).catch(async () => (await caches.match(request)) ?? Response.error()),
    );
  } else if (KEPT.includes(url.pathname)) {
    event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request).then((answer) => keep(request, answer))));
  }
});
