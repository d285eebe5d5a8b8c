"""Words cut into the pieces that the sentence encoder knows (unigram segmentation, as SentencePiece does it)."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

_SPACE = "▁"
UNKNOWN, BEGIN, END = 0, 1, 2


class Pieces:
    """A vocabulary of pieces with their log-probabilities; ids are positions in the list given."""

    def __init__(self, pieces: list[str], scores: list[float]) -> None:
        self._scores = scores
        self._unknown_score = min(scores) - 10.0
        self._longest = max(map(len, pieces))
        prefixes: dict[str, int] = {}
        for number, piece in enumerate(pieces):
            for end in range(1, len(piece)):
                prefixes.setdefault(piece[:end], -1)
            prefixes[piece] = number
        self._prefixes: Mapping[str, int] = prefixes

    def ids(self, text: str) -> list[int]:
        """Ids of ``text``, between a beginning and an end mark; the likeliest segmentation (Viterbi)."""
        shown = _SPACE + _SPACE.join(unicodedata.normalize("NFKC", text).split())
        size = len(shown)
        best = [0.0] + [-1e38] * size
        start = [0] * (size + 1)
        piece = [UNKNOWN] * (size + 1)
        prefixes, scores, longest = self._prefixes, self._scores, self._longest
        for i in range(size):
            here, known = best[i], False
            for j in range(i + 1, min(i + longest, size) + 1):
                number = prefixes.get(shown[i:j])
                if number is None:
                    break
                if number >= 0:
                    known = known or j == i + 1
                    score = here + scores[number]
                    if score > best[j]:
                        best[j], start[j], piece[j] = score, i, number
            if not known and here + self._unknown_score > best[i + 1]:
                best[i + 1], start[i + 1], piece[i + 1] = here + self._unknown_score, i, UNKNOWN
        found, at = [END], size
        while at > 0:
            found.append(piece[at])
            at = start[at]
        found.append(BEGIN)
        return found[::-1]
