// Small helps on top of pages that work without them. No page depends on this file.
(() => {
  "use strict";
  const all = (selector, act) => document.querySelectorAll(selector).forEach(act);
  const make = (name, properties) => Object.assign(document.createElement(name), properties);

  // What came back wrong, or what an action answered, is where the reader goes on.
  document.querySelector("[data-focus]")?.focus();

  // A form that was sent and answered needs no copy on this device any more. (Not so if a sign-in came between.)
  try {
    const sent = sessionStorage.getItem("sent");
    sessionStorage.removeItem("sent");
    if (sent && performance.getEntriesByType("navigation")[0]?.responseStatus < 400 && !document.querySelector("[type=password]"))
      localStorage.removeItem(sent);
  } catch { /* No storage: nothing was kept. */ }

  // On a wide screen a fold is open. New browsers do this in the stylesheet.
  if (!CSS.supports("selector(::details-content)") && matchMedia("(min-width: 48rem)").matches)
    all("details.fold", (fold) => { fold.open = true; });

  all("input[data-show]", (input) => {
    const button = make("button", { type: "button", className: "button", textContent: input.dataset.show });
    const row = make("div", { className: "password-row" });
    button.setAttribute("aria-controls", input.id);
    input.replaceWith(row);
    row.append(input, button);
    const show = (shown) => {
      input.type = shown ? "text" : "password";
      button.textContent = shown ? input.dataset.hide : input.dataset.show;
    };
    button.addEventListener("click", () => show(input.type === "password"));
    // A browser offers to keep a password only if it is one when it is sent.
    input.form?.addEventListener("submit", () => show(false));
  });

  all("[data-left]", (field) => {
    const counter = make("p", { className: "counter", id: field.id + "-count" });
    const limit = field.maxLength;
    const digits = new Intl.NumberFormat(document.documentElement.lang);
    field.removeAttribute("maxlength"); // Nothing pasted is cut off: the counter says what is too much.
    field.setAttribute("aria-describedby", [field.getAttribute("aria-describedby"), counter.id].filter(Boolean).join(" "));
    field.after(counter);
    let wait;
    const count = () => {
      const left = limit - field.value.length;
      counter.textContent = field.dataset[left < 0 ? "over" : "left"].replace("{count}", digits.format(Math.abs(left)));
      counter.classList.toggle("counter-over", left < 0);
      counter.hidden = left > limit / 4; // Whoever has room enough need not read of it.
    };
    field.addEventListener("input", () => {
      count();
      clearTimeout(wait); // Read aloud only in a pause, and only near the end.
      counter.removeAttribute("role");
      if (limit - field.value.length < limit / 10) wait = setTimeout(() => { counter.setAttribute("role", "status"); count(); }, 1000);
    });
    count();
  });

  // In a list with rows: j and k go from row to row, n does a row's next step, x chooses it. Only while the focus is in the list, so
  // that no key is taken from anybody who does not want it.
  all("[data-rows]", (list) => {
    const rows = [...list.querySelectorAll("tbody tr")];
    const hint = list.querySelector("[data-keys]");
    if (hint && rows.length) hint.hidden = false;
    list.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const row = event.target.closest("tbody tr");
      if (!row) return;
      const place = rows.indexOf(row);
      const other = { j: rows[place + 1], k: rows[place - 1] }[event.key];
      const mine = { n: row.querySelector(".actions :is(a, button)"), x: row.querySelector("input[type=checkbox]") }[event.key];
      other?.querySelector("a").focus();
      mine?.click();
      if (other || mine) event.preventDefault();
    });
  });

  // A card that is dragged to another column sends its own form, as its list and button do.
  let dragged = null;
  const wants = (column) => dragged && [...dragged.querySelectorAll("select[name=to] option")].some((option) => option.value === column.dataset.stage);
  all("[data-card]", (card) => {
    if (!card.querySelector("select[name=to]")) return;
    card.draggable = true;
    card.addEventListener("dragstart", (event) => { dragged = card; event.dataTransfer.setData("text/plain", ""); });
    card.addEventListener("dragend", () => { dragged = null; });
  });
  all("[data-stage]", (column) => {
    const mark = (isTarget) => column.classList.toggle("is-target", isTarget);
    column.addEventListener("dragover", (event) => { if (wants(column)) { event.preventDefault(); mark(true); } });
    column.addEventListener("dragleave", () => mark(false));
    column.addEventListener("drop", (event) => {
      if (!wants(column)) return;
      event.preventDefault();
      mark(false);
      const select = dragged.querySelector("select[name=to]");
      select.value = column.dataset.stage;
      select.form.requestSubmit();
    });
  });

  all("form[data-autosave], form[data-guard]", (form) => {
    const { autosave, saving, saved, failed, offer, restore, discard } = form.dataset;
    const state = form.querySelector(".autosave");
    const key = "draft:" + autosave;
    let changed = false, sending = false, wait;
    const say = (text) => { if (state) state.textContent = text; };
    // Passwords and files never stay on the device, which may be everybody's.
    const secret = (name) => [...form.elements].some((field) => field.name === name && /^(password|file)$/.test(field.type));
    const words = () => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !secret(name));
    const keep = (value) => {
      try { value ? localStorage.setItem(key, value) : localStorage.removeItem(key); } catch { /* No room or not allowed: the server's copy remains. */ }
    };
    const save = async () => {
      clearTimeout(wait);
      if (!changed || sending || !autosave) return;
      changed = false;
      say(saving);
      try {
        const reply = await fetch(autosave, {
          method: "POST", body: new URLSearchParams(words()), keepalive: true, redirect: "manual",
          headers: { "X-Autosave": "1", Accept: "application/json" },
        });
        if (!reply.ok) throw new Error(String(reply.status));
        // The draft moved on: the next save is of the version that this one made.
        const made = reply.status === 200 ? (await reply.json()).version : undefined;
        if (made !== undefined && form.elements.version) form.elements.version.value = made;
        if (!changed) { keep(null); say(saved); }
      } catch {
        changed = true;
        say(failed);
      }
    };
    form.addEventListener("input", () => {
      changed = true;
      if (!autosave) return;
      keep(JSON.stringify(words()));
      clearTimeout(wait);
      wait = setTimeout(save, 1500);
    });
    form.addEventListener("submit", () => {
      sending = true;
      clearTimeout(wait);
      try { if (autosave) sessionStorage.setItem("sent", key); } catch { /* As above. */ }
    });
    addEventListener("pageshow", () => { sending = false; });
    addEventListener("online", save);
    document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
    addEventListener("beforeunload", (event) => { if (changed && !sending) event.preventDefault(); });

    let left = null;
    try { left = autosave && localStorage.getItem(key); } catch { /* The same as nothing kept. */ }
    if (!left || left === JSON.stringify(words())) return;
    const box = make("div", { className: "notice tone-caution" });
    const yes = make("button", { type: "button", className: "button", textContent: restore });
    const no = make("button", { type: "button", className: "button", textContent: discard });
    const buttons = make("div", { className: "buttons" });
    box.setAttribute("role", "status");
    buttons.append(yes, no);
    box.append(make("p", { textContent: offer }), buttons);
    form.before(box);
    no.addEventListener("click", () => { keep(null); box.remove(); });
    yes.addEventListener("click", () => {
      const kept = new Map();
      for (const [name, value] of JSON.parse(left)) kept.set(name, [...(kept.get(name) ?? []), value]);
      for (const field of form.elements) {
        if (!field.name || /^(hidden|submit|password|file)$/.test(field.type)) continue;
        const values = kept.get(field.name) ?? [];
        if (/^(radio|checkbox)$/.test(field.type)) field.checked = values.includes(field.value);
        else if (values.length) field.value = values.shift();
      }
      box.remove();
      form.dispatchEvent(new Event("input"));
    });
  });
})();
