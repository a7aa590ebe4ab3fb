// Improves the registration form, which works without it: keeps what is typed in this browser,
// adds and removes resources in place, and hides "specify" boxes until อื่นๆ is chosen.
"use strict";

const form = document.getElementById("registration");
const key = `banchi:${form.dataset.autosave}`;
const status = form.querySelector("[data-status]");
let dirty = false;
let timer = 0;

function boxes() {
  const skipped = ["csrf_token", "action", "version"];
  return [...new FormData(form).entries()].filter(([name]) => !skipped.includes(name));
}

// Storage may be switched off or full: the form then simply works without it.
function kept() {
  try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
}
function forget() {
  try { localStorage.removeItem(key); } catch { /* nothing was kept */ }
}
function keep() {
  const at = new Date();
  try {
    localStorage.setItem(key, JSON.stringify({ at: at.toISOString(), boxes: boxes() }));
    const time = at.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    status.textContent = `${form.dataset.textSaved} ${time}`;
  } catch { /* nothing was kept */ }
}

if ("saved" in form.dataset) {
  forget();
  // The draft of the empty form became a dataset of its own.
  try { localStorage.removeItem("banchi:/dataset/new"); } catch { /* nothing was kept */ }
} else if (!("kept" in form.dataset)) {
  offer(kept());
}

function offer(found) {
  if (!found || JSON.stringify(found.boxes) === JSON.stringify(boxes())) return;
  const note = document.createElement("div");
  const text = document.createElement("span");
  const day = new Date(found.at).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
  note.className = "found";
  note.setAttribute("role", "status");
  text.textContent = `${form.dataset.textFound} ${day}`;
  note.append(text, button(form.dataset.textRestore, () => { restore(found.boxes); note.remove(); }),
    button(form.dataset.textDrop, () => { forget(); note.remove(); }));
  form.before(note);
  form.parentElement.insertBefore(note, form);
}

function button(label, action) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "plain small";
  made.textContent = label;
  made.addEventListener("click", action);
  return made;
}

function restore(pairs) {
  const rows = new Set(pairs.map(([name]) => (/^r-(\d{1,3})-/.exec(name) || [])[1]).filter(Boolean));
  for (const row of rows) {
    if (!form.querySelector(`[name="r-${row}-uid"]`)) addRow(Number(row));
  }
  const values = new Map();
  for (const [name, text] of pairs) values.set(name, [...(values.get(name) || []), text]);
  for (const box of form.elements) {
    if (!box.name || ["csrf_token", "action", "version"].includes(box.name)) continue;
    const texts = values.get(box.name) || [];
    if (box.type === "checkbox" || box.type === "radio") box.checked = texts.includes(box.value);
    else if (texts.length) box.value = texts[0];
  }
  for (const details of form.querySelectorAll("details")) details.open = true;
  toggle();
}

form.addEventListener("input", () => {
  dirty = true;
  clearTimeout(timer);
  timer = setTimeout(keep, 1500);
  toggle();
});
form.addEventListener("submit", () => { dirty = false; keep(); });
addEventListener("pagehide", () => {
  if (dirty && !("leaving" in document.documentElement.dataset)) keep();
});

// A box for "specify" shows while อื่นๆ is chosen or something stands in it.
function toggle() {
  for (const box of form.querySelectorAll("[data-shown-with]")) {
    const name = CSS.escape(box.dataset.shownWith);
    const chosen = form.querySelector(`input[name="${name}"][value="other"]:checked`)
      || [...form.querySelectorAll(`select[name="${name}"]`)].some((one) => one.value === "other");
    const own = box.querySelector("input, textarea, select");
    box.hidden = !chosen && !own.value && !box.classList.contains("wrong");
  }
}
toggle();

// A link of the error summary may lead into something folded.
function unfold() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let one = target; one; one = one.parentElement) if (one.tagName === "DETAILS") one.open = true;
  if (target) target.focus();
}
addEventListener("hashchange", unfold);
unfold();

const pattern = document.getElementById("row-pattern");
const list = form.querySelector("[data-rows]");

function addRow(position) {
  const row = pattern.content.cloneNode(true);
  for (const one of row.querySelectorAll("*")) {
    for (const attribute of [...one.attributes]) {
      if (attribute.value.includes("r-ROW-")) {
        one.setAttribute(attribute.name, attribute.value.replaceAll("r-ROW-", `r-${position}-`));
      }
    }
  }
  row.querySelector("legend").append(` ${position + 1}`);
  row.querySelector("[data-remove]").value = `remove-${position}`;
  list.append(row);
  return list.lastElementChild;
}

form.querySelector("[data-add]").addEventListener("click", (event) => {
  const used = [...form.querySelectorAll("[name$='-uid']")].map((one) => Number(one.name.split("-")[1]));
  const next = used.length ? Math.max(...used) + 1 : 0;
  if (used.length >= 200 || next > 999) return;
  event.preventDefault();
  addRow(next).querySelector("input:not([type=hidden])").focus();
  toggle();
});
list.addEventListener("click", (event) => {
  const pressed = event.target.closest("[data-remove]");
  if (!pressed) return;
  event.preventDefault();
  pressed.closest("[data-row]").remove();
  dirty = true;
  keep();
  form.querySelector("[data-add]").focus();
});
