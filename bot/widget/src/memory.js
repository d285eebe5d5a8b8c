/* What is remembered in this tab. */

const STORAGE_KEY = "relais";

/** Reads and writes one key of sessionStorage; holds everything in memory until ``allow()``, or if storage is refused. */
export class Memory {
  constructor() {
    this.allowed = false;
    this.kept = {};
    try {
      const found = JSON.parse(sessionStorage.getItem(STORAGE_KEY));
      if (found && typeof found === "object") this.kept = found;
    } catch (error) { /* no storage, or not ours: start afresh */ }
  }

  allow() {
    this.allowed = true;
    this.set({});
  }

  set(values) {
    Object.assign(this.kept, values);
    if (!this.allowed) return;
    try {
      sessionStorage.setItem(STORAGE_KEY, JSON.stringify(this.kept));
    } catch (error) { /* private browsing: this page's memory is enough */ }
  }

  /** Forget the conversation; the reading preferences stay. */
  forget() {
    const { size, easy, open } = this.kept;
    this.kept = {};
    this.set({ size, easy, open });
  }

  get token() {
    const { token, expires_at: end } = this.kept;
    return typeof token === "string" && !(Date.parse(end) < Date.now()) ? token : "";
  }
}
