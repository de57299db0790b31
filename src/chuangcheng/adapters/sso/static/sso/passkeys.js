// Passkeys: the form around which the page has put its question is sent with the device's answer.
"use strict";

const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

const named = (keys) => (keys || []).map((key) => ({ ...key, id: bytes(key.id) }));

const ask = {
  create: (options) =>
    navigator.credentials.create({
      publicKey: {
        ...options,
        challenge: bytes(options.challenge),
        user: { ...options.user, id: bytes(options.user.id) },
        excludeCredentials: named(options.excludeCredentials),
      },
    }),
  get: (options) =>
    navigator.credentials.get({
      publicKey: {
        ...options,
        challenge: bytes(options.challenge),
        allowCredentials: named(options.allowCredentials),
      },
    }),
};

const PARTS = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];

const told = (key) => ({
  id: key.id,
  rawId: text(key.rawId),
  type: key.type,
  clientExtensionResults: key.getClientExtensionResults(),
  response: Object.fromEntries(
    PARTS.filter((part) => key.response[part]).map((part) => [part, text(key.response[part])]),
  ),
});

for (const place of document.querySelectorAll("[data-passkey]")) {
  const form = place.querySelector("form");
  const failed = place.querySelector("[data-failed]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopPropagation();
    failed.hidden = true;
    try {
      const key = await ask[place.dataset.passkey](JSON.parse(place.dataset.options));
      form.elements.answer.value = JSON.stringify(told(key));
      form.submit();
    } catch {
      failed.hidden = false;
    }
  });
}
