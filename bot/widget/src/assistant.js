/* <relais-assistant>: its life on the page, opening and closing. */
import { Tools } from "./tools.js";

export class RelaisAssistant extends Tools {
  static get observedAttributes() {
    return ["open"];
  }

  connectedCallback() {
    if (!this.panel) this.build();
    this.onKey = (event) => event.key === "Escape" && !event.defaultPrevented && this.escape(event);
    document.addEventListener("keydown", this.onKey);
    if (this.hasAttribute("open") || this.memory.kept.open) this.show(false);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.onKey);
    this.voice.stop();
  }

  attributeChangedCallback() {
    if (!this.panel || this.hasAttribute("open") === !this.panel.hidden) return;
    if (this.hasAttribute("open")) this.show(true);
    else this.hide(true);
  }

  /** Open the assistant, the focus in the message box. ``opener`` gets the focus back on closing. */
  open(opener) {
    this.opener = opener || null;
    if (this.panel.hidden) this.setAttribute("open", "");
    else this.input.focus();
  }

  close() {
    if (!this.full) this.removeAttribute("open");
  }

  show(focus) {
    this.panel.hidden = false;
    this.launcher.hidden = true;
    this.launcher.setAttribute("aria-expanded", "true");
    this.setAttribute("open", "");
    this.memory.allow();
    this.memory.set({ open: !this.full });
    if (focus) this.input.focus();
    this.start();
  }

  hide(focus) {
    this.panel.hidden = true;
    this.launcher.hidden = false;
    this.launcher.setAttribute("aria-expanded", "false");
    this.memory.set({ open: false });
    this.voice.stop();
    if (focus) (this.opener && this.opener.isConnected ? this.opener : this.launcher).focus();
  }

  /** Escape closes what was opened last; from outside it uncovers the page and leaves the focus where it is. */
  escape(event) {
    if (this.panel.hidden) return;
    const inside = event.composedPath().includes(this);
    if (inside && !this.ask.hidden) this.answerAsk(false);
    else if (inside && !this.tools.hidden) this.toggleTools(false);
    else if (!this.full) {
      this.hide(inside);
      this.removeAttribute("open");
    } else return;
    event.preventDefault();
  }
}
