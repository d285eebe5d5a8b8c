/* The message box and the tools: draft, dictation, text size, simpler sentences, voice, print, erase. */
import { Conversation } from "./conversation.js";
import { button, el, hidden, list, words } from "./dom.js";
import { spoken } from "./spoken.js";
import { TEXT } from "./texts.js";
import { Recognition } from "./voice.js";

const LONGEST = 1000; // characters the gateway accepts in one message
const SIZES = 4; // steps of text size: 100, 125, 150, 200 %

export class Tools extends Conversation {
  setDraft(text, sending) {
    this.input.value = text;
    this.drafted(sending);
  }

  /** Keep the draft. A text that is being sent stays in memory until its answer has come. */
  drafted(sending) {
    const length = this.input.value.length;
    if (sending !== true) this.memory.set({ draft: this.input.value });
    const over = length > LONGEST ? "C'est trop long pour un seul message. Écrivez en plusieurs fois." :
      `Encore ${LONGEST - length} caractères possibles.`;
    this.hint.hidden = length < LONGEST - 200;
    this.hint.textContent = this.hint.hidden ? "" : over;
  }

  async dictate() {
    if (this.recognition) return this.recognition.stop();
    if (!this.dictationAgreed && !(await this.question(TEXT.dictateAsk, TEXT.dictateYes, TEXT.dictateNo, this.dictateButton))) return;
    this.dictationAgreed = true;
    const recognition = (this.recognition = new Recognition());
    const state = (on) => {
      this.dictateButton.setAttribute("aria-pressed", String(on));
      this.dictateButton.lastChild.textContent = on ? TEXT.dictating : TEXT.dictate;
    };
    recognition.lang = "fr-FR";
    recognition.addEventListener("result", (event) => {
      const heard = Array.from(event.results, (result) => result[0].transcript).join(" ");
      this.setDraft(`${this.input.value} ${heard}`.trim());
    });
    recognition.addEventListener("error", (event) => event.error === "aborted" || this.notice(TEXT.dictateFailed));
    recognition.addEventListener("end", () => {
      this.recognition = null;
      state(false);
      this.input.focus();
    });
    state(true);
    recognition.start();
  }

  toggleTools(open) {
    this.tools.hidden = !open;
    this.toolsButton.setAttribute("aria-expanded", String(open));
    if (!open) this.toolsButton.focus();
  }

  resize(size) {
    this.size = Math.max(0, Math.min(SIZES - 1, size));
    this.panel.dataset.size = this.size;
    this.memory.set({ size: this.size });
    this.smaller.setAttribute("aria-disabled", String(this.size === 0));
    this.larger.setAttribute("aria-disabled", String(this.size === SIZES - 1));
  }

  setEasy(on) {
    this.memory.set({ easy: on });
    if (on && this.size === 0) this.resize(1);
    this.notice(on ? TEXT.easyOn : TEXT.easyOff);
  }

  setAloud(on) {
    this.aloud = on && this.voice.say(list(this.lastTurn).map(spoken).join("\n") || TEXT.nature);
    if (!on) this.voice.stop();
    else if (!this.aloud) this.notice(TEXT.noVoice);
    return this.aloud;
  }

  /** Print the conversation alone, or its memos alone: the rest of the page is hidden on paper for a moment. */
  print(only) {
    if (!("adoptedStyleSheets" in document)) return window.print();
    const chain = [];
    for (let node = this; node && node !== document.body; node = node.parentElement) chain.push(node);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("@media print{body *:not([data-relais-print]){display:none!important}}");
    const restore = () => {
      window.removeEventListener("afterprint", restore);
      document.adoptedStyleSheets = Array.from(document.adoptedStyleSheets).filter((one) => one !== sheet);
      for (const node of chain) node.removeAttribute("data-relais-print");
      delete this.panel.dataset.print;
    };
    for (const node of chain) node.setAttribute("data-relais-print", "");
    if (only) this.panel.dataset.print = only;
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    window.addEventListener("afterprint", restore);
    window.print();
  }

  /** Ask in place; true when the person agrees. The focus comes back to ``trigger``. */
  question(text, yes, no, trigger) {
    this.answerAsk(false);
    this.ask.replaceChildren(el("p", { id: "ask" }, text), el("div", { class: "choices" },
      button(yes, "solid", () => this.answerAsk(true)), button(no, "", () => this.answerAsk(false))));
    this.ask.hidden = false;
    this.ask.focus();
    return new Promise((resolve) => {
      this.asked = (answer) => {
        this.asked = null;
        this.ask.hidden = true;
        if (trigger) trigger.focus();
        resolve(answer);
      };
    });
  }

  answerAsk(answer) {
    if (this.asked) this.asked(answer);
  }

  async erase() {
    this.toggleTools(false);
    if (!(await this.question(TEXT.eraseAsk, TEXT.eraseYes, TEXT.eraseNo, this.toolsButton))) return;
    await this.queue; // a message still on its way would be written after the erasing
    const token = this.memory.kept.token;
    let said = TEXT.nothingToErase;
    this.wait(1);
    try {
      if (token) said = words((await this.api.call("DELETE", "/api/chat/session", { token })).message) || TEXT.erased;
    } catch (failure) {
      if (failure.kind !== "expired") return this.notice(failure.kind === "offline" ? TEXT.eraseFailed : failure.message);
      said = TEXT.eraseExpired;
    } finally {
      this.wait(-1);
    }
    this.voice.stop();
    this.memory.forget();
    this.setDraft("");
    this.transcript.replaceChildren();
    this.live.replaceChildren();
    this.lastTurn = [];
    this.started = null;
    this.notice(said, button(TEXT.restart, "solid", (event) => {
      event.currentTarget.closest(".choices").remove();
      this.input.focus();
      this.start();
    }));
  }
}
