/* The conversation with the gateway: begin, restore, send in order, retry without sending twice. */
import { Failure, uuid } from "./api.js";
import { button, el, list, words } from "./dom.js";
import { TEXT } from "./texts.js";
import { Transcript } from "./transcript.js";

export class Conversation extends Transcript {
  /** Begin or restore, once; a failure lets the next call try again. */
  start() {
    if (!this.started) {
      this.started = this.begin().catch((failure) => {
        this.started = null;
        this.startFailed(failure);
        throw failure;
      });
      this.started.catch(() => {});
    }
    return this.started;
  }

  async begin(notice) {
    this.wait(1);
    try {
      if (this.memory.token && !notice) return await this.restore();
      if (this.memory.kept.token && !notice) notice = TEXT.expired;
      const answer = await this.api.call("POST", "/api/chat/sessions", { easy: this.memory.kept.easy });
      this.memory.set({ token: words(answer.token), expires_at: words(answer.expires_at), draft: this.input.value });
      this.clearProblem();
      if (notice) this.notice(notice);
      this.showTurn(answer.messages);
    } finally {
      this.wait(-1);
    }
  }

  async restore() {
    let answer;
    try {
      answer = await this.api.call("GET", "/api/chat/messages", { token: this.memory.token });
    } catch (failure) {
      if (failure.kind !== "expired") throw failure;
      return this.begin(TEXT.expired);
    }
    const messages = list(answer.messages).filter((message) => message && typeof message === "object");
    if (!messages.length) return this.begin(TEXT.expired);
    this.clearProblem();
    let last = "";
    for (const message of messages) {
      if (message.author === "person") {
        this.retire(null);
        last = words(message.text);
        this.person(last);
      } else this.transcript.append(this.renderer.message(message, this.name));
    }
    if (last && last === words(this.input.value)) this.setDraft(""); // it had left before the page was reloaded
    this.lastTurn = messages.filter((message) => message.author !== "person").slice(-1);
    this.scrollTo(this.transcript.lastElementChild);
    this.announce(TEXT.resumed);
  }

  startFailed(failure) {
    const offline = this.memory.token ? TEXT.offlineRestore : TEXT.offlineOpening;
    const said = failure.kind === "offline" ? offline : failure.message || TEXT.down;
    this.clearProblem();
    const retry = button(TEXT.retry, "solid", () => {
      this.input.focus();
      this.start();
    });
    this.problem = el("li", { class: "from-assistant notice" }, el("div", { class: "bubble" }, el("p", {}, said),
      el("div", { class: "choices own" }, retry)));
    this.transcript.append(this.problem);
    this.announce(said);
  }

  clearProblem() {
    if (this.problem) this.problem.remove();
    this.problem = null;
  }

  submit() {
    const text = this.input.value.trim();
    if (!text) return this.input.focus();
    this.setDraft("", true);
    this.send({ text }, text);
    this.input.focus();
  }

  pressed(body, label, source) {
    this.send(body, label, source);
  }

  /** Show what the person said, and send it after what is already on its way. */
  send(body, label, source) {
    this.retire(source);
    const item = { body: { ...body, client_message_id: uuid() }, label, node: this.person(label) };
    this.scrollTo(item.node);
    this.post(item);
  }

  post(item) {
    this.queue = this.queue.then(() => this.deliver(item));
  }

  async deliver(item) {
    this.wait(1);
    try {
      await this.start();
      const answer = await this.api.call("POST", "/api/chat/messages",
        { token: this.memory.token, easy: this.memory.kept.easy, body: item.body });
      if (!list(answer.messages).length) throw new Failure("busy", TEXT.down);
      if (answer.messages.some((message) => message && message.erased === true)) this.transcript.replaceChildren();
      this.memory.set({ draft: this.input.value });
      this.showTurn(answer.messages, item.node);
    } catch (failure) {
      await this.failed(item, failure);
    } finally {
      this.wait(-1);
    }
  }

  /** Nothing is lost: a retry sends the very same message, or the text goes back to the message box. */
  async failed(item, failure) {
    const again = failure.kind === "offline" || failure.kind === "busy";
    if (again) return this.offerRetry(item, failure.message);
    item.node.remove();
    const kept = item.body.text && !this.input.value.trim();
    if (kept) this.setDraft(item.body.text);
    if (failure.kind !== "expired") return this.notice(failure.message || TEXT.down);
    this.memory.forget();
    this.memory.set({ draft: this.input.value });
    this.started = this.begin(kept ? `${TEXT.expired} ${TEXT.draftKept}` : TEXT.expired);
    return this.started.catch((problem) => {
      this.started = null;
      this.startFailed(problem);
    });
  }

  offerRetry(item, said) {
    const retry = button(TEXT.retry, "solid", () => {
      this.input.focus();
      note.remove();
      item.node.classList.remove("unsent");
      this.transcript.append(item.node);
      this.post(item);
    });
    const note = el("div", { class: "error" }, el("p", {}, said), retry);
    item.node.classList.add("unsent");
    item.node.append(note);
    this.clearProblem();
    this.scrollTo(item.node);
    this.announce(said);
  }
}
