/* The chat API, and what can go wrong with it. */
import { words } from "./dom.js";
import { TEXT } from "./texts.js";

/** kind: "offline" (no answer), "expired" (401), "refused" (4xx, do not repeat as it is), "busy" (429, 5xx: try again). */
export class Failure extends Error {
  constructor(kind, message) {
    super(message);
    this.kind = kind;
  }
}

export class Api {
  constructor(base, seconds) {
    this.base = base;
    this.milliseconds = seconds * 1000;
  }

  /** One request; the JSON of its answer, or a Failure with a sentence for the person. */
  async call(method, path, { token, body, easy } = {}) {
    const headers = { Accept: "application/json" };
    if (token) headers.Authorization = `Bearer ${token}`;
    if (easy) headers["X-Relais-Mode"] = "easy";
    if (body) headers["Content-Type"] = "application/json";
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), this.milliseconds);
    let response;
    let answer = null;
    try {
      response = await fetch(this.base + path, { method, headers, body: body && JSON.stringify(body), signal: abort.signal,
        credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer" });
      const text = await response.text();
      try {
        answer = JSON.parse(text);
      } catch (error) { /* a page of a proxy: its status is all we can use */ }
    } catch (error) {
      throw new Failure("offline", TEXT.offline);
    } finally {
      clearTimeout(timer);
    }
    if (response.ok && answer && typeof answer === "object") return answer;
    const said = (answer && answer.error && words(answer.error.message)) || TEXT.down;
    if (response.status === 401) throw new Failure("expired", said);
    throw new Failure(response.ok || response.status === 429 || response.status >= 500 ? "busy" : "refused", said);
  }
}

/** A random identifier; crypto.randomUUID exists on secure pages only. */
export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
