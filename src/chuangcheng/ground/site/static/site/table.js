// Tables by keyboard: up and down walk the rows, Enter opens one, "/" goes to the search.
"use strict";

function links(grid) {
  return [...grid.querySelectorAll("tbody tr")].map((row) => row.querySelector("a")).filter(Boolean);
}

function step(grid, by) {
  const all = links(grid);
  const now = all.findIndex((link) => link.closest("tr").contains(document.activeElement));
  const next = all[Math.min(Math.max(now + by, 0), all.length - 1)];
  if (next) next.focus();
}

function typing(target) {
  return target.matches("input, select, textarea, [contenteditable]");
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const search = document.querySelector("[data-search]");
  if (event.key === "/" && search) {
    event.preventDefault();
    search.focus();
    search.select();
    return;
  }
  const region = event.target.closest(".scroll");
  const grid = region && region.querySelector("[data-grid]");
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (grid && by) {
    event.preventDefault();
    step(grid, by);
  }
});

// A choice above a table takes effect at once; the button is there for those without script.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
});
