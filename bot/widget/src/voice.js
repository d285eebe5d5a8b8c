/* Reading aloud, and the browser's dictation. */

/** Reads texts with a French voice of the device; voices that send the text elsewhere are not used. */
export class Voice {
  static get available() {
    return "speechSynthesis" in window && "SpeechSynthesisUtterance" in window;
  }

  /** False when the device has voices but no French one of its own. */
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

export const Recognition = window.SpeechRecognition || window.webkitSpeechRecognition;
