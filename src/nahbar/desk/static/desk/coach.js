// The coach while a draft is written: it looks after each short pause and never stands in the way of a key.
// Without this file the button "Check the draft" does the same by whole pages.
"use strict";
(() => {
  const PAUSE = 150;
  const $ = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const draft = () => $(".reply-form #text");

  // Places from the server count code points, a field counts UTF-16 units.
  const units = (text, points) => {
    let at = 0;
    for (let left = points; left > 0 && at < text.length; left -= 1) at += text.codePointAt(at) > 0xffff ? 2 : 1;
    return at;
  };

  let version = 0;
  let timer = 0;
  let underway = null;
  let looked = "";

  async function look() {
    const area = draft();
    const coach = $(".coach");
    if (!area || !coach) return;
    const asked = ++version;
    const text = area.value;
    if (underway) underway.abort();
    underway = new AbortController();
    const signal = underway.signal;
    const way = $("[name=way]:checked, input[type=hidden][name=way]", area.form);
    const body = new URLSearchParams({ text, part: "yes", way: way ? way.value : "" });
    const answer = await ask(body, signal).catch(() => null);
    // An answer for an older draft is of no use any more; without one, what stands there stays.
    if (!answer || answer.status !== 200) return;
    const html = await answer.text();
    if (asked !== version || draft() !== area || area.value !== text) return;
    looked = text;
    show(html);
  }

  const ask = (body, signal) =>
    fetch($(".coach").dataset.coach, {
      method: "POST", body, signal, redirect: "error",
      headers: { "X-CSRFToken": $(".reply-form [name=csrfmiddlewaretoken]").value, "HX-Request": "true" },
    });

  function show(html) {
    const place = $("#coached");
    const inside = place.contains(document.activeElement);
    const number = inside ? all(".finding", place).indexOf(document.activeElement.closest(".finding")) : -1;
    // Whoever writes a reason at this moment is not to lose it.
    if (inside && document.activeElement.matches("input")) return;
    place.innerHTML = html;
    underline();
    const list = $(".findings", place);
    const count = $("#coach-count");
    const words = list ? list.dataset.count : $(".coach").dataset.none;
    if (count.textContent !== words) count.textContent = words;
    if (inside) go(Math.min(number, all(".finding", place).length - 1));
  }

  // The draft once more behind the field, invisible but for the lines under what was found.
  function underline() {
    const area = draft();
    const mirror = $(".mirror");
    if (!area || !mirror) return;
    mirror.replaceChildren();
    const text = area.value;
    let position = 0;
    if (text === looked) {
      for (const finding of all(".finding").filter((each) => Number(each.dataset.end))) {
        const [start, end] = [units(text, finding.dataset.start), units(text, finding.dataset.end)];
        if (start < position) continue;
        const mark = document.createElement("span");
        mark.className = `found ${finding.classList.contains("current") ? "current" : ""}`;
        mark.textContent = text.slice(start, end);
        mark.dataset.why = $(".why", finding).textContent;
        mirror.append(text.slice(position, start), mark);
        position = end;
      }
    }
    mirror.append(`${text.slice(position)}\n`);
    mirror.scrollTop = area.scrollTop;
  }

  function current(finding) {
    for (const each of all(".finding")) each.classList.toggle("current", each === finding);
    underline();
  }

  function go(number) {
    const findings = all(".finding");
    const target = findings[number] && $("button", findings[number]);
    if (target) target.focus();
    else if (draft()) draft().focus();
  }

  function apply(finding) {
    const area = draft();
    const { at, suggestion, start, end } = finding.dataset;
    const text = area.value;
    if (text !== looked) return;
    const [from, to] = at === "before" ? [0, text.length - text.trimStart().length]
      : at === "behind" ? [text.trimEnd().length, text.length] : [units(text, start), units(text, end)];
    const words = at === "before" ? `${suggestion}\n\n` : at === "behind" ? `\n\n${suggestion}` : suggestion;
    // As if it had been typed, so that undoing works; setRangeText where the browser has no such command.
    area.focus();
    area.setSelectionRange(from, to);
    if (!document.execCommand("insertText", false, words)) {
      area.setRangeText(words, from, to, "end");
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
    clearTimeout(timer);
    say($(".coach").dataset.applied);
    look();
  }

  function wave(finding) {
    const button = $("[name=wave]", finding);
    if (!button) return;
    const reason = $("input", finding);
    // Named by its place in the draft that was looked at, and never broken off by what is typed meanwhile.
    const body = new URLSearchParams({ text: looked, part: "yes", wave: button.value, reason: reason ? reason.value : "" });
    const number = all(".finding").indexOf(finding);
    finding.remove();
    say($(".coach").dataset.waved);
    go(Math.min(number, all(".finding").length - 1));
    ask(body).catch(() => null).then(look);
  }

  const say = (words) => { $("#news").textContent = words; };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  };

  document.addEventListener("input", (event) => {
    if (event.target !== draft()) return;
    underline();
    later();
  });
  document.addEventListener("change", (event) => {
    if (event.target.name === "way" && draft() && draft().value.trim()) later();
  });
  document.addEventListener("scroll", (event) => {
    if (event.target === draft()) $(".mirror").scrollTop = event.target.scrollTop;
  }, true);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[name=check], .finding [name=apply], .finding [name=wave]");
    if (!button || !draft()) return;
    const finding = button.closest(".finding");
    // A draft that has changed since is looked at first; the button then stands beside what is true now.
    event.preventDefault();
    if (!finding) look();
    else if (button.name === "wave") wave(finding);
    else apply(finding);
  });
  document.addEventListener("keydown", (event) => {
    const finding = event.target.closest(".finding");
    if (event.target === draft() && event.altKey && event.key === "ArrowDown" && $(".finding")) {
      event.preventDefault();
      go(0);
      return;
    }
    if (!finding) return;
    const typing = event.target.matches("input");
    if (typing && event.key === "Enter") {
      event.preventDefault();
      wave(finding);
      return;
    }
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (!typing && event.key in steps) {
      event.preventDefault();
      go(all(".finding").indexOf(finding) + steps[event.key]);
    } else if (!typing && (event.key === "Delete" || event.key === "Backspace")) {
      event.preventDefault();
      wave(finding);
    } else if (event.key === "Escape") {
      draft().focus();
    }
  });
  for (const name of ["focusin", "mouseover"]) {
    document.addEventListener(name, (event) => {
      const finding = event.target.closest && event.target.closest(".finding");
      if (finding && !finding.classList.contains("current")) current(finding);
    });
  }
  document.addEventListener("mousemove", (event) => {
    if (event.target !== draft()) return;
    const mark = document.elementsFromPoint(event.clientX, event.clientY).find((each) => each.matches(".mirror .found"));
    draft().title = mark ? mark.dataset.why : "";
  });
  const start = () => {
    if ($(".coach")) $(".coach").classList.add("live");
    looked = draft() && $(".finding") ? draft().value : "";
    underline();
    if (draft() && draft().value.trim()) later();
  };
  document.addEventListener("DOMContentLoaded", start);
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target.id === "stage") start();
  });
})();
