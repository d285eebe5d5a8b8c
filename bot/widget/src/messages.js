/* Messages to elements. */
import { button, el, hidden, icon, link, list, numbered, paragraphs, spaced, telHref, words } from "./dom.js";
import { frenchDate, frenchDistance } from "./french.js";
import { stepText } from "./spoken.js";
import { TEXT } from "./texts.js";

/** Builds the elements of messages. ``press(ids, label, source)`` is called when the person chooses. */
export class Renderer {
  constructor({ base, heading, press, print }) {
    Object.assign(this, { base, heading, press, print, count: 0 });
  }

  /** A list item for one message of the assistant. */
  message(message, name) {
    const kind = ["question", "services", "memo", "crisis", "notice"].includes(message.kind) ? message.kind : "text";
    const bubble = el("div", { class: "bubble" });
    const item = el("li", { class: `from-assistant ${kind}` }, el("span", { class: "sr author" }, `${name} : `), bubble);
    if (kind === "crisis") bubble.append(el(this.heading, { class: "heading" }, TEXT.safety));
    const parts = paragraphs(message.text);
    if (message.question) this.question(bubble, message);
    else if (kind === "crisis") bubble.append(...this.danger(parts, message.links));
    else bubble.append(...parts);
    if (kind !== "crisis" && list(message.links).length) bubble.append(this.links(message.links));
    else if (kind === "memo") bubble.append(button(TEXT.printMemo, "print", () => this.print("memo")));
    if (list(message.services).length) {
      item.append(el("div", { class: "cards" }, list(message.services).map((service) => this.service(service))));
    }
    const choices = this.choices(this.beside(bubble, message.buttons), "");
    if (choices) (message.question ? bubble : item).append(choices);
    if (!bubble.childNodes.length) bubble.remove();
    return item;
  }

  /** « Modifier : Sommeil » goes beside the line « Sommeil : » of a recap; the buttons that are left. */
  beside(bubble, buttons) {
    const rows = Array.from(bubble.querySelectorAll("li"));
    return list(buttons).filter((option) => {
      const [, verb, what] = /^(Modifier) : (.+)$/.exec(words(option && option.label)) || [];
      const row = verb && rows.find((one) => one.firstChild.textContent === spaced(`${what} :`));
      if (!row) return true;
      row.className = "answer";
      row.append(el("span", {}, Array.from(row.childNodes)), this.choices([option], "edit"));
      row.querySelector("button").replaceChildren(verb, hidden(` : ${what}`));
      return false;
    });
  }

  question(bubble, message) {
    const question = message.question;
    const id = `relais-question-${(this.count += 1)}`;
    const step = stepText(question);
    if (step) {
      bubble.append(el("div", {}, el("p", { class: "step" }, step),
        el("progress", { value: question.index, max: question.total, "aria-hidden": "true" })));
    }
    // what is long to say comes first, in plain letters; what is asked stands out
    const text = words(message.text).replace(/^(.{90,}[.!…:])\s+([^.!…:\n]+\?)$/s, "$1\n$2");
    const asked = el("div", { class: "asked" }, paragraphs(text));
    if (asked.lastChild) asked.lastChild.id = id;
    bubble.append(asked);
    const options = list(question.options);
    if (question.type === "multiple" && options.length) bubble.append(this.boxes(options, id));
    else if (options.length) bubble.append(this.choices(options, "stacked", id));
    if (words(question.why)) {
      bubble.append(el("details", {}, el("summary", {}, TEXT.why), el("div", { class: "body" }, paragraphs(question.why))));
    }
  }

  /** Buttons that answer at once; null when there are none. */
  choices(options, kind, labelledBy) {
    const shown = list(options).filter((option) => option && words(option.label));
    if (!shown.length) return null;
    const group = el("div", { class: `choices ${kind}`, role: labelledBy && "group", "aria-labelledby": labelledBy });
    for (const option of shown) {
      group.append(button(words(option.label), "", (event) => {
        if (event.currentTarget.hasAttribute("aria-disabled")) return;
        this.press({ button: words(option.id) }, words(option.label), event.currentTarget);
      }));
    }
    return group;
  }

  /** Several answers: check boxes, then one button. */
  boxes(options, labelledBy) {
    const inputs = options.map((option) => el("input", { type: "checkbox", value: words(option.id) }));
    const hint = el("p", { class: "hint", hidden: true }, TEXT.nothingChosen);
    const validate = button(TEXT.validate, "solid", (event) => {
      if (event.currentTarget.hasAttribute("aria-disabled")) return;
      const chosen = inputs.map((input, at) => (input.checked ? options[at] : null)).filter(Boolean);
      hint.hidden = chosen.length > 0;
      if (!chosen.length) return inputs[0].focus();
      this.press({ buttons: chosen.map((option) => words(option.id)) }, chosen.map((option) => words(option.label)).join(", "),
        event.currentTarget);
    });
    return el("div", { class: "stack", role: "group", "aria-labelledby": labelledBy },
      inputs.map((input, at) => el("label", { class: "box" }, input, el("span", {}, words(options[at].label)))),
      hint, el("div", { class: "choices" }, validate));
  }

