// One page or sheet at a time; where the reader is, and how a table is sorted and filtered, stands
// in the address: #units;q=城管;s=1d;lang=en
(() => {
  const root = document.documentElement;
  const pages = [...document.querySelectorAll(".page")];
  const opened = { lang: root.lang };

  function read() {
    const [id, ...rest] = location.hash.slice(1).split(";");
    const state = Object.fromEntries(rest.map((pair) => pair.split("=").map(decodeURIComponent)));
    return { id: decodeURIComponent(id), state };
  }

  function address(id, state) {
    const pairs = Object.entries(state).filter(([, value]) => value);
    return "#" + [encodeURIComponent(id), ...pairs.map((p) => p.map(encodeURIComponent).join("="))].join(";");
  }

  function write(changes) {
    const { id, state } = read();
    history.replaceState(null, "", address(id || pages[0].id, { ...state, ...changes }));
  }

  function show() {
    const { id, state } = read();
    const found = document.getElementById(id);
    const page = (found && found.closest(".page")) || pages[0];
    for (const each of pages) each.classList.toggle("on", each === page);
    mark(page);
    if (state.lang) speak(state.lang);
    unfoldTo(found);
    restore(page, state);
    for (const old of document.querySelectorAll(".here")) old.classList.remove("here");
    if (found && found !== page) {
      found.classList.add("here");
      found.scrollIntoView({ block: "center" });
    } else {
      scrollTo(0, 0);
    }
  }

  // The place in the navigation that a page belongs to is where its first crumb leads.
  function mark(page) {
    const crumb = page.querySelector(".crumbs a");
    const here = crumb ? crumb.hash : "#" + page.id;
    for (const link of document.querySelectorAll("nav a")) {
      if (link.hash === here) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  }

  function speak(lang) {
    root.lang = lang === "en" ? "en" : "zh-Hans";
    document.title = document.body.dataset[lang === "en" ? "titleEn" : "titleZh"];
  }

  // The tree of the score

  const tree = document.querySelector("table.tree");
  const lines = [...tree.tBodies[0].rows];
  const below = Map.groupBy ? Map.groupBy(lines, (line) => line.dataset.parent) : grouped(lines);

  function grouped(rows) {
    const groups = new Map();
    for (const row of rows) {
      const group = groups.get(row.dataset.parent) || [];
      groups.set(row.dataset.parent, [...group, row]);
    }
    return groups;
  }

  function unfold(line, open) {
    const twist = line.querySelector(".twist");
    if (!twist) return;
    twist.setAttribute("aria-expanded", String(open));
    for (const child of below.get(line.id) || []) {
      child.hidden = !open;
      if (!open) unfold(child, false);
    }
  }

  function unfoldTo(found) {
    if (!found || !lines.includes(found)) return;
    const above = [];
    for (let line = found; line; line = document.getElementById(line.dataset.parent)) above.unshift(line);
    for (const line of above) unfold(line, true);
  }

  tree.addEventListener("click", (event) => {
    const line = event.target.closest("tr");
    if (event.target.closest(".twist")) {
      unfold(line, event.target.getAttribute("aria-expanded") !== "true");
    } else if (event.target.closest("a") && event.target.closest("a").hash === location.hash) {
      unfold(line, line.querySelector(".twist").getAttribute("aria-expanded") !== "true");
    }
  });
  document.querySelector(".unfold").addEventListener("click", () => lines.forEach((line) => unfold(line, true)));
  document.querySelector(".fold").addEventListener("click", () => lines.forEach((line) => unfold(line, false)));

  // Tables: sorted by their heads, filtered by a box

  function value(row, column) {
    const cell = row.cells[column];
    const text = cell.dataset.v || cell.innerText.trim();
    const number = parseFloat(text.replace(/[,%]/g, "").replace("−", "-"));
    return /^[−\-+]?[\d.,]/.test(text) && !Number.isNaN(number) ? number : text;
  }

  function compare(a, b) {
    if (typeof a === "number" && typeof b === "number") return a - b;
    return String(a).localeCompare(String(b), root.lang);
  }

  function sort(table, column, descending) {
    const body = table.tBodies[0];
    const keyed = [...body.rows].map((row) => [value(row, column), row]);
    keyed.sort((a, b) => (descending ? compare(b[0], a[0]) : compare(a[0], b[0])));
    body.append(...keyed.map(([, row]) => row));
    [...table.tHead.rows[0].cells].forEach((head, at) => {
      if (at === column) head.setAttribute("aria-sort", descending ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
  }

  // What a part of the rows adds up to is not the total below them, so that is put away.
  function filter(page, wanted, within) {
    const table = page.querySelector("table.keep");
    const rows = [...table.tBodies[0].rows];
    const words = wanted.toLowerCase().split(/\s+/);
    let shown = 0;
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      const inside = !within || row.dataset.in === within;
      row.hidden = !inside || !words.every((each) => text.includes(each));
      if (!row.hidden) shown += 1;
    }
    page.querySelector(".count b").textContent = shown;
    page.dataset.in = within;
    if (table.tFoot) table.tFoot.hidden = shown < rows.length;
    const every = page.querySelector(".every");
    if (every) every.hidden = !within;
  }

  function restore(page, state) {
    const box = page.querySelector("input[type=search]");
    const within = state.in || "";
    if (box && (box.value !== (state.q || "") || (page.dataset.in || "") !== within)) {
      box.value = state.q || "";
      filter(page, box.value, within);
    }
    const table = page.querySelector("table.keep");
    if (table && state.s) sort(table, parseInt(state.s, 10), state.s.endsWith("d"));
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest(".sort");
    if (button) {
      const head = button.closest("th");
      const first = head.classList.contains("num") ? "descending" : "ascending";
      const now = head.getAttribute("aria-sort");
      const descending = now ? now !== "descending" : first === "descending";
      const table = button.closest("table");
      sort(table, head.cellIndex, descending);
      if (table.classList.contains("keep")) write({ s: head.cellIndex + (descending ? "d" : "a") });
    }
    if (event.target.closest(".language")) {
      const lang = root.lang === "en" ? "zh" : "en";
      speak(lang);
      write({ lang: lang === "en" || opened.lang === "en" ? lang : "" });
    }
  });
  document.addEventListener("input", (event) => {
    if (event.target.type !== "search") return;
    filter(event.target.closest(".page"), event.target.value, read().state.in || "");
    write({ q: event.target.value });
  });

  // Links keep the language the reader chose.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const { state } = read();
    const wanted = root.lang === "en" && link.dataset.en ? link.dataset.en : link.getAttribute("href");
    event.preventDefault();
    const hash = wanted + (state.lang ? ";lang=" + state.lang : "");
    if (hash === location.hash) show();
    else location.hash = hash;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.target.matches("input")) return;
    const box = document.querySelector(".page.on input[type=search]");
    if (box) {
      event.preventDefault();
      box.focus();
    }
  });

  lines.forEach((line) => unfold(line, false));
  addEventListener("hashchange", show);
  show();
})();
