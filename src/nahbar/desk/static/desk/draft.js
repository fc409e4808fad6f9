// The draft is saved while it is written. Until the server has it, the browser keeps it: through a reload, a crash, a lost
// connection and the end of the session. Without this file the button "Save the draft" does what can be done.
"use strict";
(() => {
  const SOON = 700; // after the last key
  const LATEST = 2500; // while somebody writes without a pause
  const AGAIN = 5000; // after trouble
  const MOST_KEPT_ALIVE = 60000; // bytes that a browser sends from a page that is being left
  const $ = (selector, root = document) => root.querySelector(selector);

  let form = null;
  let timer = 0;
  let since = 0;
  let busy = false;
  let once_more = false;
  let leaving = false;
  let sent = ""; // under what the last answer left: its words are nobody's draft any more
  const area = () => $("#text", form);
  const field = (name) => $(`[name=${name}]`, form);
  const clashing = () => $("#clash", form).childElementCount > 0;
  const place = () => `nahbar-${form.dataset.kept}`;

  const keep = () => sessionStorage.setItem(place(), JSON.stringify({ text: area().value, version: field("version").value, once: field("once").value }));
  const forget = () => sessionStorage.removeItem(place());
  function say(words, link) {
    const state = $("#draft-state", form);
    if (!state || state.dataset.said === words) return;
    state.dataset.said = words;
    state.textContent = words;
    if (!link) return;
    const way = document.createElement("a");
    Object.assign(way, { href: link, textContent: state.dataset.in });
    state.append(" ", way);
  }
  const words = (name) => $("#draft-state", form).dataset[name];

  function later(wait = SOON) {
    const now = Date.now();
    since = since || now;
    clearTimeout(timer);
    timer = setTimeout(save, Math.max(0, Math.min(wait, since + LATEST - now)));
  }

  function content() {
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string" && name !== "other") body.append(name, value);
    return body;
  }

  async function save() {
    clearTimeout(timer);
    timer = since = 0;
    if (!form || clashing()) return;
    if (busy) {
      once_more = true;
      return;
    }
    busy = true;
    once_more = false;
    const here = form;
    const text = area().value;
    const body = content();
    const answer = await fetch(form.dataset.draft, {
      method: "POST", body, redirect: "error", keepalive: leaving && String(body).length < MOST_KEPT_ALIVE,
      headers: { "X-CSRFToken": field("csrfmiddlewaretoken").value, "HX-Request": "true", "HX-Current-URL": location.href },
    }).catch(() => null);
    busy = false;
    if (form !== here) return;
    await take(answer, text, here);
    if (once_more) later();
  }

  async function take(answer, text, here) {
    const out = answer && answer.headers.get("HX-Redirect");
    if (answer && answer.status === 200) {
      const saved = await answer.json();
      if (form !== here) return;
      field("version").value = saved.version;
      field("once").value = saved.once;
      if (area().value === text) forget();
      else keep();
      say(saved.version ? words("saved") : "");
    } else if (answer && answer.status === 409) {
      const html = await answer.text();
      if (form === here) clash(html);
    } else if (out || (answer && answer.status === 403)) {
      // After a new sign-in elsewhere this page's own token is no longer good; loading it anew makes it so.
      say(words("out"), out || location.href);
    } else if (answer && answer.status === 422) {
      say(words("refused"));
    } else {
      say(words("unsaved"));
      clearTimeout(timer);
      timer = setTimeout(save, AGAIN);
    }
  }

  function clash(html) {
    $("#clash", form).innerHTML = html;
    say("");
  }
  function choose(choice) {
    const banner = $(".clashing", form);
    const other = $(".other", banner);
    const mine = area().value;
    if (choice === "take") area().value = other.value;
    if (choice === "both") area().value = `${mine.trimEnd()}\n\n${other.value}`;
    field("version").value = banner.dataset.version;
    field("once").value = banner.dataset.once;
    $("#clash", form).replaceChildren();
    area().focus();
    area().dispatchEvent(new Event("input", { bubbles: true }));
    save();
  }

  function start() {
    form = $(".reply-form[data-draft]");
    clearTimeout(timer);
    timer = since = 0;
    if (!form || !area()) {
      form = null;
      return;
    }
    form.classList.add("live");
    let local = null;
    try {
      local = JSON.parse(sessionStorage.getItem(place()) || "null");
    } catch {
      forget();
    }
    if (!local || clashing()) return;
    if (!local.text.trim() || local.text === area().value || local.once === sent) {
      forget();
      return;
    }
    // What the server never got goes on from the version that its writer saw; where it has moved on, it says so.
    area().value = local.text;
    field("version").value = local.version;
    field("once").value = local.once;
    save();
  }

  document.addEventListener("input", (event) => {
    if (!form || event.target.form !== form || event.target.type === "file") return;
    if (event.target === area()) keep();
    later();
  });
  document.addEventListener("change", (event) => {
    if (form && event.target.form === form && event.target.matches("[type=radio], [type=checkbox]")) later();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[name=clash]");
    if (!button || !form) return;
    event.preventDefault();
    choose(button.value);
  });
  // Enter in the field for a time means that time, not the form's first button.
  document.addEventListener("keydown", (event) => {
    const later = event.target.closest && event.target.closest("details.later");
    if (event.target.id === "later-words" && event.key === "Enter") {
      event.preventDefault();
      $("button", event.target.parentElement).click();
    } else if (later && event.key === "Escape") {
      later.open = false;
      $("summary", later).focus();
    }
  });
  document.addEventListener("toggle", (event) => {
    if (!event.target.matches || !event.target.matches("details.later[open]")) return;
    $("input:checked", event.target).focus();
    event.target.scrollIntoView({ block: "nearest" });
  }, true);
  // Whoever goes elsewhere has their last words saved first.
  const flush = () => {
    if (!timer) return;
    leaving = true;
    save();
    leaving = false;
  };
  window.addEventListener("pagehide", flush);
  window.addEventListener("online", () => form && sessionStorage.getItem(place()) && save());
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && flush());
  const sends = (event) => form && event.target === form && event.detail.requestConfig.verb === "post";
  document.addEventListener("htmx:beforeRequest", (event) => {
    const target = event.detail.target;
    if (sends(event)) clearTimeout(timer);
    else if (target && target.id === "stage") flush();
  });
  // Before anything else is done with the answer: it may lead to another page.
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    if (!form || event.detail.elt !== form || event.detail.xhr.status !== 200) return;
    sent = field("once").value;
    forget();
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const failed = form && event.detail.elt === form && event.detail.xhr.status !== 200;
    if (failed && sessionStorage.getItem(place())) timer = setTimeout(save, AGAIN);
  });
  document.addEventListener("DOMContentLoaded", start);
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target.id === "stage") start();
  });
})();
