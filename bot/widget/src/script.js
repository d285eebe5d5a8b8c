/* The script tag that loaded us: read at once, it is known only while the script runs for the first time. */

export const SCRIPT = document.currentScript;
