/** Names that the phone gives to what it makes. */

/** A random UUID (version 4); old browsers have no crypto.randomUUID. */
export function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const cut = [0, 8, 12, 16, 20, 32];
  return cut
    .slice(1)
    .map((end, i) => hex.slice(cut[i], end))
    .join("-");
}

/** Text as base64url without padding, as the Upload-Facts header wants it. */
export function base64url(text: string): string {
  const bytes = new TextEncoder().encode(text);
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** The pairing code in what was scanned, opened or typed; "" when there is none. */
export function pairingCode(text: string): string {
  const linked = /#pair=([^&\s]+)/.exec(text);
  const code = linked?.[1] !== undefined ? decodeURIComponent(linked[1]) : text;
  return code.replace(/[\s-]/g, "");
}
