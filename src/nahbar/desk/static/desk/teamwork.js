// Naming colleagues in a note, the bell, and push in this browser. Without this file names are written out, and the bell
// is a link to its page.
"use strict";
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const say = (words) => {
    if ($("#news") && words) $("#news").textContent = words;
  };

  // An @ in a note opens the list of those who may see the conversation; the field keeps the focus.
  const fold = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  let begun = -1;
  let current = -1;
  const names = () => $("#colleagues");
  const fitting = () => all("#colleagues [role=option]:not([hidden])");
  function shut() {
    begun = -1;
    current = -1;
    if (!names()) return;
    names().hidden = true;
    $("#note").removeAttribute("aria-activedescendant");
    $("#note").removeAttribute("aria-controls");
  }
  function point(number) {
    const list = fitting();
    current = list.length ? (number + list.length) % list.length : -1;
    list.forEach((option, index) => option.setAttribute("aria-selected", String(index === current)));
    if (current < 0) return;
    $("#note").setAttribute("aria-activedescendant", list[current].id);
    list[current].scrollIntoView({ block: "nearest" });
  }
  function offer(area) {
    const before = area.value.slice(0, area.selectionStart);
    const at = /(?:^|[^\p{L}\p{N}_@.+-])@([^@\n]{0,40})$/u.exec(before);
    if (!at || !names()) return shut();
    const wanted = fold(at[1]);
    for (const option of all("[role=option]", names())) {
      const name = fold(option.dataset.name);
      option.hidden = !(name.startsWith(wanted) || name.split(/\s+/).some((word) => word.startsWith(wanted)));
    }
    const list = fitting();
    // Whoever has written a whole name goes on with their sentence.
    if (!list.length || list.some((option) => fold(option.dataset.name) === wanted)) return shut();
    if (names().hidden) say(names().getAttribute("aria-label"));
    begun = area.selectionStart - at[1].length - 1;
    names().hidden = false;
    area.setAttribute("aria-controls", "colleagues");
    point(0);
  }
  function choose(option) {
    const area = $("#note");
    const name = `@${option.dataset.name} `;
    area.focus();
    area.setSelectionRange(begun, area.selectionStart);
    // As if it had been typed, so that undoing works.
    if (!document.execCommand("insertText", false, name)) {
      area.setRangeText(name, begun, area.selectionEnd, "end");
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
    say(option.dataset.name);
    shut();
  }
  document.addEventListener("input", (event) => {
    if (event.target.id === "note") offer(event.target);
  });
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.target.id !== "note" || begun < 0) return;
      const moves = { ArrowDown: 1, ArrowUp: -1 };
      if (event.key in moves) point(current + moves[event.key]);
      else if ((event.key === "Enter" || event.key === "Tab") && !event.ctrlKey && !event.metaKey && !event.shiftKey && fitting()[current]) choose(fitting()[current]);
      else if (event.key === "Escape") shut();
      else return;
      event.preventDefault();
      event.stopPropagation();
    },
    true,
  );
  document.addEventListener("mousedown", (event) => {
    const option = event.target.closest("#colleagues [role=option]");
    if (!option) return;
    event.preventDefault();
    choose(option);
  });
  document.addEventListener("focusout", (event) => {
    if (event.target.id === "note") shut();
  });

  // The bell
  async function open() {
    const dialog = $("#notices");
    const list = $("#notices-list");
    const answer = await fetch(list.dataset.from, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (!answer || !answer.ok || answer.redirected) {
      location.assign($("#bell").href);
      return;
    }
    list.innerHTML = await answer.text();
    if (!dialog.open) dialog.showModal();
    const first = $("a", list);
    (first || list).focus();
  }
  document.addEventListener("click", (event) => {
    const bell = event.target.closest("#bell");
    if (!bell || event.ctrlKey || event.metaKey || event.shiftKey || !$("#notices")) return;
    event.preventDefault();
    open();
  });
  function listenToBell() {
    const bell = $("#nav-bell");
    if (!bell) return;
    const number = () => parseInt($("#bell").dataset.version, 10) || 0;
    let last = number();
    new MutationObserver(() => {
      if (number() > last) say(bell.dataset.news);
      last = number();
    }).observe(bell, { childList: true });
  }

  // Push: the browser subscribes at its maker's service with our key, and says where that is.
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const browserName = () => {
    const agent = navigator.userAgent;
    const found = ["Edg", "Firefox", "Chrome", "Safari"].find((name) => agent.includes(`${name}/`)) || "";
    const system = ["Android", "iPhone", "iPad", "Windows", "Mac", "Linux"].find((name) => agent.includes(name)) || "";
    return [found === "Edg" ? "Edge" : found, system].filter(Boolean).join(", ");
  };
  const tell = (form, fields) => {
    const body = new URLSearchParams({ csrfmiddlewaretoken: $("[name=csrfmiddlewaretoken]", form).value, ...fields });
    return fetch(form.action, { method: "POST", body, redirect: "error" });
  };
  async function subscribe(form, registration) {
    if ((await Notification.requestPermission()) !== "granted") throw new Error(form.dataset.refused);
    const key = bytes(form.dataset.key);
    const made = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
    const fields = { endpoint: made.endpoint, key: text(made.getKey("p256dh")), secret: text(made.getKey("auth")), name: browserName() };
    const answer = await tell(form, fields);
    if (!answer.ok) throw new Error(await answer.text());
  }
  async function unsubscribe(form, subscription) {
    await tell(form, { endpoint: subscription.endpoint, gone: "yes" });
    await subscription.unsubscribe();
  }
  async function offerPush() {
    const form = $("#push");
    if (!form || !("serviceWorker" in navigator) || !("PushManager" in window)) return;
    const registration = await navigator.serviceWorker.register(form.dataset.worker);
    let subscription = await registration.pushManager.getSubscription();
    const ours = subscription && subscription.options.applicationServerKey;
    // A key of another day: what was made with it hears nothing from us any more.
    if (ours && text(ours) !== form.dataset.key) {
      await subscription.unsubscribe();
      subscription = null;
    }
    form.hidden = false;
    $("#push-none").hidden = true;
    $("[data-on]", form).hidden = !!subscription;
    $("[data-off]", form).hidden = !subscription;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      try {
        if (subscription) await unsubscribe(form, subscription);
        else await subscribe(form, registration);
        location.reload();
      } catch (error) {
        // Only our own sentences are for people; what a browser says of its trouble is not.
        $("#push-problem").textContent = error.name === "Error" ? error.message : form.dataset.failed;
      }
    });
  }
  document.addEventListener("DOMContentLoaded", () => {
    listenToBell();
    offerPush();
  });
})();
