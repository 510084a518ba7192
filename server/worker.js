// The service worker: the program starts from its cache, and offline too. It
// touches nothing but the program's own files, so that nothing secret is ever
// cached and a cancelled call is cancelled for real.
const cacheName = "firstcall-{{.Version}}";
const resourcesToCache = {{.ResourcesToCache}};

async function install() {
  const cache = await caches.open(cacheName);
  await cache.addAll(resourcesToCache.map((file) => new Request(file, { cache: "no-cache" })));
  await self.skipWaiting();
}

async function activate() {
  for (const name of await caches.keys()) {
    if (name !== cacheName) await caches.delete(name);
  }
  await self.clients.claim();
}

async function answer(request) {
  return (await caches.match(request)) ?? fetch(request);
}

self.addEventListener("install", (event) => {
  // Where the browser can be told, the worker is not even woken for the API.
  // What a page sends as its last would be lost in waiting for it.
  event.addRoutes?.([{ condition: { urlPattern: { pathname: "/api/*" } }, source: "network" }]);
  event.waitUntil(install());
});
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  const ours = event.request.method === "GET" && url.origin === location.origin && !url.pathname.startsWith("/api/");
  if (ours) event.respondWith(answer(event.request));
});
