// Who else looks at the open conversation, and who is typing. Nothing of it is needed to read or to answer.
"use strict";
(() => {
  const BEAT = 45000; // so often a page says that it is still looked at
  const TYPING = 15000; // and so often at most that somebody types
  const $ = (selector, root = document) => root.querySelector(selector);
  const place = () => $("#onlookers");
  const address = () => place() && place().dataset.onlookers;

  let here = "";
  let timer = 0;
  let asking = 0;
  let typed = 0;

  const token = () => $("[name=csrfmiddlewaretoken]");
  function post(to, fields, last = false) {
    return fetch(to, {
      method: "POST", body: new URLSearchParams(fields), redirect: "error", keepalive: last,
      headers: { "X-CSRFToken": token() ? token().value : "", "HX-Request": "true" },
    }).catch(() => null);
  }

  async function show(answer) {
    // Signed out, or away for a moment: whoever was shown last is not claimed to be there still.
    const html = answer && answer.status === 200 ? await answer.text() : "";
    const list = place();
    if (!list || address() !== here) return;
    const fresh = new DOMParser().parseFromString(html, "text/html").body;
    const old = $("ul", list);
    if (!old || old.innerText.trim() !== fresh.innerText.trim() || !fresh.firstElementChild) list.innerHTML = html;
    clearTimeout(asking);
    const again = $("[data-again]", fresh);
    // Nobody tells that they have stopped; after a while without a word one asks.
    if (again) asking = setTimeout(ask, 1000 * again.dataset.again);
  }
  const ask = async () => here && show(await fetch(here, { headers: { "HX-Request": "true" }, redirect: "error" }).catch(() => null));

  async function beat(typing = false) {
    clearTimeout(timer);
    if (!here || document.visibilityState === "hidden") return;
    timer = setTimeout(beat, BEAT);
    const answer = await post(here, typing ? { typing: "yes" } : {});
    await show(answer);
  }
  function leave() {
    if (!here) return;
    clearTimeout(timer);
    clearTimeout(asking);
    post(here, { gone: "yes" }, true);
    here = "";
  }
  function look() {
    const now = address() || "";
    if (now === here) return;
    leave();
    here = document.visibilityState === "hidden" ? "" : now;
    typed = 0;
    beat();
  }

  document.addEventListener("input", (event) => {
    if (!event.target.closest(".write textarea") || Date.now() - typed < TYPING) return;
    typed = Date.now();
    beat(true);
  });
  document.addEventListener("nahbar:onlookers", ask);
  document.addEventListener("visibilitychange", () => (document.visibilityState === "hidden" ? leave() : look()));
  window.addEventListener("pagehide", leave);
  document.addEventListener("DOMContentLoaded", look);
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target.id !== "stage") return;
    if (address() === here) ask();
    else look();
  });
})();
