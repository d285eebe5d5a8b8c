"""How easy our questions are to read: `python -m bot.interview.readability [--json]`.

Kandel and Moles (1958), the French adaptation of Flesch: 207 - 1.015 x words per sentence - 73.6 x
syllables per word.
100 is very easy, 60 is ordinary, 30 is hard. Syllables are counted by groups of vowels, without the silent
final e.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass

from bot.interview.loader import Library
from bot.interview.model import Question, Questionnaire

MAX_WORDS = 15
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+(?:,\d+)?")
SENTENCE_END = re.compile(r"(?<=[.!?:;])\s+|\s*[«»]\s*")
VOWELS = re.compile(r"[aeiouyàâäéèêëîïôöùûüœæ]+", re.IGNORECASE)
HIATUS = re.compile(r"[aeo][éèï]|é[aeio]|ao|oé|ïe", re.IGNORECASE)


@dataclass(frozen=True)
class Figures:
    """Readability of a text: counts, mean and longest sentence in words, Kandel-Moles index."""

    name: str
    sentences: int
    words: int
    words_per_sentence: float
    longest: int
    kandel_moles: float


def sentences(text: str) -> list[str]:
    """The sentences of a text; a colon, a semicolon and quotation marks cut too, as the breath does."""
    return [part for part in SENTENCE_END.split(text) if part and WORD.search(part)]


def words(text: str) -> list[str]:
    """The words of a text; « l'aide » is one, « a-t-elle » three."""
    return WORD.findall(text)


def syllables(word: str) -> int:
    """Spoken syllables of a French word, at least one."""
    bare = re.sub(r"(?<=[^\W\daeiouyéèê])(?:e|es)$", "", word.lower())
    groups = len(VOWELS.findall(bare)) + len(HIATUS.findall(bare))
    return max(1, groups)


def figures(name: str, texts: Iterable[str]) -> Figures:
    """The figures of several texts taken together. Raises ValueError without any word."""
    parts = [words(s) for text in texts for s in sentences(text)]
    count = sum(len(p) for p in parts)
    if not count:
        raise ValueError("aucun mot à mesurer")
    mean = count / len(parts)
    spoken = sum(syllables(word) for p in parts for word in p)
    index = 207 - 1.015 * mean - 73.6 * spoken / count
    return Figures(name, len(parts), count, round(mean, 1), max(len(p) for p in parts), round(index, 1))


def texts_of(question: Question) -> Iterator[str]:
    """All that a person may read of a question, besides its buttons."""
    said = (
        question.text,
        question.text_third_person,
        question.easy,
        question.why,
        question.help,
        question.feedback,
    )
    yield from (text for text in said if text)


def long_sentences(questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
    """(question id, sentence) for each sentence over MAX_WORDS words."""
    for question in questionnaire.questions:
        for text in texts_of(question):
            yield from ((question.id, s) for s in sentences(text) if len(words(s)) > MAX_WORDS)


def measure(library: Library) -> list[Figures]:
    """One line for each questionnaire, then questions, reasons and easy wordings over all."""
    rows = [figures(q.id, (t for question in q.questions for t in texts_of(question))) for q in library.values()]
    everything = [question for q in library.values() for question in q.questions]
    rows.append(figures("(questions)", (q.text for q in everything)))
    rows.append(figures("(easy)", (q.easy for q in everything if q.easy)))
    rows.append(figures("(why)", (q.why for q in everything)))
    return rows


def main(argv: Sequence[str]) -> int:
    """Print the table, or JSON lines with --json."""
    rows = measure(Library.load(include_all=True))
    if "--json" in argv:
        for row in rows:
            print(json.dumps(asdict(row), ensure_ascii=False))
        return 0
    print("| questionnaire | sentences | words | words a sentence | longest | Kandel-Moles |")
    print("| --- | --- | --- | --- | --- | --- |")
    for row in rows:
        cells = (row.name, row.sentences, row.words, row.words_per_sentence, row.longest, row.kandel_moles)
        print("| " + " | ".join(str(cell) for cell in cells) + " |")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
