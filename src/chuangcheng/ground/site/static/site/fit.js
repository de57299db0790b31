// What has to be measured: whether a table fits its box, and where the menu stands on a phone.
"use strict";

function fit(box) {
  const table = box.querySelector(":scope > table");
  if (table) box.classList.toggle("fits", table.offsetWidth <= box.offsetWidth);
}

const watch = new ResizeObserver((changes) => changes.forEach((change) => fit(change.target.closest(".scroll"))));

document.addEventListener("DOMContentLoaded", () => {
  for (const box of document.querySelectorAll(".scroll:has(> table)")) {
    watch.observe(box);
    watch.observe(box.querySelector(":scope > table"));
  }
  // The menu is one row there: what is current comes into sight, and the page stays where it is.
  const here = document.querySelector(".menu [aria-current]");
  const row = here && here.closest("nav");
  if (row) row.scrollLeft = here.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
});
