/* What is shown and said: turns, notices, the live regions, where to scroll. */
import { el, hidden, list } from "./dom.js";
import { Panel } from "./panel.js";
import { spoken } from "./spoken.js";
import { TEXT } from "./texts.js";

const LIVE_FOR = 8000; // ms a spoken text stays in the live region, so that it is not met twice while reading

export class Transcript extends Panel {
  person(text) {
    const node = el("li", { class: "from-person" }, el("span", { class: "sr author" }, `${TEXT.you} : `),
      el("div", { class: "bubble" }, text));
    this.transcript.append(node);
    return node;
  }

  /** Show the messages of a turn, say them once, keep what the person said in sight with them. */
  showTurn(messages, after) {
    const turn = list(messages).filter((message) => message && typeof message === "object");
    if (!turn.length) return;
    const items = turn.map((message) => this.renderer.message(message, this.name));
    this.transcript.append(...items);
    this.lastTurn = turn;
    const danger = turn.filter((message) => message.kind === "crisis");
    const inSight = after && !danger.length && after.offsetHeight < this.scroll.clientHeight * 0.3;
    this.scrollTo(inSight ? after : items[0]);
    this.announce(turn.filter((message) => message.kind !== "crisis").map(spoken).join("\n"));
    if (danger.length) this.announce(danger.map(spoken).join("\n"), this.alert);
    if (this.aloud) this.voice.say(turn.map(spoken).join("\n"));
  }

  /** A sentence of the widget itself. */
  notice(text, choice) {
    const item = this.renderer.message({ kind: "notice", text }, this.name);
    if (choice) item.append(el("div", { class: "choices own" }, choice));
    this.transcript.append(item);
    this.scrollTo(item);
    this.announce(text);
  }

  announce(text, region = this.live) {
    if (!text) return;
    const spokenNode = el("p", {}, text);
    region.append(spokenNode);
    setTimeout(() => spokenNode.remove(), LIVE_FOR);
  }

  /** Choices and reasons of earlier turns are over: what was not chosen goes, what was chosen stays to be read. The
   * pressed button keeps the focus until it is left. */
  retire(pressed) {
    for (const reason of this.transcript.querySelectorAll("details, .hint")) reason.remove();
    for (const box of this.transcript.querySelectorAll(".box")) {
      if (pressed && box.control.checked) box.control.disabled = true;
      else if (!box.control.disabled) box.remove();
    }
    for (const control of this.transcript.querySelectorAll(".choices:not(.own) button:not(.chosen)")) {
      if (control !== pressed) {
        control.remove();
        continue;
      }
      control.setAttribute("aria-disabled", "true");
      control.classList.add("chosen");
      control.append(hidden(` ${TEXT.chosen}`));
      control.addEventListener("blur", () => { control.disabled = true; }, { once: true });
    }
  }

  /** « Voir la suite » while something is left below. */
  mark() {
    const left = this.scroll.scrollHeight - this.scroll.clientHeight - this.scroll.scrollTop;
    const done = left < 24;
    if (done && this.further.matches(":focus")) this.scroll.focus();
    this.further.hidden = done;
  }

  advance() {
    this.scroll.scrollTop += this.scroll.clientHeight * 0.8;
  }

  scrollTo(node) {
    if (!node) return;
    const box = getComputedStyle(this.scroll).overflowY === "visible" ? this.panel.firstElementChild : this.scroll;
    box.scrollTop += node.getBoundingClientRect().top - box.getBoundingClientRect().top - 12;
  }

  wait(change) {
    this.pending += change;
    this.typing.hidden = this.pending === 0;
    clearTimeout(this.slow);
    this.typingText.textContent = TEXT.waiting;
    if (this.pending) this.slow = setTimeout(() => { this.typingText.textContent = TEXT.slow; }, 8000);
  }
}
