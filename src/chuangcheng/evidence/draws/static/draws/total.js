// The table of quotas: its sum follows what is typed.
"use strict";

document.addEventListener("input", (event) => {
  const table = event.target.closest(".quotas");
  if (!table) return;
  const asked = [...table.querySelectorAll("input")].map((field) => Number(field.value) || 0);
  document.querySelector("output").value = asked.reduce((sum, number) => sum + number, 0);
});
