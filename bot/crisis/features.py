"""Words and letters of a passage as hashed counts: sparse, without a vocabulary to keep in memory."""

from __future__ import annotations

from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
BUCKETS = 1 << 18
_ORDERS = (3, 4, 5)
_MULTIPLIER = np.uint32(0x01000193)


def word_buckets(passage: str) -> Ints:
    """Buckets of the words and pairs of neighbouring words of a normalised passage (repeated as they occur)."""
    words = passage.split()
    pairs = [f"{a} {b}" for a, b in zip(words, words[1:], strict=False)]
    return np.fromiter((crc32(w.encode()) % BUCKETS for w in words + pairs), dtype=np.int64, count=len(words) + len(pairs))


def letter_buckets(passage: str) -> Ints:
    """Buckets of the runs of three, four and five letters of a normalised passage, spaces included."""
    codes = np.frombuffer(f" {passage} ".encode("ascii", "ignore"), dtype=np.uint8).astype(np.uint32)
    found = []
    for order in _ORDERS:
        size = len(codes) - order + 1
        if size <= 0:
            continue
        value = np.full(size, order * 0x9E3779B1 & 0xFFFFFFFF, dtype=np.uint32)
        for i in range(order):
            value = (value ^ codes[i:i + size]) * _MULTIPLIER
        value ^= value >> np.uint32(15)
        found.append(value % np.uint32(BUCKETS))
    return np.concatenate(found).astype(np.int64) if found else np.zeros(0, dtype=np.int64)


def weigh(buckets: Ints, idf: Floats) -> tuple[Ints, Floats]:
    """Distinct buckets and their weights: 1 + log(count), times ``idf``, brought to length one."""
    if not len(buckets):
        return buckets, np.zeros(0, dtype=np.float32)
    distinct, counts = np.unique(buckets, return_counts=True)
    values = (1.0 + np.log(counts)) * idf[distinct]
    length = float(np.sqrt((values * values).sum()))
    return distinct, (values / (length or 1.0)).astype(np.float32)
