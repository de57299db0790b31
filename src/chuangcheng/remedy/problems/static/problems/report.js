// Where the reporter stands goes into the form, and what is near is looked up.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const button = document.querySelector("[data-locate]");
  if (!button || !navigator.geolocation) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition((found) => {
      document.getElementById("id_lon").value = found.coords.longitude.toFixed(6);
      document.getElementById("id_lat").value = found.coords.latitude.toFixed(6);
      document.querySelector("[data-located]").textContent = `±${Math.round(found.coords.accuracy)} m`;
      document.body.dispatchEvent(new Event("located"));
    });
  });
});
