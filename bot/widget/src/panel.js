/* The panel: what is built once, before anything is said. The layers above give the methods that its controls call. */
import { Api } from "./api.js";
import { palette } from "./colours.js";
import { button, el, hidden, icon, safeHref, telHref, words } from "./dom.js";
import { dress } from "./dress.js";
import { Memory } from "./memory.js";
import { Renderer } from "./messages.js";
import { SCRIPT } from "./script.js";
import STYLE from "./style.css";
import { TEXT } from "./texts.js";
import { Recognition, Voice } from "./voice.js";

export class Panel extends HTMLElement {
  option(name) {
    return (this.dataset[name] || (SCRIPT && SCRIPT.dataset[name]) || "").trim();
  }

  build() {
    const origin = SCRIPT && SCRIPT.src ? new URL(SCRIPT.src).origin : location.origin;
    const base = (safeHref(this.option("api"), origin) || origin).replace(/\/+$/, "");
    this.full = this.hasAttribute("full");
    this.name = this.option("name") || "Relais";
    this.memory = new Memory();
    this.api = new Api(base, Number(this.option("timeout")) || 25);
    this.voice = new Voice();
    this.queue = Promise.resolve();
    this.pending = 0;
    this.started = null;
    this.renderer = new Renderer({ base, heading: this.full ? "h2" : "h3", press: this.pressed.bind(this),
      print: this.print.bind(this) });
    const shadow = this.attachShadow({ mode: "open" });
    dress(shadow, [STYLE, palette(this.option("colour")), ""]);
    shadow.append(this.buildRoot());
    this.resize(Number(this.memory.kept.size) || 0);
    this.followViewport(shadow);
  }

  buildRoot() {
    const position = this.option("position") === "left" ? "left" : "right";
    this.live = el("div", { class: "sr", "aria-live": "polite" });
    this.alert = el("div", { class: "sr", role: "alert" });
    this.launcher = button("", "launcher", () => this.open(), { "aria-expanded": "false", "aria-controls": "panel" });
    this.launcher.append(icon("mark"), el("span", {}, el("strong", {}, this.option("greeting") || TEXT.greeting),
      el("small", {}, `${this.name}, assistant automatique`)));
    this.launcher.hidden = this.full;
    this.panel = el("section", { class: "panel", id: "panel", role: this.full ? "region" : "dialog", hidden: true,
      "aria-labelledby": "title", "aria-describedby": "nature" });
    this.tools = this.buildTools();
    this.ask = el("div", { class: "ask", role: "group", "aria-labelledby": "ask", tabindex: "-1", hidden: true });
    this.panel.append(el("div", { class: "inner" }, this.buildHeader(), this.tools, this.ask, this.buildScroll(),
      this.buildComposer(), this.buildLines()));
    return el(this.full ? "div" : "aside", { class: "root", lang: "fr", "data-position": position, "data-full": this.full,
      "aria-label": this.full ? null : `Assistant ${this.name}` }, this.launcher, this.panel, this.live, this.alert);
  }

  buildHeader() {
    this.toolsButton = button([icon("tools"), TEXT.tools], "", () => this.toggleTools(this.tools.hidden),
      { "aria-expanded": "false", "aria-controls": "tools" });
    const close = button([icon("close"), TEXT.close], "", () => this.close());
    close.hidden = this.full;
    const organisation = this.option("organisation");
    return el("header", {}, el("div", { class: "brand" }, icon("mark"), el("div", {},
      el(this.full ? "h1" : "h2", { class: "title", id: "title" }, this.name,
          organisation && el("span", {}, `, avec ${organisation}`)),
      el("p", { class: "nature", id: "nature" }, TEXT.nature))), el("div", { class: "bar" }, this.toolsButton, close));
  }

