// A new round: ticked secret by its kind, until somebody has chosen otherwise.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const kind = document.querySelector("[data-secret]");
  const tick = kind.form.elements.secret;
  const kinds = kind.dataset.secret.split(" ");
  let chosen = false;
  tick.addEventListener("change", () => {
    chosen = true;
  });
  kind.addEventListener("change", () => {
    if (!chosen) tick.checked = kinds.includes(kind.value);
  });
});
