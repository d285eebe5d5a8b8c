/* What a message says, without the screen. */
import { list, words } from "./dom.js";
import { TEXT } from "./texts.js";

/** What a message says, for the live region and the voice: the same words as on the screen, in reading order. */
export function spoken(message) {
  const question = message.question || {};
  const parts = [stepText(question), words(message.text)];
  for (const service of list(message.services)) {
    parts.push([service.name, service.why, service.phone].map(words).filter(Boolean).join(". "));
  }
  const labels = [...list(question.options), ...list(message.buttons)].map((option) => words(option && option.label));
  if (labels.some(Boolean)) parts.push(`${TEXT.answers} ${labels.filter(Boolean).join(", ")}.`);
  return parts.filter(Boolean).join("\n");
}

export function stepText(question) {
  const { index, total } = question;
  return Number.isInteger(index) && Number.isInteger(total) && total > 1 ? `Question ${index} sur ${total}` : "";
}
