/* Relais: the assistant as a web component. Made from bot/widget/src by scripts/widget.py: edit there.
   How to embed it: docs/widget.md. Licence: LICENSE. */
(() => {
"use strict";
const TEXT = {
danger: "Danger :", person: "Une personne :",
nature: "Assistant automatique, pas une personne",
greeting: "Besoin d'aide ?",
tools: "Outils", close: "Fermer", send: "Envoyer", label: "Votre message",
messages: "Messages de la conversation", you: "Vous", waiting: "R\u00e9ponse en cours\u2026", further: "La suite",
slow: "La r\u00e9ponse prend un peu de temps\u2026",
smaller: "A\u2212 Plus petit", larger: "A+ Plus grand", easy: "Phrases plus simples", aloud: "Lire \u00e0 voix haute",
print: "Imprimer la conversation", printMemo: "Imprimer ce m\u00e9mo", erase: "Effacer la conversation",
dictate: "Dicter", dictating: "Arr\u00eater la dict\u00e9e",
why: "Pourquoi cette question ?", validate: "Valider", chosen: "(choisi)",
nothingChosen: "Cochez au moins une r\u00e9ponse. Vous pouvez aussi \u00e9crire.",
safety: "La s\u00e9curit\u00e9 d'abord", newWindow: "(nouvelle fen\u00eatre)",
answers: "R\u00e9ponses propos\u00e9es :", call: "Appeler le", map: "Voir sur la carte",
verified: "V\u00e9rifi\u00e9 le", toVerify: "\u00c0 v\u00e9rifier : appelez avant de vous d\u00e9placer",
offline: "Pas de connexion. Votre message n'est pas parti.",
offlineOpening: "Pas de connexion. La conversation n'a pas pu commencer.",
offlineRestore: "Pas de connexion. Votre conversation n'a pas pu \u00eatre affich\u00e9e.",
down: "Le service ne r\u00e9pond pas pour le moment. En danger, appelez le 15 ou le 112.",
retry: "R\u00e9essayer", notSent: "Message non envoy\u00e9.",
expired: "La conversation pr\u00e9c\u00e9dente est termin\u00e9e. Une nouvelle commence.",
draftKept: "Votre texte est gard\u00e9 : il est pr\u00eat \u00e0 partir.",
resumed: "Votre conversation est reprise.",
eraseAsk: "Effacer toute la conversation ? Vos r\u00e9ponses et vos demandes seront supprim\u00e9es.",
eraseYes: "Oui, tout effacer", eraseNo: "Non, garder",
erased: "La conversation est effac\u00e9e.", eraseFailed: "Rien n'a \u00e9t\u00e9 effac\u00e9. R\u00e9essayez dans un moment.",
eraseExpired: "Votre conversation est termin\u00e9e. Nous n'avons pas pu v\u00e9rifier l'effacement.",
nothingToErase: "Aucune conversation n'\u00e9tait enregistr\u00e9e.", restart: "Commencer une nouvelle conversation",
easyOn: "D'accord. Les prochaines phrases seront plus simples.", easyOff: "D'accord. Les phrases reviennent \u00e0 la normale.",
noVoice: "Cet appareil n'a pas de voix fran\u00e7aise.",
dictateAsk: "Votre navigateur \u00e9coute et \u00e9crit \u00e0 votre place. Il peut envoyer votre voix \u00e0 son \u00e9diteur.",
dictateYes: "Dicter", dictateNo: "Annuler", dictateFailed: "La dict\u00e9e n'a pas march\u00e9. Vous pouvez \u00e9crire.",
};
const LINK_SCHEMES = ["http:", "https:", "mailto:", "tel:", "sms:"];
function el(tag, attributes, ...children) {
const node = document.createElement(tag);
for (const [name, value] of Object.entries(attributes || {})) {
if (value === undefined || value === null || value === false) continue;
node.setAttribute(name, value === true ? "" : String(value));
}
node.append(...children.flat(3).filter((child) => child || child === 0));
return node;
}
function button(label, kind, onClick, attributes) {
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
function icon(name) {
const space = "http://www.w3.org/2000/svg";
const svg = document.createElementNS(space, "svg");
const path = document.createElementNS(space, "path");
const attributes = { viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false", class: `icon icon-${name}` };
for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
path.setAttribute("d", PATHS[name]);
svg.append(path);
return svg;
}
const hidden = (words) => el("span", { class: "sr" }, words);
const list = (value) => (Array.isArray(value) ? value : []);
const words = (value) => (typeof value === "string" || typeof value === "number" ? String(value).trim() : "");
function safeHref(address, base) {
try {
const url = new URL(words(address), base);
return LINK_SCHEMES.includes(url.protocol) ? url.href : "";
} catch (error) {
return "";
}
}
function link(label, address, base, attributes) {
const href = words(address) && safeHref(address, base);
if (!href) return el("span", {}, label);
if (!/^https?:/.test(href)) return el("a", { href, ...attributes }, label);
return el("a", { href, target: "_blank", rel: "noopener noreferrer", ...attributes },
label, " ", icon("out"), hidden(TEXT.newWindow));
}
function telHref(phone) {
const dial = words(phone).replace(/\(0\)/g, "").replace(/[^\d+]/g, "");
return /^\+?\d{2,15}$/.test(dial) ? `tel:${dial}` : "";
}
function numbered(label) {
return label.split(/(\+?\d[\d ]{3,}\d)/).map((part, at) => (at % 2 ? el("span", { class: "number" }, part) : part));
}
const spaced = (text) => text.replace(/ (?=[:;?!\u00bb])/g, "\u00a0").replace(/\u00ab /g, "\u00ab\u00a0");
function line(text) {
const [, label, rest] = /^([^.:!?\u00ab\u00bb]{2,32}\s?:)(?=\s|$)(.*)$/.exec(spaced(text)) || [null, "", spaced(text)];
return [label && el("strong", {}, label), rest.split(/(\b0\d(?: \d\d){4}\b)/).map((part, at) =>
(at % 2 ? el("a", { class: "number", href: telHref(part) }, part) : part))];
}
function paragraphs(text) {
const nodes = [];
for (const block of words(text).split(/\n\s*\n/)) {
let bullets = null;
for (const said of block.split("\n").map((part) => part.trim()).filter(Boolean)) {
const bullet = /^[\u2022\-\u2013]\s+(.*)$/.exec(said);
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
class Failure extends Error {
constructor(kind, message) {
super(message);
this.kind = kind;
}
}
class Api {
constructor(base, seconds) {
this.base = base;
this.milliseconds = seconds * 1000;
}
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
function uuid() {
if (crypto.randomUUID) return crypto.randomUUID();
return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
const GIVEN = /^#[0-9a-f]{6}$/i;
const channels = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
const mix = (from, to, share) => `#${channels(from).map((value, at) =>
Math.round(value + (channels(to)[at] - value) * share).toString(16).padStart(2, "0")).join("")}`;
function luminance(hex) {
const [red, green, blue] = channels(hex).map((value) => value / 255)
.map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
function contrast(one, other) {
const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
return (high + 0.05) / (low + 0.05);
}
function readable(colour, grounds, end) {
for (let share = 0; share < 1; share += 0.05) {
const tried = mix(colour, end, share);
if (grounds.every((ground) => contrast(tried, ground) >= 5.2)) return tried;
}
return end;
}
function palette(colour) {
if (!GIVEN.test(colour)) return "";
const light = readable(colour, ["#ffffff", "#f6f4ef"], "#000000");
const dark = readable(colour, ["#1c2627", "#131a1b"], "#ffffff");
const rule = (accent, on, tint) => `:host{--accent:${accent};--on-accent:${on};--tint:${tint}}`;
return `${rule(light, "#ffffff", mix(light, "#ffffff", 0.9))}
@media (prefers-color-scheme:dark){${rule(dark, "#0d1516", mix(dark, "#1c2627", 0.84))}}`;
}
const SCRIPT = document.currentScript;
function dress(root, sheets) {
if ("adoptedStyleSheets" in root && "replaceSync" in CSSStyleSheet.prototype) {
root.adoptedStyleSheets = sheets.map((css) => {
const sheet = new CSSStyleSheet();
sheet.replaceSync(css);
return sheet;
});
return;
}
const style = el("style", { nonce: SCRIPT && SCRIPT.nonce }, sheets.join("\n"));
root.append(style);
}
const STORAGE_KEY = "relais";
class Memory {
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
function frenchDate(day) {
const date = new Date(`${words(day).slice(0, 10)}T12:00:00Z`);
if (Number.isNaN(date.getTime())) return "";
return new Intl.DateTimeFormat("fr-FR", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).format(date);
}
function frenchDistance(km) {
if (typeof km !== "number" || !Number.isFinite(km) || km < 0) return "";
if (km < 1) return "dans votre commune";
return `\u00e0 ${new Intl.NumberFormat("fr-FR", { maximumFractionDigits: km < 10 ? 1 : 0 }).format(km)} km`;
}
function spoken(message) {
const question = message.question || {};
const parts = [stepText(question), words(message.text)];
for (const service of list(message.services)) {
parts.push([service.name, service.why, service.phone].map(words).filter(Boolean).join(". "));
}
const labels = [...list(question.options), ...list(message.buttons)].map((option) => words(option && option.label));
if (labels.some(Boolean)) parts.push(`${TEXT.answers} ${labels.filter(Boolean).join(", ")}.`);
return parts.filter(Boolean).join("\n");
}
function stepText(question) {
const { index, total } = question;
return Number.isInteger(index) && Number.isInteger(total) && total > 1 ? `Question ${index} sur ${total}` : "";
}
class Renderer {
constructor({ base, heading, press, print }) {
Object.assign(this, { base, heading, press, print, count: 0 });
}
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
const text = words(message.text).replace(/^(.{90,}[.!\u2026:])\s+([^.!\u2026:\n]+\?)$/s, "$1\n$2");
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
danger(parts, links) {
const rest = parts.slice(1);
const explain = (label) => {
for (const row of rest.flatMap((part) => Array.from(part.querySelectorAll("li")))) {
const [, number, said] = /^([\d ]+\d) ?[\u2014:\u2013] ?(.+)$/.exec(row.textContent) || [];
if (!number || !label.endsWith(` ${number}`)) continue;
row.remove();
return said;
}
return "";
};
const lines = this.lines(links, explain);
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
const told = words(service.why).includes(territory);
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
return el("p", { class: "foot" }, sure ? `${TEXT.verified} ${day}.` : `${TEXT.toVerify}.`,
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
const STYLE = ":host{all:initial;display:block;--ink:#1b292b;--soft:#49595c;--paper:#ffffff;--ground:#f6f4ef;--line:#d5d1c6;--edge:#6d797b;--accent:#0b5c66;--on-accent:#ffffff;--tint:#e6eff0;--danger:#97201a;--danger-ground:#fdf3f1;--on-danger:#ffffff;--shade:rgba(20,40,44,.22)}:host([hidden]){display:none}@media (prefers-color-scheme:dark){:host{--ink:#eef2f0;--soft:#b9c5c4;--paper:#1c2627;--ground:#131a1b;--line:#3b4a4c;--edge:#8b9a9b;--accent:#8fc9ce;--on-accent:#0d1516;--tint:#1f3236;--danger:#ffb9b0;--danger-ground:#301b19;--on-danger:#330b08;--shade:rgba(0,0,0,.6)}}@media (prefers-contrast:more){:host{--soft:var(--ink);--line:var(--ink);--edge:var(--ink)}}.root{all:initial;display:block;--base:max(18px,1rem);color:var(--ink);color-scheme:light dark;font-size:var(--base);line-height:1.5;text-align:start;hyphens:manual;font-family:system-ui,-apple-system,\"Segoe UI\",Roboto,\"Noto Sans\",\"Liberation Sans\",Arial,sans-serif}.root *,.root *::before,.root *::after{box-sizing:border-box}.root [hidden]{display:none !important}.sr{position:absolute;width:1px;height:1px;margin:-1px;padding:0;overflow:hidden;clip-path:inset(50%);white-space:nowrap;border:0}p,h1,h2,h3,ul,ol,fieldset,legend,dl,dd{margin:0;padding:0;border:0;font:inherit;min-width:0}ul,ol{list-style:none}a{color:var(--accent);text-underline-offset:.18em;text-decoration-thickness:from-font}a:hover{text-decoration-thickness:2px}button,textarea,summary,label{font:inherit;color:inherit}button{min-height:max(44px,2.5em);min-width:44px;margin:0;padding:.45em .9em;cursor:pointer;border-radius:.7em;border:1.5px solid var(--accent);background:var(--paper);color:var(--accent);text-align:start;line-height:1.3}button:hover:not(:disabled):not([aria-disabled=\"true\"]){background:var(--tint)}:focus{outline:none}:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:.4em}button:focus-visible{border-radius:.7em}.icon{width:1.25em;height:1.25em;flex:none;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round;vertical-align:-.25em}.icon-out{width:.9em;height:.9em;vertical-align:-.08em}.solid{background:var(--accent);color:var(--on-accent);border-color:var(--accent);font-weight:600}.solid:hover:not(:disabled):not([aria-disabled=\"true\"]){background:var(--accent);text-decoration:underline}.launcher{position:fixed;z-index:2147483000;bottom:1.1em;right:1.1em;display:flex;align-items:center;gap:.7em;max-width:calc(100vw - 2.2em);padding:.6em 1.25em .6em .8em;border:2px solid transparent;border-radius:2.4em;background:var(--accent);color:var(--on-accent);box-shadow:0 .35em 1.4em var(--shade);line-height:1.25}.launcher:hover:not(:disabled){background:var(--accent);text-decoration:underline;text-underline-offset:.2em}.launcher:focus-visible{border-radius:2.4em;outline-offset:3px}.launcher .icon{width:2.1em;height:2.1em;stroke-width:1.6}.launcher strong{display:block;font-weight:650}.launcher small{display:block;font-size:.8em}[data-position=\"left\"] .launcher{right:auto;left:1.1em}.panel{position:fixed;z-index:2147483000;bottom:1.1em;right:1.1em;width:min(34em,100vw - 2.2em);height:min(46em,100vh - 2.2em);height:min(46em,100dvh - 2.2em);overflow:hidden;border:1px solid var(--line);border-radius:1.1em;background:var(--ground);box-shadow:0 .6em 2.6em var(--shade);overflow-wrap:anywhere;container-type:size}[data-position=\"left\"] .panel{right:auto;left:1.1em}.panel[data-size=\"1\"]{font-size:calc(var(--base) * 1.25)}.panel[data-size=\"2\"]{font-size:calc(var(--base) * 1.5)}.panel[data-size=\"3\"]{font-size:calc(var(--base) * 2)}[data-size=\"1\"] :is(header,.lines){font-size:var(--base)}:is([data-size=\"2\"],[data-size=\"3\"]) :is(header,.lines,form){font-size:calc(var(--base) * 1.25)}@media (max-width:640px){.panel{inset:auto 0 auto 0;top:var(--visible-top,0);width:100%;border:0;border-radius:0;height:100vh;height:var(--visible-height,100dvh)}}.root[data-full]{height:100%}[data-full] .panel{position:static;width:100%;max-width:46em;margin:0 auto;border-width:0 1px;border-radius:0;box-shadow:none;height:100%}.inner{display:flex;flex-direction:column;height:100%}header{display:flex;flex-wrap:wrap;align-items:center;gap:.3em .7em;padding:.5em .6em .5em 1em;background:var(--paper);border-bottom:1px solid var(--line)}.brand{display:flex;align-items:center;gap:.65em;flex:1 1 11em}.brand .icon{width:2.3em;height:2.3em;padding:.3em;border-radius:50%;background:var(--accent);color:var(--on-accent);stroke-width:1.7}.title span{font-weight:500}.title{font-size:1.1em;font-weight:700;line-height:1.25;text-wrap:balance}.nature{font-size:.86em;line-height:1.35;color:var(--soft)}.bar{display:flex;flex-wrap:wrap;gap:.3em}.bar button{display:inline-flex;align-items:center;gap:.4em;padding:.3em .6em;border-color:transparent;background:transparent;font-size:.9em;font-weight:600}.bar button[aria-expanded=\"true\"]{background:var(--tint)}.tools{display:flex;flex-direction:column;gap:.1em;padding:.5em .6em;background:var(--paper);border-bottom:1px solid var(--line);max-height:60%;overflow-y:auto;flex:none}.tools button{width:100%;border-color:transparent;background:transparent;color:var(--ink)}.tools .sizes{display:flex;flex-wrap:wrap;align-items:center;gap:.4em;padding:0 .9em .4em;border-bottom:1px solid var(--line);margin-bottom:.2em}.tools .sizes span{flex:1 1 100%;font-size:.9em;color:var(--soft)}.tools .sizes button{width:auto;flex:1 1 8em;border-color:var(--edge);color:var(--accent);text-align:center}.tools .sizes [aria-disabled=\"true\"]{color:var(--soft);border-color:var(--line);cursor:default}.tools [role=\"switch\"]{display:flex;justify-content:space-between;align-items:center;gap:1em}.knob{flex:none;width:2.5em;height:1.4em;border:2px solid var(--edge);border-radius:1em;position:relative;background:var(--paper)}.knob::after{content:\"\";position:absolute;inset:.14em auto .14em .14em;aspect-ratio:1;border-radius:50%;background:var(--edge)}[aria-checked=\"true\"] .knob{background:var(--accent);border-color:var(--accent)}[aria-checked=\"true\"] .knob::after{background:var(--on-accent);inset:.14em .14em .14em auto}.tools .erase{color:var(--danger)}.ask{padding:.8em 1em 1em;background:var(--tint);border-bottom:1px solid var(--line);flex:none}.ask .choices{margin-top:.6em}.scroll{flex:1 1 auto;min-height:0;overflow-y:auto;overscroll-behavior:contain;position:relative;padding:1em;scroll-padding:1em 0}.scroll:focus-visible{outline-offset:-4px}.transcript{display:flex;flex-direction:column;gap:.8em}.transcript > li{max-width:100%}.bubble{padding:.75em 1em;border:1px solid var(--line);border-radius:.3em 1.1em 1.1em 1.1em;background:var(--paper)}.bubble > * + *,.card > * + *,.body > * + *{margin-top:.6em}.bubble > ul > li{padding-inline-start:1.1em;position:relative}.bubble > ul > li::before{content:\"\u2022\";content:\"\u2022\" / \"\";position:absolute;inset-inline-start:.2em;color:var(--accent)}.from-assistant{align-self:stretch}.from-person{align-self:flex-end;max-width:86% !important}.from-person .bubble{border-color:transparent;border-radius:1.1em 1.1em .3em 1.1em;background:var(--accent);color:var(--on-accent);white-space:pre-line}.from-person.unsent .bubble{background:var(--paper);color:var(--ink);border:2px dashed var(--edge)}.notice .bubble{background:transparent;border-style:dashed;border-color:var(--edge);border-radius:.8em}.memo .bubble{border-inline-start:.35em solid var(--accent);border-radius:.3em}.error{margin-top:.5em}.error > * + *{margin-top:.5em}.choices{display:flex;flex-wrap:wrap;gap:.5em;margin-top:.7em}.choices.stacked{flex-direction:column}.choices button{border-radius:1.4em;padding:.5em 1.1em}.choices.stacked button{border-radius:.8em}.choices button:disabled,.choices button[aria-disabled=\"true\"]{border-color:var(--line);color:var(--soft);background:transparent;cursor:default;font-weight:400}.choices button.chosen{border-color:var(--accent);color:var(--accent);background:var(--tint);font-weight:600}.choices button.chosen::before{content:\"\u2713 \";content:\"\u2713 \" / \"\"}.bubble li.answer{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:.1em .8em}.bubble li.answer > span{flex:1 1 11em}.choices.edit{margin:.15em 0}.choices.edit button{font-size:.92em}.step{font-size:.88em;color:var(--soft);font-weight:600}progress{display:block;width:100%;height:.45em;margin-top:.25em;appearance:none;border:0;border-radius:1em;overflow:hidden;background:var(--line);color:var(--accent)}progress::-webkit-progress-bar{background:var(--line)}progress::-webkit-progress-value{background:var(--accent);border-radius:1em}progress::-moz-progress-bar{background:var(--accent)}.asked > p:last-child{font-size:1.06em;font-weight:600}.asked > * + *{margin-top:.5em}strong{font-weight:650}details{margin-top:.4em}summary{display:inline-flex;align-items:center;min-height:44px;cursor:pointer;color:var(--accent);text-decoration:underline;text-underline-offset:.18em;font-size:.94em;list-style:none}summary::-webkit-details-marker{display:none}summary::before{content:\"\u25b8\";content:\"\u25b8\" / \"\";margin-inline-end:.45em}details[open] summary::before{content:\"\u25be\";content:\"\u25be\" / \"\"}.box{display:flex;align-items:center;gap:.75em;min-height:max(44px,2.5em);padding:.35em .8em;cursor:pointer;border:1.5px solid var(--edge);border-radius:.8em;background:var(--paper)}.box:has(:checked){border-color:var(--accent);background:var(--tint)}.box:has(:disabled){cursor:default;border-color:var(--line);color:var(--soft)}.box input{width:1.35em;height:1.35em;margin:0;flex:none;accent-color:var(--accent)}.stack{display:flex;flex-direction:column;gap:.5em}.links{display:flex;flex-direction:column;align-items:flex-start}.links a,.links span,.lines a{display:inline-flex;align-items:center;gap:.4em;min-height:44px}.cards{display:flex;flex-direction:column;gap:.8em;margin-top:.8em}.card{padding:.95em 1em 1em;border:1px solid var(--line);border-radius:1em;background:var(--paper)}.card .name{font-size:1.08em;font-weight:700;line-height:1.3}.card .by{margin-top:.1em;color:var(--soft);font-size:.92em}.card .why{padding-inline-start:.7em;border-inline-start:.25em solid var(--accent)}.card dl{display:grid;gap:.35em}.card dl > div{display:flex;flex-wrap:wrap;gap:0 .45em}.card dt{color:var(--soft)}.card .ways{display:flex;flex-wrap:wrap;gap:.1em 1.2em}.card .ways a,.card .ways span{display:inline-flex;align-items:center;gap:.4em;min-height:44px}.dial{display:flex;align-items:center;justify-content:center;gap:.55em;min-height:max(48px,2.7em);padding:.45em 1em;border:2px solid transparent;border-radius:.8em;background:var(--accent);color:var(--on-accent);font-weight:650;text-decoration:none;line-height:1.3;max-width:26em}.number{white-space:nowrap}a.number{padding-block:.7em;font-weight:600}.dial:hover{text-decoration:underline}.foot{font-size:.86em;color:var(--soft)}.crisis .bubble{border:2px solid var(--danger);border-radius:.9em;background:var(--danger-ground)}.crisis .heading{font-weight:700;font-size:1.1em;color:var(--danger)}.crisis .dial{background:var(--danger);color:var(--on-danger);font-size:1.12em;min-height:max(56px,3em)}.crisis .bubble > ul > li::before{color:var(--danger)}.crisis .dial:focus-visible{outline-color:var(--danger)}.crisis .stack{margin-top:.8em}.crisis .dial{justify-content:flex-start;max-width:none}.at-once{display:none}.dial small{display:block;font-size:.8em;font-weight:400}.typing{display:flex;align-items:center;gap:.6em;margin-top:.8em;color:var(--soft);font-size:.92em}.dots{display:inline-flex;gap:.25em}.dots i{width:.5em;height:.5em;border-radius:50%;background:var(--accent);animation:beat 1.2s infinite ease-in-out}.dots i:nth-child(2){animation-delay:.2s}.dots i:nth-child(3){animation-delay:.4s}@keyframes beat{0%,60%,100%{opacity:.3}30%{opacity:1}}@media (prefers-reduced-motion:reduce){.dots i{animation:none}}form{padding:.35em .8em .4em;background:var(--paper);border-top:1px solid var(--line);flex:none}.labels{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:0 .5em;min-height:2em}.labels label{font-size:.92em;font-weight:600}form .further{margin-inline:auto;text-decoration:underline;text-underline-offset:.18em;font-weight:600}.further::after{content:\"\u2193\";content:\"\u2193\" / \"\"}form .labels button{min-height:44px;padding:.2em .6em;border-color:transparent;background:transparent;font-size:.92em}.row{display:flex;flex-wrap:wrap;gap:.5em;align-items:flex-end}textarea{flex:1 1 7em;min-width:0;width:100%;min-height:max(48px,2.75em);max-height:7em;margin:0;padding:.5em .7em;resize:none;field-sizing:content;border:1.5px solid var(--edge);border-radius:.7em;background:var(--paper);color:var(--ink);line-height:1.4}textarea:focus-visible{outline-offset:0;border-color:var(--accent)}form button{display:inline-flex;align-items:center;justify-content:center;gap:.45em;min-height:max(48px,2.75em)}form [aria-pressed=\"true\"]{background:var(--danger-ground);color:var(--danger);border-color:var(--danger)}.hint{font-size:.88em;color:var(--soft);margin-top:.3em}.lines{display:flex;flex-wrap:wrap;align-items:center;gap:0 .3em;padding:0 .9em .15em;background:var(--paper);font-size:.9em;color:var(--soft);flex:none}.lines a{justify-content:center;min-width:44px;padding:0 .35em;font-weight:650}.lines .human{margin-inline-start:auto}.lines .icon{width:1em;height:1em}@container (max-width:32em){.lines .human > span{display:none}}@container (max-width:25em){header{padding:.25em .2em .25em .8em;gap:.2em}.brand{flex-basis:6.5em}.brand .icon{display:none}.title{font-size:.95em;text-wrap:wrap}.nature{font-size:.76em}.bar{gap:0}.lines{font-size:.82em;padding-inline:.7em .4em;gap:0}.lines a{padding:0 .2em}.lines .human{margin-inline-start:auto}.at-once{display:flex}form{padding:.1em .6em .3em}.labels{font-size:var(--base);gap:0}form .labels button{padding-inline:.3em}form .labels button:not(.further) > span{position:absolute;clip-path:inset(50%);overflow:hidden;width:1px;white-space:nowrap}.bar button{flex-direction:column;justify-content:center;gap:0;padding:.2em .45em;font-size:.82em;text-align:center}}@container (max-width:17em){.number{white-space:normal !important}}@container (max-height:30em){.inner{display:block;overflow-y:auto}.scroll{overflow:visible;min-height:8em}.tools{max-height:none}.further{display:none !important}}@media (max-height:420px),(max-width:350px){.launcher small{display:none}}@media (forced-colors:active){.launcher,.dial,.solid,.bubble,.card,.panel{border:2px solid ButtonText}.dots i,.knob::after,progress::-webkit-progress-value{background:CanvasText;forced-color-adjust:none}.chosen{border-style:double !important}}@media print{:host(:not([data-relais-print])){display:none}:host{--ink:#000;--soft:#222;--paper:#fff;--ground:#fff;--accent:#000;--on-accent:#000;--tint:#fff;--danger:#000;--danger-ground:#fff;--on-danger:#000;--line:#999}.panel,[data-full] .panel{position:static;width:auto;height:auto;overflow:visible;border:0;box-shadow:none;container-type:normal;font-size:14pt}.inner,.scroll,.transcript{display:block;height:auto;overflow:visible;padding:0}.bar,.tools,.ask,form,.launcher,.choices,.typing,.further,progress,details,.error,.print{display:none !important}header,.lines{border:0;padding:0 0 .5em}.transcript > li{margin:0 0 .7em}.from-person .bubble,.dial,.crisis .dial{background:#fff;color:#000;border:1px solid #999;justify-content:flex-start}.brand .icon,a[href*=\"openstreetmap\"]{display:none !important}.from-person{max-width:100% !important}.sr.author{position:static;width:auto;height:auto;margin:0;clip-path:none;font-weight:700}.card,.bubble{break-inside:avoid}a[href^=\"http\"]::after{content:\" (\" attr(href) \")\";font-size:.8em}.sr:not(.author),.icon-out{display:none}[data-print=\"memo\"] .transcript > li:not(.memo){display:none}}";
class Voice {
static get available() {
return "speechSynthesis" in window && "SpeechSynthesisUtterance" in window;
}
say(text) {
const voices = speechSynthesis.getVoices();
const french = voices.find((voice) => /^fr/i.test(voice.lang) && voice.localService);
if (voices.length && !french) return false;
this.stop();
const utterance = new SpeechSynthesisUtterance(text);
utterance.lang = "fr-FR";
utterance.rate = 0.95;
if (french) utterance.voice = french;
speechSynthesis.speak(utterance);
return true;
}
stop() {
if (Voice.available) speechSynthesis.cancel();
}
}
const Recognition = window.SpeechRecognition || window.webkitSpeechRecognition;
class Panel extends HTMLElement {
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
if (event.key !== "Escape") event.stopPropagation();
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
buildLines() {
const numbers = (this.option("emergency") || "15, 112, 3114").split(",").map((number) => number.trim()).filter(telHref);
const phone = this.option("phone");
return el("div", { class: "lines" }, el("span", {}, TEXT.danger),
numbers.map((number) => el("a", { href: telHref(number) }, number)),
telHref(phone) && el("span", { class: "human" }, el("span", { "aria-hidden": "true" }, TEXT.person),
el("a", { href: telHref(phone) }, icon("phone"), hidden(TEXT.person), phone)));
}
followViewport(shadow) {
const view = window.visualViewport;
const sheet = (shadow.adoptedStyleSheets || [])[2];
if (!view || !sheet) return;
const follow = () => sheet.replaceSync(
`:host{--visible-height:${Math.round(view.height)}px;--visible-top:${Math.round(view.offsetTop)}px}`);
const zoomed = () => view.scale > 1.01;
for (const event of ["resize", "scroll"]) view.addEventListener(event, () => zoomed() || follow());
}
}
const LIVE_FOR = 8000;
class Transcript extends Panel {
person(text) {
const node = el("li", { class: "from-person" }, el("span", { class: "sr author" }, `${TEXT.you} : `),
el("div", { class: "bubble" }, text));
this.transcript.append(node);
return node;
}
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
class Conversation extends Transcript {
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
if (last && last === words(this.input.value)) this.setDraft("");
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
const LONGEST = 1000;
const SIZES = 4;
class Tools extends Conversation {
setDraft(text, sending) {
this.input.value = text;
this.drafted(sending);
}
drafted(sending) {
const length = this.input.value.length;
if (sending !== true) this.memory.set({ draft: this.input.value });
const over = length > LONGEST ? "C'est trop long pour un seul message. \u00c9crivez en plusieurs fois." :
`Encore ${LONGEST - length} caract\u00e8res possibles.`;
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
await this.queue;
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
class RelaisAssistant extends Tools {
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
if (!customElements.get("relais-assistant")) {
customElements.define("relais-assistant", RelaisAssistant);
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready);
else ready();
}
})();