  links(links) {
    return el("div", { class: "links" }, list(links).filter((one) => one && words(one.label))
      .map((one) => link(words(one.label), one.href, this.base)));
  }

  /** A danger message: its first words, its lines large, what else it says. The line of the text that explains a number
   * (« 3114 — Prévention du suicide ») goes on its button. */
  danger(parts, links) {
    const rest = parts.slice(1);
    const explain = (label) => {
      for (const row of rest.flatMap((part) => Array.from(part.querySelectorAll("li")))) {
        const [, number, said] = /^([\d ]+\d) ?[—:–] ?(.+)$/.exec(row.textContent) || [];
        if (!number || !label.endsWith(` ${number}`)) continue;
        row.remove();
        return said;
      }
      return "";
    };
    const lines = this.lines(links, explain);
    // on a small screen the first number comes before the words too: it must be in sight at once
    const first = el("div", { class: "stack at-once" }, lines.firstChild && lines.firstChild.cloneNode(true));
    return [first, ...parts.slice(0, 1), lines, ...rest.filter((part) => part.tagName !== "UL" || part.firstChild)];
  }

  lines(links, explain) {
    return el("div", { class: "stack" }, list(links).filter((one) => one && words(one.label)).map((one) => {
      const label = words(one.label);
      const said = explain(label);
      const shown = link(el("span", {}, numbered(label), said && el("small", {}, said)), one.href, this.base, { class: "dial" });
      if (/^(tel|sms):/.test(shown.getAttribute("href") || "")) shown.prepend(icon("phone"));
      return shown;
    }));
  }

  service(service) {
    if (!service || typeof service !== "object") return null;
    const name = words(service.name);
    const card = el("article", { class: "card" }, el("div", {}, el(this.heading, { class: "name" }, spaced(name)),
      words(service.organization) && el("p", { class: "by" }, words(service.organization))));
    if (words(service.why)) card.append(el("p", { class: "why" }, words(service.why)));
    card.append(...words(service.phone).split(/\s*(?:\/|;|,|\sou\s)\s*/).filter(Boolean).map((phone) => this.dial(phone, name)));
    card.append(this.facts(service), this.ways(service), this.proof(service));
    return card;
  }

  dial(phone, name) {
    const href = telHref(phone);
    if (!href) return el("p", {}, phone);
    return el("a", { class: "dial", href }, icon("phone"), el("span", {}, numbered(`${TEXT.call} ${phone}`), hidden(` (${name})`)));
  }

  ways(service) {
    const mail = words(service.email);
    const site = words(service.website);
    const address = words(service.address);
    const map = `https://www.openstreetmap.org/search?query=${encodeURIComponent(address)}`;
    return el("p", { class: "ways" },
      mail && (/^[^\s@?&:]+@[^\s@?&:]+$/.test(mail) ? link(mail, `mailto:${mail}`) : el("span", {}, mail)),
      site && link("Site internet", /^[a-z][a-z\d+.-]*:/i.test(site) ? site : `https://${site}`, this.base),
      address && link(TEXT.map, map, this.base));
  }

  facts(service) {
    const territory = words(service.territory);
    const told = words(service.why).includes(territory); // the reason has said it
    const rows = [["Adresse :", service.address], ["Distance :", frenchDistance(service.distance_km)],
      ["Territoire :", told ? "" : territory], ["Horaires :", service.hours], ["Prix :", service.fees]];
    const shown = rows.filter((row) => words(row[1]));
    return shown.length ? el("dl", {}, shown.map(([label, value]) =>
      el("div", {}, el("dt", {}, label), el("dd", {}, words(value))))) : "";
  }

  proof(service) {
    const day = frenchDate(service.verified_on);
    const sure = day && !service.stale && !service.to_verify;
    const source = words(service.source);
    return el("p", { class: "foot" }, sure ? `${TEXT.verified} ${day}.` : `${words(service.phone) ? TEXT.toVerify : TEXT.toCheck}.`,
      source && [" Source : ", /^https?:/i.test(source) ? link(hostOf(source), source, this.base) : source]);
  }
}

function hostOf(address) {
  try {
    return new URL(address).hostname.replace(/^www\./, "");
  } catch (error) {
    return address;
  }
}
