/* Any brand colour, always readable. */

const GIVEN = /^#[0-9a-f]{6}$/i;
const channels = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
const mix = (from, to, share) => `#${channels(from).map((value, at) =>
  Math.round(value + (channels(to)[at] - value) * share).toString(16).padStart(2, "0")).join("")}`;

/** WCAG 2.2 relative luminance and contrast ratio. */
function luminance(hex) {
  const [red, green, blue] = channels(hex).map((value) => value / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
function contrast(one, other) {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** The colour moved towards ``end`` until it reads on every ground of its theme (5.2 to 1 at least). */
function readable(colour, grounds, end) {
  for (let share = 0; share < 1; share += 0.05) {
    const tried = mix(colour, end, share);
    if (grounds.every((ground) => contrast(tried, ground) >= 5.2)) return tried;
  }
  return end;
}

/** Style of a brand colour for both themes; nothing when it is not #rrggbb: the sheet has its own. */
export function palette(colour) {
  if (!GIVEN.test(colour)) return "";
  const light = readable(colour, ["#ffffff", "#f6f4ef"], "#000000");
  const dark = readable(colour, ["#1c2627", "#131a1b"], "#ffffff");
  const rule = (accent, on, tint) => `:host{--accent:${accent};--on-accent:${on};--tint:${tint}}`;
  return `${rule(light, "#ffffff", mix(light, "#ffffff", 0.9))}
    @media (prefers-color-scheme:dark){${rule(dark, "#0d1516", mix(dark, "#1c2627", 0.84))}}`;
}
