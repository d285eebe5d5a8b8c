/*
 * The entry: defines <relais-assistant>, adds one when the page has none, and listens to the page's own openers.
 *
 * The component is a chain of layers, each in its file, each using those under it:
 *   RelaisAssistant (assistant.js: opening, closing) > Tools (tools.js) > Conversation (conversation.js)
 *   > Transcript (transcript.js) > Panel (panel.js) > HTMLElement.
 */
import { RelaisAssistant } from "./assistant.js";
import { el } from "./dom.js";

function ready() {
  if (!document.querySelector("relais-assistant")) document.body.append(el("relais-assistant"));
  document.addEventListener("click", (event) => {
    const opener = event.target instanceof Element && event.target.closest("[data-relais-open]");
    const assistant = document.querySelector("relais-assistant");
    if (!opener || !assistant || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    assistant.open(opener);
  });
}

if (!customElements.get("relais-assistant")) { // a page may have our script twice
  customElements.define("relais-assistant", RelaisAssistant);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready);
  else ready();
}
