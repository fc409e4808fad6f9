// The list by keyboard, selecting many, the dialog of the keys, and the palette. Without this file all of it is reached
// by links, boxes and buttons.
"use strict";
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const links = () => all("#rows .row > a");
  const boxes = () => all("#rows .pick input");
  const switchedOn = () => localStorage.getItem("nahbar-keys") !== "off";
  const isWriting = (element) =>
    element.closest("textarea, select, [contenteditable], details.menu, dialog") ||
    (element.matches("input") && !element.matches(".pick input"));

  // Where the member is in the list, also after the row has gone from it.
  let place = -1;
  let inList = false;
  document.addEventListener("focusin", (event) => {
    const row = event.target.closest("#rows .row");
    inList = !!row;
    if (row) place = all("#rows .row").indexOf(row);
  });
  function goTo(number) {
    const rows = links();
    if (!rows.length) return;
    place = Math.max(0, Math.min(number, rows.length - 1));
    rows[place].focus();
    rows[place].closest(".row").scrollIntoView({ block: "nearest" });
  }
  function step(by) {
    if (inList) return goTo(place + by);
    const open = links().findIndex((link) => link.hasAttribute("aria-current"));
    goTo(open < 0 ? Math.max(place, 0) : open + (place < 0 || place === open ? by : 0));
  }

  // What is selected stays so while the list is refreshed under it.
  const chosen = new Set();
  let last = -1;
  function count() {
    const number = $("#many-number");
    if (!number) return;
    const words = chosen.size === 1 ? number.dataset.one : number.dataset.many.replace("{n}", chosen.size);
    if (number.textContent !== words) number.textContent = words;
  }
  function keep(box) {
    if (box.checked) chosen.add(box.value);
    else chosen.delete(box.value);
  }
  document.addEventListener("click", (event) => {
    if (!event.target.matches(".pick input")) return;
    const list = boxes();
    const here = list.indexOf(event.target);
    if (event.shiftKey && last >= 0) {
      for (const box of list.slice(Math.min(last, here), Math.max(last, here) + 1)) {
        box.checked = event.target.checked;
        keep(box);
      }
    }
    keep(event.target);
    last = here;
    count();
  });
  function clear() {
    for (const box of boxes()) box.checked = false;
    chosen.clear();
    count();
  }
  function refreshed() {
    const there = new Set(boxes().map((box) => box.value));
    for (const box of boxes()) if (chosen.has(box.value)) box.checked = true;
    for (const value of [...chosen]) if (!there.has(value)) chosen.delete(value);
    count();
    if (inList && (document.activeElement === document.body || !document.activeElement)) goTo(place);
  }

  const write = (tab, field) => {
    if (!$(tab) || !$(field)) return false;
    $(tab).checked = true;
    $(field).focus();
    return true;
  };
  const KEYS = {
    j: () => step(1),
    k: () => step(-1),
    r: () => write("#tab-reply", "#text"),
    R: () => {
      const everyone = $("[name=everyone]");
      if (everyone && !everyone.checked) everyone.click();
      return write("#tab-reply", "#text");
    },
    n: () => write("#tab-note", "#note"),
    x: () => {
      const row = inList && all("#rows .row")[place];
      if (row) $(".pick input", row).click();
    },
    u: () => {
      const back = $("#head-back");
      if (back && back.offsetParent) back.click();
      else if ($("#rows")) goTo(Math.max(0, links().findIndex((link) => link.hasAttribute("aria-current"))));
    },
    "?": () => show($("#keys-help")),
  };
  function show(dialog) {
    if (dialog && !dialog.open) dialog.showModal();
  }

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" && $("#palette")) {
      event.preventDefault();
      openPalette();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || !switchedOn() || !event.target.closest || isWriting(event.target)) return;
    if (event.key === "Escape" && chosen.size) {
      clear();
      return;
    }
    const act = KEYS[event.key];
    if (!act || (event.repeat && !"jk".includes(event.key))) return;
    event.preventDefault();
    act();
  });
  // A menu that a key has opened is where one goes on.
  document.addEventListener(
    "toggle",
    (event) => {
      const menu = event.target;
      if (!menu.matches || !menu.matches("details.menu") || !menu.open || menu.contains(document.activeElement)) return;
      const first = $("select, input:not([type=hidden]), form button, ul a, ul button, .sheet button", menu);
      if (first) first.focus();
    },
    true,
  );

  // The palette is a combobox: the field keeps the focus, the arrows move through the list below it.
  let current = -1;
  const options = () => all("#palette-answers [role=option]");
  function point(number) {
    const list = options();
    current = list.length ? (number + list.length) % list.length : -1;
    list.forEach((option, index) => option.setAttribute("aria-selected", String(index === current)));
    const field = $("#palette-q");
    if (current < 0) field.removeAttribute("aria-activedescendant");
    else {
      field.setAttribute("aria-activedescendant", list[current].id);
      list[current].scrollIntoView({ block: "nearest" });
    }
  }
  function openPalette() {
    const dialog = $("#palette");
    const field = $("#palette-q");
    const open = $(".conversation");
    $("#palette-conversation").value = open ? open.dataset.conversation : "";
    field.value = "";
    show(dialog);
    field.focus();
    htmx.trigger(field, "ask");
  }
  function choose(option) {
    $("#palette").close();
    if (option.dataset.press) press(option.dataset.press);
    else location.assign(option.dataset.to);
  }
  function press(key) {
    const button = all("[data-key]").find((each) => each.dataset.key === key && each.offsetParent);
    if (button) button.click();
    else if (KEYS[key]) KEYS[key]();
  }
  document.addEventListener("keydown", (event) => {
    if (event.target.id !== "palette-q") return;
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves) {
      event.preventDefault();
      point(current + moves[event.key]);
    } else if (event.key === "Enter") {
      event.preventDefault();
      const option = options()[Math.max(current, 0)];
      if (option) choose(option);
    }
  });
  document.addEventListener("click", (event) => {
    const option = event.target.closest("#palette-answers [role=option]");
    if (option) choose(option);
    if (event.target.closest("[data-show]")) show($(event.target.closest("[data-show]").dataset.show));
    if (event.target.matches("dialog")) event.target.close();
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id === "palette-answers") point(0);
  });
  document.addEventListener("DOMContentLoaded", () => {
    for (const box of boxes()) keep(box);
    count();
    if ($("#rows")) new MutationObserver(refreshed).observe($("#rows"), { childList: true });
  });
})();
