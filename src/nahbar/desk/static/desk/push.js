// The service worker: shows what was pushed, and opens what it speaks of. It keeps nothing and serves no page.
"use strict";

self.addEventListener("push", (event) => {
  const told = event.data ? event.data.json() : {};
  // The same tag again replaces what is shown already, so that one thing never stands there twice.
  const shown = { body: told.body, tag: told.tag, data: { path: told.path }, icon: new URL("icon.svg", self.location.href).href };
  event.waitUntil(self.registration.showNotification(told.title || "Nahbar", shown));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const address = new URL(event.notification.data.path || "/", self.location.origin).href;
  event.waitUntil(self.clients.openWindow(address));
});
