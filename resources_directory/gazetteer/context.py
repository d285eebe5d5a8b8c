"""What stands around a possible place: prepositions, whose place it is, and what makes it not the home."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from .normalise import ARTICLES, Token


def _lists(path: Path) -> dict[str, frozenset[str]]:
    rows = (line.split() for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return {row[0]: frozenset(row[1:]) for row in rows}


# Also used to flag addresses that name a person.
GIVEN_NAMES = frozenset((Path(__file__).parents[1] / "data" / "given_names.txt").read_text(encoding="utf-8").split())
_WORDS = _lists(Path(__file__).parent / "data" / "context_words.txt")
LIVES = _WORDS["LIVES"]
IS = _WORDS["IS"]
AROUND = _WORDS["AROUND"]
NEARNESS = _WORDS["NEARNESS"]
PLAIN = _WORDS["PLAIN"]
LOOSE = _WORDS["LOOSE"]
TITLES = _WORDS["TITLES"]
STREETS = _WORDS["STREETS"]
HOUSES = _WORDS["HOUSES"]
ELSEWHERE = _WORDS["ELSEWHERE"]
PAST = _WORDS["PAST"]
SOUGHT = _WORDS["SOUGHT"]  # « une aide a domicile a dole »: after what is looked for, « a » is no verb
GONE = _WORDS["GONE"]
FILLERS = _WORDS["FILLERS"]
TALKS = _WORDS["TALKS"]  # with one, a few words are a sentence, not an answer: « c'est pas nice »
HELPED = _WORDS["HELPED"]
OTHERS = _WORDS["OTHERS"]
SELF = _WORDS["SELF"]
TOGETHER = _WORDS["TOGETHER"]
CARES = _WORDS["CARES"]
DENYING = frozenset({"et", "non", "mais", "est", "euh", "pardon"})
TAKES_BACK = frozenset({"non", "nan", "pardon", "enfin", "plutot", "erreur"})
MOVED_TO = frozenset({"a", "au", "aux", "vers", "sur", "en", "dans", "pour"})


def previous(tokens: Sequence[Token], i: int) -> int:
    """Index of the word before `i`, articles skipped; -1 when there is none in the same sentence."""
    j = i - 1
    while j >= 0 and tokens[j].norm in ARTICLES and not breaks(tokens[j + 1]):
        j -= 1
    return -1 if j < 0 or ends_sentence(tokens[j + 1]) else j


def breaks(token: Token) -> bool:
    """A comma, a full stop or a bracket stands before the word."""
    return any(c in token.gap for c in ',.;:!?()\n«»"')


def ends_sentence(token: Token) -> bool:
    """A full stop or the like stands before the word."""
    return any(c in token.gap for c in ".;!?\n")


def strength(tokens: Sequence[Token], i: int) -> int:
    """How surely a place is expected at word `i`: 3 « habite à », 2 « à », 1 « de », « sur », 0 nothing."""
    j = previous(tokens, i)
    if j < 0 or (breaks(tokens[i]) and j == i - 1):
        return 0
    word, before = tokens[j], tokens[j - 1].norm if j else ""
    if word.norm in LIVES:
        return 3
    settled = before in LIVES | IS or (j > 1 and tokens[j - 2].norm in LIVES)
    if word.norm == "a":
        if settled or j == 0:
            return 3
        return 2 if word.raw in {"à", "À"} or before in SELF | HELPED | OTHERS | SOUGHT else 1
    if word.norm in PLAIN:
        return 3 if settled else 2
    if word.norm in {"de", "d", "du", "des"}:
        if before in AROUND or (before in IS | {"vient", "viens", "venons", "viennent"}):
            return 3
        return 1
    if word.norm in AROUND - {"centre", "sud", "nord", "ouest"}:
        return 2
    if word.norm in LOOSE:
        return 3 if settled else 1
    return 0


def refused(tokens: Sequence[Token], i: int) -> bool:
    """True when the words before make it a person's name, a street, a product or an illness."""
    j = i - 1
    while j >= 0 and (tokens[j].norm in ARTICLES or tokens[j].norm in {"de", "d", "du", "des"}):
        j -= 1
    if j < 0 or breaks(tokens[j + 1]):
        return False
    word = tokens[j].norm
    direct = j == i - 1
    return (
        (word in TITLES and direct)
        or (word in HELPED | OTHERS and direct and tokens[i].norm in GIVEN_NAMES)  # « mon fils Florent »
        or word in STREETS
        or (word in HOUSES and direct and tokens[i].norm in {"saint", "sainte", "notre", "les", "la", "bon"})
    )


def acronym(tokens: Sequence[Token], i: int) -> bool:
    """True for « ARS », « SAV » in a text that is not all in capitals."""
    raw = tokens[i].raw
    return raw.isupper() and 1 < len(raw) <= 5 and not all(t.raw.isupper() or t.raw.isdigit() for t in tokens)


