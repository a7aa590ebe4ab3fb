// Improves pages that work without it: suggestions of the search box, focus on error summaries,
// and forgetting kept drafts at sign-out.
"use strict";

const summary = document.querySelector("[data-focus]");
if (summary) summary.focus();

for (const form of document.querySelectorAll("[data-sign-out]")) {
  form.addEventListener("submit", () => {
    document.documentElement.dataset.leaving = "";
    try {
      for (const key of Object.keys(localStorage)) {
        if (key.startsWith("banchi:")) localStorage.removeItem(key);
      }
    } catch { /* storage is switched off: nothing was kept */ }
  });
}

for (const form of document.querySelectorAll("[data-suggest]")) suggestIn(form);

// A combobox with a list box (WAI-ARIA practices): arrows choose, Enter takes, Escape closes.
function suggestIn(form) {
  const input = form.querySelector("input[type=search]");
  const list = document.createElement("ul");
  let timer = 0;
  let asked = "";
  let at = -1;
  list.className = "suggestions";
  list.id = `${input.id}-list`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.querySelector("label").textContent);
  list.hidden = true;
  form.append(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-autocomplete", "list");

  function close() {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function choose(index) {
    const items = list.children;
    if (!items.length) return;
    if (at >= 0) items[at].setAttribute("aria-selected", "false");
    at = (index + items.length) % items.length;
    items[at].setAttribute("aria-selected", "true");
    input.setAttribute("aria-activedescendant", items[at].id);
  }

  function take(text) {
    input.value = text;
    close();
    form.requestSubmit();
  }

  function show(words) {
    list.replaceChildren(...words.map((word, index) => {
      const item = document.createElement("li");
      item.id = `${list.id}-${index}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.textContent = word;
      item.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        take(word);
      });
      return item;
    }));
    at = -1;
    list.hidden = words.length === 0;
    input.setAttribute("aria-expanded", String(words.length > 0));
    input.removeAttribute("aria-activedescendant");
  }

  async function ask() {
    const text = input.value.trim();
    asked = text;
    if (!text) return close();
    try {
      const address = `${form.dataset.suggest}?q=${encodeURIComponent(text)}`;
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      if (answer.ok && asked === input.value.trim()) show(await answer.json());
    } catch { close(); }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 150);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && list.hidden) ask();
    if (list.hidden || event.isComposing) return;
    if (event.key === "ArrowDown") choose(at + 1);
    else if (event.key === "ArrowUp") choose(at < 0 ? -1 : at - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && at >= 0) take(list.children[at].textContent);
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", close);
}
