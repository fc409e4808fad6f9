// What pages do beyond being read and filled in. Without this file everything still works, by whole pages.
"use strict";
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // Lists and conversations are refreshed item by item, so that focus, open folds and selections stay.
  const same = (old, fresh) =>
    old.dataset.version !== undefined || fresh.dataset.version !== undefined
      ? old.dataset.version === fresh.dataset.version
      : old.textContent === fresh.textContent && old.className === fresh.className;

  function merge(list, fresh) {
    const known = new Map([...list.children].map((item) => [item.id, item]));
    const wanted = [...fresh.children, ...beyond(list, fresh)].map((item) => {
      const old = known.get(item.id);
      return old && same(old, item) ? old : document.importNode(item, true);
    });
    // What goes, goes first: whatever stays is then not moved, so that neither focus nor the place in the list is lost.
    const staying = new Set(wanted);
    for (const item of [...list.children]) if (!staying.has(item)) item.remove();
    wanted.forEach((item, place) => {
      if (list.children[place] === item) return;
      list.insertBefore(item, list.children[place] || null);
      htmx.process(item);
    });
  }

  // Whoever has scrolled further than the server looks afresh keeps the rows that they see there.
  function beyond(list, fresh) {
    const more = $("#row-more", fresh);
    const last = more && more.previousElementSibling && document.getElementById(more.previousElementSibling.id);
    if (!last || last.parentElement !== list) return [];
    const there = new Set([...fresh.children].map((item) => item.id));
    const rest = [...list.children].slice([...list.children].indexOf(last) + 1);
    if (!rest.some((item) => item.matches(".row"))) return [];
    more.remove();
    return rest.filter((item) => item.id === "row-more" || !there.has(item.id));
  }

  async function freshen(address) {
    // Without an answer (the page is being left, the network is away) everything stays as it is until the next news.
    const answer = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (!answer || !answer.ok || answer.redirected) return null;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const focused = document.activeElement && document.activeElement.id;
    for (const list of all("[data-merge]")) {
      const fresh = page.getElementById(list.id);
      if (fresh && !list.contains($("details.menu[open]"))) merge(list, fresh);
    }
    if (focused && document.activeElement === document.body) {
      const again = document.getElementById(focused);
      if (again) again.focus({ preventScroll: true });
    }
    return page;
  }

  const say = (words) => {
    const news = $("#news");
    if (news && words) news.textContent = words;
  };

  async function freshenList() {
    const list = $("[data-live]#list");
    if (!list) return;
    const size = all(".row", list).length;
    await freshen(`${list.dataset.live}?part=list&size=${size}`);
    mark();
  }

  async function freshenConversation(written) {
    const open = $(".conversation");
    if (!open) return;
    const thread = $("#thread");
    const atEnd = thread.scrollHeight - thread.scrollTop - thread.clientHeight < 80;
    // What came is seen where the page is looked at.
    const page = await freshen(open.dataset.live + (document.hidden ? "" : "&visible=1"));
    const seen = page && page.getElementById("fresh-seen");
    // Whoever is writing has perhaps not looked up yet: sending then asks first.
    if (seen && $("#seen") && !$("#text").value.trim()) $("#seen").value = seen.value;
    if (atEnd) thread.scrollTop = thread.scrollHeight;
    if (written) say(open.dataset.came);
    countDown();
  }

  // Which row is open is known by the address, not by the server's list.
  function mark() {
    const open = $(".conversation");
    for (const link of all(".row a")) {
      if (open && link.id === `open-${open.dataset.conversation}`) {
        link.setAttribute("aria-current", "true");
        // What is open has been seen; the server knows it already.
        link.closest(".row").classList.remove("unseen");
        for (const sign of all(".new-mark", link.closest(".row"))) sign.remove();
      } else link.removeAttribute("aria-current");
    }
  }

  // News come in bursts; one look per half second is enough.
  const waiting = { list: false, conversation: false, written: false, timer: 0 };
  // What happened in a conversation while the server was already writing its page for us is fetched when it stands.
  const missed = new Set();
  function heard(news) {
    const open = $(".conversation");
    const isHere = open && open.dataset.conversation === String(news.conversation);
    // Who looks on is no news for any list.
    if (news.onlookers) {
      if (isHere) document.dispatchEvent(new Event("nahbar:onlookers"));
      return;
    }
    waiting.list = true;
    missed.add(String(news.conversation));
    if (isHere) {
      waiting.conversation = true;
      waiting.written = waiting.written || news.written;
    }
    if (waiting.timer) return;
    waiting.timer = setTimeout(async () => {
      const { conversation, written } = waiting;
      Object.assign(waiting, { list: false, conversation: false, written: false, timer: 0 });
      await freshenList();
      if (conversation) await freshenConversation(written);
    }, 400);
  }

  // One stream per browser: whoever holds the lock listens and tells the other tabs.
  function listen() {
    if (!$("#list")) return;
    const channel = new BroadcastChannel("nahbar-news");
    channel.onmessage = (message) => heard(message.data);
    const tell = (news) => {
      channel.postMessage(news);
      heard(news);
    };
    const open = () =>
      new Promise(() => {
        const source = new EventSource("/stream/");
        // Something may have happened before the line was open, or while it was cut.
        source.onopen = () => tell({ conversation: Number(($(".conversation") || { dataset: {} }).dataset.conversation), written: false });
        source.onmessage = (message) => {
          tell(JSON.parse(message.data));
        };
      });
    if (navigator.locks) navigator.locks.request("nahbar-stream", open);
    else open();
  }

  // The seconds in which a message can be taken back.
  let ticking = 0;
  function countDown() {
    clearInterval(ticking);
    if (!$(".undo")) return;
    for (const undo of all(".undo:not([data-until])")) undo.dataset.until = Date.now() + 1000 * undo.dataset.seconds;
    ticking = setInterval(() => {
      for (const undo of all(".undo")) {
        const left = Math.max(0, Math.ceil((undo.dataset.until - Date.now()) / 1000));
        $("b", undo).textContent = left;
      }
      if (!$(".undo")) clearInterval(ticking);
    }, 500);
  }

  // What is being written survives a reload and a wrong click; it goes when the server has it.
  const kept = (area) => `nahbar-${area.dataset.keep}`;
  function restore() {
    for (const area of all("textarea[data-keep]")) {
      if (!area.value) area.value = sessionStorage.getItem(kept(area)) || "";
    }
    const thread = $("#thread");
    const newest = thread && all(".theirs", thread).pop();
    // What the person said last is read first, from its beginning.
    if (newest && thread.scrollHeight > thread.clientHeight) thread.scrollTop = newest.offsetTop - 20;
    else if (thread) thread.scrollTop = thread.scrollHeight;
    const here = $(".nav [aria-current]");
    if (here && matchMedia("(max-width: 820px)").matches) here.scrollIntoView({ inline: "nearest", block: "nearest" });
    countDown();
    mark();
  }

  document.addEventListener("focusin", (event) => {
    if (event.target.id === "text") event.target.form.classList.add("opened");
  });
  document.addEventListener("input", (event) => {
    const area = event.target;
    if (area.dataset.keep) sessionStorage.setItem(kept(area), area.value);
  });
  document.addEventListener("change", (event) => {
    const files = event.target;
    if (files.type !== "file") return;
    const words = $(".chosen", files.form);
    if (words) words.textContent = [...files.files].map((file) => file.name).join(", ");
  });
  document.addEventListener("keydown", (event) => {
    const area = event.target;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && area.form && area.matches("textarea")) {
      event.preventDefault();
      area.form.requestSubmit($("button.go", area.form));
    }
    // One key alone does what its button says; nobody is surprised who is writing or has switched the keys off.
    const alone = !event.ctrlKey && !event.metaKey && !event.altKey && !event.repeat;
    if (alone && !area.closest("input, textarea, select, [contenteditable], details.menu, dialog") && localStorage.getItem("nahbar-keys") !== "off") {
      const button = all("[data-key]").find((each) => each.dataset.key === event.key && each.offsetParent);
      if (button) {
        event.preventDefault();
        if (button.matches("input")) button.focus();
        else button.click();
      }
    }
    const menu = event.key === "Escape" && area.closest && area.closest("details.menu");
    if (menu) {
      menu.open = false;
      $("summary", menu).focus();
    }
  });
  // Pages without htmx on their form still send once only, and forget what they kept.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.submitter && event.submitter.hasAttribute("data-preview")) return;
    const area = $("textarea[data-keep]", form);
    if (area && !form.hasAttribute("hx-post")) sessionStorage.removeItem(kept(area));
  });
  // A look at the paper opens a page of its own, the form stays.
  document.addEventListener("click", (event) => {
    const look = event.target.closest("[data-preview]");
    if (!look) return;
    event.preventDefault();
    const form = document.createElement("form");
    Object.assign(form, { method: "post", action: look.formAction, target: "_blank", hidden: true });
    for (const [name, value] of new FormData(look.form)) {
      if (typeof value !== "string") continue;
      const field = document.createElement("textarea");
      Object.assign(field, { name, value });
      form.append(field);
    }
    document.body.append(form);
    form.submit();
    form.remove();
  });

  // What is selected in a message can be folded, or taken out of a fold. The page "Correct what is hidden" does the
  // same paragraph by paragraph, for everybody who does not select.
  const placeIn = (node, offset) => {
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    const line = element && element.closest(".said[data-folds] .words p[data-start]");
    if (!line) return null;
    const before = document.createRange();
    before.selectNodeContents(line);
    before.setEnd(node, offset);
    return { said: line.closest(".said"), at: Number(line.dataset.start) + [...before.toString()].length, folded: !!line.closest("details.fold") };
  };
  function offerFolding() {
    const selection = getSelection();
    const open = $(".fold-tools");
    if (open && open.contains(document.activeElement)) return;
    if (open) open.remove();
    const template = $("#fold-tools");
    if (!template || !selection || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    const start = placeIn(range.startContainer, range.startOffset);
    if (!start) return;
    // A triple click ends at the beginning of whatever comes next; then the last line that is touched ends it.
    const touched = all(".words p[data-start]", start.said).filter((line) => range.intersectsNode(line)).pop();
    const end = placeIn(range.endContainer, range.endOffset) || placeIn(touched, touched.childNodes.length);
    if (start.said !== end.said) return;
    const tools = document.importNode(template.content, true).firstElementChild;
    Object.assign(tools, { action: start.said.dataset.folds });
    tools.setAttribute("hx-post", start.said.dataset.folds);
    $("[name=start]", tools).value = start.at;
    $("[name=end]", tools).value = end.at;
    for (const button of all("button", tools)) if ((button.value === "show") !== start.folded) button.remove();
    const thread = $("#thread");
    const box = range.getBoundingClientRect();
    const around = thread.getBoundingClientRect();
    tools.style.top = `${box.bottom - around.top + thread.scrollTop + 6}px`;
    tools.style.left = `${Math.max(8, Math.min(box.left - around.left, around.width - 300))}px`;
    start.said.closest("li").append(tools);
    htmx.process(tools);
  }
  // What is asked is marked in the text while somebody wants to see it; without this file the link loads the page so.
  document.addEventListener("click", (event) => {
    const ask = event.target.closest("[data-ask]");
    if (!ask || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const shown = ask.closest(".conversation").classList.toggle("show-asked");
    if (shown) say(all(".asked", ask.closest(".said")).map((words) => words.textContent).join(" "));
  });
  document.addEventListener("mouseup", () => setTimeout(offerFolding));
  document.addEventListener("touchend", () => setTimeout(offerFolding, 300));
  document.addEventListener("keyup", (event) => {
    if (event.key === "Shift" || event.key === "Escape") offerFolding();
  });

  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, requestConfig, target } = event.detail;
    if (xhr.status >= 300 || requestConfig.verb !== "post" || target.id !== "stage") return;
    const area = $("textarea[data-keep]", requestConfig.elt);
    if (area) sessionStorage.removeItem(kept(area));
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.target.id === "stage") missed.clear();
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target.id !== "stage") return;
    restore();
    const open = $(".conversation");
    if (open && missed.has(open.dataset.conversation)) freshenConversation(false);
    const from = event.detail.requestConfig && event.detail.requestConfig.verb;
    const hint = $(".reply-form .banner.success");
    if (hint) $("#text").focus();
    else if (from === "get" || !document.activeElement || document.activeElement === document.body) $("#title").focus({ preventScroll: true });
    if (matchMedia("(max-width: 820px)").matches) scrollTo(0, 0);
  });
  document.addEventListener("htmx:sendError", () => trouble());
  document.addEventListener("htmx:responseError", () => trouble());
  function trouble() {
    const place = $("#problem") || $("#news");
    const words = document.createElement("p");
    words.className = "banner error";
    words.setAttribute("role", "alert");
    words.textContent = document.body.dataset.trouble;
    place.replaceChildren(words);
  }
  document.addEventListener("nahbar:changed", freshenList);
  // What came while the page lay behind another one is seen now.
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) freshenConversation(false);
  });
  function offerKeys() {
    const choice = $("[data-keys]");
    if (!choice) return;
    const tick = $("input", choice);
    choice.hidden = false;
    tick.checked = localStorage.getItem("nahbar-keys") !== "off";
    tick.addEventListener("change", () => localStorage.setItem("nahbar-keys", tick.checked ? "on" : "off"));
  }
  document.addEventListener("DOMContentLoaded", () => {
    offerKeys();
    restore();
    listen();
  });
})();