  buildTools() {
    const toggle = (label, isOn, onClick) => {
      const node = button([el("span", {}, label), el("span", { class: "knob", "aria-hidden": "true" })], "", () => {
        const on = node.getAttribute("aria-checked") !== "true";
        node.setAttribute("aria-checked", String(onClick(on) === false ? false : on));
      }, { role: "switch", "aria-checked": String(Boolean(isOn)) });
      return node;
    };
    this.smaller = button(TEXT.smaller, "", () => this.resize(this.size - 1));
    this.larger = button(TEXT.larger, "", () => this.resize(this.size + 1));
    return el("div", { class: "tools", id: "tools", role: "group", "aria-label": TEXT.tools, hidden: true },
      el("div", { class: "sizes", role: "group", "aria-labelledby": "sizes" },
        el("span", { id: "sizes" }, "Taille du texte"), this.smaller, this.larger),
      toggle(TEXT.easy, this.memory.kept.easy, (on) => this.setEasy(on)),
      Voice.available && toggle(TEXT.aloud, false, (on) => this.setAloud(on)),
      button(TEXT.print, "", () => this.print()),
      button(TEXT.erase, "erase", () => this.erase()));
  }

  buildScroll() {
    this.transcript = el("ol", { class: "transcript", role: "list", "aria-label": "Conversation" });
    this.typing = el("p", { class: "typing", hidden: true }, el("span", { class: "dots", "aria-hidden": "true" },
      el("i"), el("i"), el("i")), (this.typingText = el("span", {}, TEXT.waiting)));
    this.scroll = el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": TEXT.messages }, this.transcript,
      this.typing);
    this.scroll.addEventListener("scroll", () => this.mark());
    if (window.ResizeObserver) {
      const sizes = new ResizeObserver(() => this.mark());
      for (const node of [this.transcript, this.scroll]) sizes.observe(node);
    }
    return this.scroll;
  }

  buildComposer() {
    this.input = el("textarea", { id: "input", rows: "1", autocomplete: "off", "aria-describedby": "hint", enterkeyhint: "send" });
    this.input.value = words(this.memory.kept.draft);
    this.hint = el("p", { class: "hint", id: "hint", hidden: true });
    this.input.addEventListener("input", () => this.drafted());
    this.input.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") event.stopPropagation(); // shortcuts of the page must not steal letters
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.submit();
      }
    });
    const send = el("button", { type: "submit", class: "solid" }, TEXT.send, icon("send"));
    if (Recognition) this.dictateButton = button([icon("mic"), el("span", {}, TEXT.dictate)], "", () => this.dictate(), { "aria-pressed": "false" });
    this.further = button(TEXT.further, "further", () => this.advance(), { hidden: true });
    const form = el("form", { novalidate: true }, el("div", { class: "labels" },
      el("label", { for: "input" }, TEXT.label), this.further, this.dictateButton), el("div", { class: "row" }, this.input, send), this.hint);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    return form;
  }

  /** The numbers that are always in sight: emergencies, and a person of the organisation. */
  buildLines() {
    const numbers = (this.option("emergency") || "15, 112, 3114").split(",").map((number) => number.trim()).filter(telHref);
    const phone = this.option("phone");
    return el("div", { class: "lines" }, el("span", {}, TEXT.danger),
      numbers.map((number) => el("a", { href: telHref(number) }, number)),
      telHref(phone) && el("span", { class: "human" }, el("span", { "aria-hidden": "true" }, TEXT.person),
        el("a", { href: telHref(phone) }, icon("phone"), hidden(TEXT.person), phone)));
  }

  /** On a phone the keyboard covers the page: keep the message box above it. */
  followViewport(shadow) {
    const view = window.visualViewport;
    const sheet = (shadow.adoptedStyleSheets || [])[2];
    if (!view || !sheet) return;
    const follow = () => sheet.replaceSync(
      `:host{--visible-height:${Math.round(view.height)}px;--visible-top:${Math.round(view.offsetTop)}px}`);
    const zoomed = () => view.scale > 1.01; // pinch zoom must move over the panel, not shrink it
    for (const event of ["resize", "scroll"]) view.addEventListener(event, () => zoomed() || follow());
  }
}
