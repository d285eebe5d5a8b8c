/* Elements, icons and checked links. Text nodes only: nothing here reads markup. */
import { TEXT } from "./texts.js";

const LINK_SCHEMES = ["http:", "https:", "mailto:", "tel:", "sms:"];

/** An element with attributes and children; strings become text nodes, absent children are left out. */
export function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === undefined || value === null || value === false) continue;
    node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat(3).filter((child) => child || child === 0));
  return node;
}

/** A real button; ``kind`` is its class. */
export function button(label, kind, onClick, attributes) {
  const node = el("button", { type: "button", class: kind, ...attributes }, label);
  node.addEventListener("click", onClick);
  return node;
}

const PATHS = {
  mark: "M9 5.2a6.8 6.8 0 1 0 0 13.6M15 18.8a6.8 6.8 0 1 0 0-13.6M8.2 12h7.6M13 9.2l2.8 2.8-2.8 2.8",
  close: "M6 6l12 12M18 6L6 18",
  tools: "M4 7h9M17 7h3M4 17h3M11 17h9M15 4.5v5M9 14.5v5",
  send: "M4 12h15M13 6l6 6-6 6",
  phone: "M6.5 3.5h3l1.5 4-2 1.5a11 11 0 0 0 6 6l1.5-2 4 1.5v3a2 2 0 0 1-2 2A16 16 0 0 1 4.5 5.5a2 2 0 0 1 2-2z",
  mic: "M12 4a2.5 2.5 0 0 1 2.5 2.5v5a2.5 2.5 0 0 1-5 0v-5A2.5 2.5 0 0 1 12 4zM6 11a6 6 0 0 0 12 0M12 17v3",
  out: "M10 6H6v12h12v-4M13 5h6v6M19 5l-8 8",
};

/** A decorative line drawing, hidden from assistive technologies. */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const path = document.createElementNS(space, "path");
  const attributes = { viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false", class: `icon icon-${name}` };
  for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

export const hidden = (words) => el("span", { class: "sr" }, words);
export const list = (value) => (Array.isArray(value) ? value : []);
export const words = (value) => (typeof value === "string" || typeof value === "number" ? String(value).trim() : "");

/** The address if its scheme is one of ours, else "". A relative address belongs to ``base``. */
export function safeHref(address, base) {
  try {
    const url = new URL(words(address), base);
    return LINK_SCHEMES.includes(url.protocol) ? url.href : "";
  } catch (error) {
    return "";
  }
}

/** A link, or its label as text when the address is not one that we open. */
export function link(label, address, base, attributes) {
  const href = words(address) && safeHref(address, base);
  if (!href) return el("span", {}, label);
  if (!/^https?:/.test(href)) return el("a", { href, ...attributes }, label);
  return el("a", { href, target: "_blank", rel: "noopener noreferrer", ...attributes },
    label, " ", icon("out"), hidden(TEXT.newWindow));
}

/** "03 80 00 00 00" -> "tel:0380000000", or "" when it is not a number to dial. */
export function telHref(phone) {
  const dial = words(phone).replace(/\(0\)/g, "").replace(/[^\d+]/g, "");
  return /^\+?\d{2,15}$/.test(dial) ? `tel:${dial}` : "";
}

/** A label whose telephone number stays on one line where it fits. */
export function numbered(label) {
  return label.split(/(\+?\d[\d ]{3,}\d)/).map((part, at) => (at % 2 ? el("span", { class: "number" }, part) : part));
}

/** French spacing: a sign never goes alone to the next line. */
export const spaced = (text) => text.replace(/ (?=[:;?!»])/g, "\u00a0").replace(/« /g, "«\u00a0");

/** A line of a text: a label before a colon stands out, a French telephone number can be dialled. */
function line(text) {
  const [, label, rest] = /^([^.:!?«»]{2,32}\s?:)(?=\s|$)(.*)$/.exec(spaced(text)) || [null, "", spaced(text)];
  return [label && el("strong", {}, label), rest.split(/(\b0\d(?: \d\d){4}\b)/).map((part, at) =>
    (at % 2 ? el("a", { class: "number", href: telHref(part) }, part) : part))];
}

/** Paragraphs and bullet lists of a text: blank lines separate, "• " and "- " make a list. */
export function paragraphs(text) {
  const nodes = [];
  for (const block of words(text).split(/\n\s*\n/)) {
    let bullets = null;
    for (const said of block.split("\n").map((part) => part.trim()).filter(Boolean)) {
      const bullet = /^[•\-–]\s+(.*)$/.exec(said);
      if (bullet && !bullets) nodes.push((bullets = el("ul", { role: "list" })));
      if (bullet) bullets.append(el("li", {}, line(bullet[1])));
      else {
        bullets = null;
        nodes.push(el("p", {}, line(said)));
      }
    }
  }
  return nodes;
}
