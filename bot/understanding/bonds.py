"""Who helps whom among the people of a message, by spaCy's token patterns over ``data/bonds.yml``.

spaCy's tokenizer, entity ruler and matcher serve here; no trained pipeline: its parser was measured and is not worth
its memory (docs/understanding.md).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from bot.understanding.lexicon import HERE, Named, lexicon
from bot.yaml_files import read_yaml

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.matcher import Matcher

_RELATIVE = "RELATIVE"


@dataclass
class Bonds:
    """What the patterns say of a normalised text; places are characters where the name of a relative begins."""

    helping: set[int] = field(default_factory=set)  # relatives who help the writer
    helped: set[int] = field(default_factory=set)  # relatives whom the writer helps
    compound: dict[int, Named | None] = field(default_factory=dict)  # « mère » of « la mère de mon mari »
    inner: set[int] = field(default_factory=set)  # « mari » of « la mère de mon mari »
    taken_back: int | None = None  # where the last correction ends


def bonds_of(normal: str) -> Bonds:
    """The bonds that a normalised text tells."""
    nlp, matcher, relatives = _machine()
    doc = nlp(normal)
    found = Bonds()
    for name, start, end in matcher(doc):
        kind = nlp.vocab.strings[name]
        names = [entity for entity in doc[start:end].ents if entity.label_ == _RELATIVE]
        if kind == "taken_back":
            found.taken_back = max(found.taken_back or 0, doc[end - 1].idx + len(doc[end - 1]))
        elif kind == "of" and names:
            found.compound[names[0].start_char] = _compound(relatives, names[0].text, names[-1].text)
            found.inner.update(entity.start_char for entity in names[1:])
        elif kind == "helps_me" and names:
            found.helping.add(names[0].start_char)
        elif kind == "i_help" and names:
            found.helped.add(names[0].start_char)
    return found


def no_bonds(_normal: str) -> Bonds:
    """Nothing: where spaCy is not worth its memory, as in the action server, the other rules stand alone."""
    return Bonds()


def warm() -> None:
    """Load spaCy and the patterns now (3 s, 100 MB), so that no message waits for them."""
    _machine()


def _compound(table: dict[tuple[str, str], str], head: str, of: str) -> Named | None:
    owner = next(lexicon("relations").find(of), None)
    word = table.get((head, owner.named.code)) if owner else None
    return next(lexicon("relations").find(word)).named if word else None


@cache
def _machine() -> tuple[Language, Matcher, dict[tuple[str, str], str]]:
    import spacy
    from spacy.matcher import Matcher

    raw = read_yaml(HERE / "bonds.yml")
    nlp = spacy.blank("fr")
    ruler: Any = nlp.add_pipe("entity_ruler")
    words = [word + plural for entry in lexicon("relations").entries for word in entry.words for plural in ("", "s")]
    ruler.add_patterns([{"label": _RELATIVE, "pattern": word} for word in words])
    matcher = Matcher(nlp.vocab)
    for kind, patterns in raw["patterns"].items():
        matcher.add(kind, [[_token(word) for word in pattern.split()] for pattern in patterns], greedy="LONGEST")
    table = {(head, line["of"]): line["is"] for line in raw["of"] for head in line["head"]}
    return nlp, matcher, table


def _token(word: str) -> dict[str, Any]:
    """One word of our notation as spaCy writes it."""
    optional = word.endswith("?")
    word = word.removesuffix("?")
    if word == _RELATIVE:
        return {"ENT_TYPE": _RELATIVE, "OP": "+"}
    token: dict[str, Any]
    if word == "_":
        token = {"IS_PUNCT": False}
    elif word.endswith("*"):
        token = {"LOWER": {"REGEX": f"^(?:{word[:-1]})"}}
    else:
        token = {"LOWER": {"IN": word.split("|")}}
    return token | {"OP": "?"} if optional else token


__all__ = ["Bonds", "bonds_of", "no_bonds", "warm"]
