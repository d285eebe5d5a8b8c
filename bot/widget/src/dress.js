/* Style sheets of the shadow tree. */
import { el } from "./dom.js";
import { SCRIPT } from "./script.js";

/** Put style sheets in a shadow root; older browsers get a style element with the script's nonce. */
export function dress(root, sheets) {
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
