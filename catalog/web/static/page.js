// Improves pages that work without it: suggestions of the search box, filters that answer at once,
// focus on error summaries, and forgetting kept drafts at sign-out.
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

const results = document.getElementById("results");
if (results) filterIn(results);

// A filter that changes brings the hits of its address into the page, and says how many there are.
function filterIn(region) {
  const said = document.createElement("p");
  let latest = 0;
  said.className = "hidden";
  said.setAttribute("role", "status");
  region.after(said);

  region.addEventListener("change", async (event) => {
    const form = event.target.closest("form.filters");
    if (!form) return;
    const asked = new URLSearchParams(new FormData(form));
    if (asked.get("sort") === "relevance") asked.delete("sort");
    const address = `${form.action}?${asked}`;
    const mine = ++latest;
    region.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address);
      if (!answer.ok) throw new Error(answer.statusText);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (mine === latest) put(page, address, event.target);
    } catch { if (mine === latest) location.assign(address); }
  });
  addEventListener("popstate", () => location.reload());

  function put(page, address, changed) {
    const unfolded = [...region.querySelectorAll("details[open]")].map((one) => one.id);
    const links = page.querySelectorAll(".who a");
    document.querySelectorAll(".who a").forEach((one, index) => { one.href = links[index].href; });
    region.replaceChildren(...page.getElementById("results").childNodes);
    region.removeAttribute("aria-busy");
    for (const id of unfolded) if (document.getElementById(id)) document.getElementById(id).open = true;
    const again = [...region.querySelectorAll("[name]")]
      .find((one) => one.name === changed.name && (one.type !== "checkbox" || one.value === changed.value));
    for (let one = again; one; one = one.parentElement) if (one.tagName === "DETAILS") one.open = true;
    if (again) again.focus({ preventScroll: true });
    for (const link of document.querySelectorAll("head link[rel=alternate]")) link.remove();
    document.head.append(...page.querySelectorAll("head link[rel=alternate]"));
    document.title = page.title;
    history.pushState(null, "", address);
    said.textContent = document.getElementById("hits-head").textContent;
  }
}

// A combobox with a list box in groups (WAI-ARIA 1.2): arrows choose, Enter takes, Escape closes.
// The focus stays in the box; what is typed changes only when a suggestion is taken.
function suggestIn(form) {
  const input = form.querySelector("input[type=search]");
  const list = made("div", "suggestions", { role: "listbox", id: `${input.id}-list` });
  const said = made("p", "hidden", { role: "status" });
  let options = [];
  let timer = 0;
  let asked = "";
  let at = -1;
  list.setAttribute("aria-label", form.dataset.textList);
  list.hidden = true;
  form.append(list, said);
  for (const [name, value] of [["role", "combobox"], ["aria-expanded", "false"],
    ["aria-controls", list.id], ["aria-autocomplete", "list"], ["aria-haspopup", "listbox"]]) {
    input.setAttribute(name, value);
  }

  function made(tag, name, attributes, text) {
    const one = document.createElement(tag);
    one.className = name;
    for (const [key, value] of Object.entries(attributes)) if (value) one.setAttribute(key, value);
    if (text) one.textContent = text;
    return one;
  }

  function close() {
    clearTimeout(timer);
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function choose(index) {
    if (!options.length) return;
    if (at >= 0) options[at].setAttribute("aria-selected", "false");
    at = (index + options.length) % options.length;
    options[at].setAttribute("aria-selected", "true");
    options[at].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[at].id);
  }

  function take(option) {
    if (option.dataset.fills) input.value = option.textContent;
    close();
    location.assign(option.dataset.address);
  }

  function show(groups) {
    close();
    options = [];
    list.replaceChildren(...groups.map((group, number) => {
      const head = made("div", "head", { id: `${list.id}-${number}`, role: "presentation" }, group.title);
      const box = made("div", "group", { role: "group", "aria-labelledby": head.id });
      box.append(head, ...group.items.map((item) => {
        const option = made("div", "option", {
          role: "option", id: `${list.id}-${number}-${options.length}`, "aria-selected": "false", lang: item.lang,
        }, item.text);
        option.dataset.address = item.address;
        if (item.fills) option.dataset.fills = "yes";
        options.push(option);
        return option;
      }));
      return box;
    }));
    list.hidden = options.length === 0;
    list.scrollTop = 0;
    input.setAttribute("aria-expanded", String(options.length > 0));
    said.textContent = options.length ? form.dataset.textCount.replace("0", options.length) : "";
  }

  async function ask() {
    const text = input.value.trim();
    asked = text;
    if (!text) return show([]);
    try {
      const address = `${form.dataset.suggest}?q=${encodeURIComponent(text)}`;
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      const groups = answer.ok ? await answer.json() : [];
      if (asked === input.value.trim() && document.activeElement === input) show(groups);
    } catch { close(); }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 150);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" && list.hidden) ask();
    else if (list.hidden) return;
    else if (event.key === "ArrowDown") choose(at + 1);
    else if (event.key === "ArrowUp") choose(at < 0 ? -1 : at - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && at >= 0) take(options[at]);
    else return;
    event.preventDefault();
  });
  // Pressed, not clicked: a click comes after the box has lost the focus and the list is closed.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });
  form.addEventListener("submit", close);
  input.addEventListener("blur", close);
}