def near_previous(tokens: Sequence[Token], i: int) -> bool:
    """True for « près de X », « à côté de X », « pas loin de X », « à 10 km de X »."""
    return any(t.norm in NEARNESS for t in tokens[max(0, i - 3) : i])


def standing(tokens: Sequence[Token], i: int, declared: frozenset[str]) -> int:
    """Whose place it is: the higher, the more it is the home of the person helped. Below -5: not a home today.

    `declared`: the relations named after « je m'occupe de », « j'aide ».
    """
    value = 3  # nobody named
    for j in range(i - 1, max(-1, i - 25), -1):
        word = tokens[j].norm
        following = tokens[j + 1].norm if j + 1 < len(tokens) else ""
        if word in {"il", "ils"} and following in {"y", "faut", "n", "me", "existe", "pleut"}:
            continue
        if word in HELPED or word in OTHERS:
            if word in {"grand", "belle", "beau", "petit", "petite"} and following not in HELPED | OTHERS:
                continue
            if j and tokens[j - 1].norm in {"chez", "avec"} and word not in declared:
                value = max(value, 3)
            value = 6 if word in declared else 5 if word in HELPED else 1 if word == "enfants" else 4
            break
        if word == "moi" and j > 1 and tokens[j - 1].norm == "et" and tokens[j - 2].norm in HELPED | OTHERS:
            continue  # « mon mari et moi sommes à … »
        if word in SELF:
            cares = any(t.norm in CARES for t in tokens[j + 1 : j + 4])
            value = 5 if following in {"m", "aide"} and cares else 2
            break
        if word in TOGETHER and following not in {"dit", "m", "lui", "a"}:
            value = 4
            break
    return value - max(_elsewhere(tokens, i), _taken_back(tokens, i))


def _taken_back(tokens: Sequence[Token], i: int) -> int:
    """What a correction takes away: 10 « et pas Dijon », « plus à Dijon »; 4 « Dijon, non, … », « Dijon enfin … »."""
    before = [t.norm for t in tokens[max(0, i - 3) : i]]
    if len(before) > 1 and before[-1] in MOVED_TO:
        before.pop()
    if before and before[-1] in {"pas", "plus"} and (len(before) == 1 or before[-2] in DENYING | LIVES | IS):
        return 10
    end = next((j for j in range(i + 1, len(tokens)) if tokens[j].norm in TAKES_BACK or ends_sentence(tokens[j])), -1)
    return 4 if i < end <= i + 3 and tokens[end].norm in TAKES_BACK and end + 1 < len(tokens) else 0


def _elsewhere(tokens: Sequence[Token], i: int) -> int:
    """What the clause before word `i` takes away: 10 « pas à », 8 « j'ai quitté », 3 « hospitalisé à », 0 nothing."""
    clause: list[Token] = []
    for j in range(i - 1, max(-1, i - 7), -1):
        if tokens[j].norm in {"mais", "pour", "maintenant", "desormais"} or breaks(tokens[j + 1]):
            break
        clause.insert(0, tokens[j])
        if tokens[j].norm in IS and i - j <= 2 and tokens[j + 1].norm not in {"pas", "plus"}:
            break  # « pas à Dijon c'est à Nevers »
    words = [t.norm for t in clause]
    if any(w in NEARNESS for w in words[-3:]):
        words = [w for w in words if w != "pas"]
    for n, word in enumerate(words):
        # « n'habite pas à », « n'habite plus », « pas à Dijon » ; not « je n'en trouve pas à Nevers »
        if word in {"pas", "plus"} and (words[n - 1] in LIVES | IS if n else words[1:2] in (["a"], ["au"], ["sur"])):
            return 10
    after = [t.norm for t in tokens[i + 1 : i + 4]]
    if "avant" in after and any(w in {"etais", "etait", "etions", "etaient"} for w in words):
        return 8  # « j'étais à Nancy avant »
    gone = max((n for n, word in enumerate(words) if word in GONE), default=-1)
    if gone >= 0 and not any(w in LIVES | SELF for w in words[gone:]):
        return 12  # « morte à Lure », « nos vacances à Biarritz »: nobody is there
    past = {w for w in words if w in PAST}
    if past == {"demenage"} and words[-1] in MOVED_TO:
        past = set()  # « déménagé de Metz à Épinal »: only Metz is past
    if past or any(t.raw.lower() in {"né", "née", "nés"} for t in clause):
        return 8
    return 3 if any(w in ELSEWHERE for w in words) else 0


def declared_relations(tokens: Sequence[Token]) -> frozenset[str]:
    """The relations that follow « je m'occupe de », « j'aide », « je soigne »."""
    found: set[str] = set()
    for i, token in enumerate(tokens):
        if token.norm in CARES:
            found |= {t.norm for t in tokens[i + 1 : i + 5] if t.norm in HELPED | OTHERS}
    return frozenset(found)
