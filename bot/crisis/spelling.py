"""Words as people type them, brought to the words that the rules know: short forms, glued words, typing errors."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from bot.yaml_files import read_yaml

_DATA = Path(__file__).with_name("rules") / "spelling.yml"
_SHORTEST = 6  # letters of a key word that may be repaired


@lru_cache(maxsize=1)
def _data() -> tuple[dict[str, tuple[str, ...]], dict[str, str], frozenset[str]]:
    raw = read_yaml(_DATA)
    short = {str(k): tuple(str(v).split()) for k, v in raw["short"].items()}
    verbs = {
        str(form): tuple(str(full).split()) for full, forms in raw["glued_verbs"].items() for form in forms.split()
    }
    for form, full in verbs.items():
        short.setdefault("j" + form, ("je", *full))
    keys = raw["repaired"].split()
    near: dict[str, str] = {}
    for key in keys:
        if len(key) >= _SHORTEST:
            for hole in _holes(key):
                near.setdefault(hole, key)
    return short, near, frozenset(keys) | frozenset(raw["never_repaired"].split())


def _holes(word: str) -> Iterable[str]:
    """The word with each letter left out in turn (the symmetric-delete index of spelling correctors)."""
    for i in range(len(word)):
        yield word[:i] + word[i + 1 :]


def _one_edit(a: str, b: str) -> bool:
    """True when one letter changed, added, dropped, or two neighbours swapped, leads from ``a`` to ``b``."""
    if abs(len(a) - len(b)) > 1:
        return False
    if len(a) > len(b):
        a, b = b, a
    i = 0
    while i < len(a) and a[i] == b[i]:
        i += 1
    if len(a) == len(b):
        return a[i + 1 :] == b[i + 1 :] or (a[i : i + 2] == b[i : i + 2][::-1] and a[i + 2 :] == b[i + 2 :])
    return a[i:] == b[i + 1 :]


@lru_cache(maxsize=8192)
def repair(token: str) -> str:
    """The key word one typing error away from ``token``, or the token itself."""
    _, near, known = _data()
    if len(token) < _SHORTEST - 1 or token in known or not token.isalpha():
        return token
    for hole in (token, *_holes(token)):
        key = near.get(hole)
        if key is not None and key[0] == token[0] and _one_edit(token, key):
            return key
    return token


_ELIDED = {
    "j": "je",
    "m": "me",
    "t": "te",
    "s": "se",
    "l": "le",
    "d": "de",
    "c": "ce",
    "qu": "que",
    "k": "que",
    "jusqu": "jusque",
    "lorsqu": "lorsque",
    "puisqu": "puisque",
}


def respell(tokens: list[str]) -> list[str]:
    """Short forms spelled out, elisions undone, « ne » dropped, typing errors in key words repaired."""
    short, _, _ = _data()
    words: list[str] = []
    for i, token in enumerate(tokens):
        if token in ("n", "ne"):
            continue
        if token in _ELIDED and i + 1 < len(tokens):
            words.append(_ELIDED[token])
        elif token in short:
            words.extend(w for w in short[token] if w != "ne")
        else:
            words.append(repair(token))
    return words
