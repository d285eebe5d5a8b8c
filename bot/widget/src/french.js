/* Dates and distances as they are said in French. */
import { words } from "./dom.js";

/** "2026-03-05" -> "5 mars 2026", or "". */
export function frenchDate(day) {
  const date = new Date(`${words(day).slice(0, 10)}T12:00:00Z`);
  if (Number.isNaN(date.getTime())) return "";
  return new Intl.DateTimeFormat("fr-FR", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).format(date);
}

export function frenchDistance(km) {
  if (typeof km !== "number" || !Number.isFinite(km) || km < 0) return "";
  if (km < 1) return "dans votre commune";
  return `à ${new Intl.NumberFormat("fr-FR", { maximumFractionDigits: km < 10 ? 1 : 0 }).format(km)} km`;
}
