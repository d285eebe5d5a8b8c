"""French as people type it, brought to one form: for the models and the rules, never for display."""

from __future__ import annotations

import re

from anyascii import anyascii

_SPACES = re.compile(r"\s+")
_LONG = re.compile(r"(.)\1{2,}")
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'"})
# What is written short in messages, by whole words. The full word is what the models and the rules know.
_SHORT = {
    "bjr": "bonjour", "bsr": "bonsoir", "slt": "salut", "svp": "s'il vous plait", "stp": "s'il te plait",
    "mr": "monsieur", "mme": "madame", "pr": "pour", "pdt": "pendant", "ds": "dans", "av": "avec", "avc": "avc",
    "qd": "quand", "qqn": "quelqu'un", "qq": "quelque", "qqch": "quelque chose", "qqc": "quelque chose",
    "bcp": "beaucoup", "tt": "tout", "ts": "tous", "tjs": "toujours", "tjr": "toujours", "tjrs": "toujours",
    "jms": "jamais", "mm": "meme", "ms": "mais", "pb": "probleme", "pbs": "problemes", "rdv": "rendez-vous",
    "c": "c'est", "g": "j'ai", "jai": "j'ai", "jsuis": "je suis", "chui": "je suis", "chuis": "je suis",
    "jpeux": "je peux", "jveux": "je veux", "jsais": "je sais", "jcrois": "je crois", "jpense": "je pense",
    "jarrive": "j'arrive", "jarive": "j'arrive", "ya": "il y a", "ya": "il y a", "kan": "quand", "ke": "que",
    "ki": "qui", "koi": "quoi", "kwa": "quoi", "pk": "pourquoi", "pq": "pourquoi", "pkoi": "pourquoi",
    "dc": "donc", "vs": "vous", "ns": "nous", "lgtps": "longtemps", "tps": "temps", "ms": "mais", "mnt": "maintenant",
    "auj": "aujourd'hui", "ajd": "aujourd'hui", "dsl": "desole", "cc": "coucou", "wé": "oui", "oué": "oui",
    "ouais": "oui", "nn": "non", "nan": "non", "dom": "domicile", "pt": "patient", "pte": "patiente", "tel": "telephone",
    "num": "numero", "asso": "association", "assoc": "association", "kine": "kinesitherapeute", "md": "medecin",
}
_TOKEN = re.compile(r"[\w']+", re.UNICODE)


def fold(text: str) -> str:
    """Lower case, no accents, straight apostrophes, single spaces; letters repeated more than twice are cut to two."""
    lowered = anyascii(text.translate(_APOSTROPHES)).lower()
    return _SPACES.sub(" ", _LONG.sub(r"\1\1", lowered)).strip()


def normalise(text: str) -> str:
    """:func:`fold`, then the short forms of messages spelled out."""
    return _TOKEN.sub(lambda match: _SHORT.get(match.group(), match.group()), fold(text))
