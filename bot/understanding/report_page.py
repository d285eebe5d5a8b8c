"""The page of the evaluation: tables, and the confusion matrix as a picture inside it."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from html import escape

import matplotlib
import numpy as np

from bot.understanding.corpus import Judged
from bot.understanding.measures import Rankings, answered

matplotlib.use("Agg")
from matplotlib import pyplot  # noqa: E402  (the back end is chosen first: there is no screen)

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#222}"
    "table{border-collapse:collapse;margin:1rem 0}"
    "td,th{border:1px solid #bbb;padding:.25rem .6rem;text-align:left}"
    "img{max-width:100%}"
)


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """An HTML table; shares as percentages."""

    def cell(value: object) -> str:
        return f"{100 * value:.1f} %" if isinstance(value, float) else escape(str(value))

    lines = ["<tr>" + "".join(f"<td>{cell(v)}</td>" for v in row) + "</tr>" for row in rows]
    return "<table><tr>" + "".join(f"<th>{escape(h)}</th>" for h in head) + "</tr>" + "".join(lines) + "</table>"


def matrix(sentences: Sequence[Judged], rankings: Rankings) -> str:
    """The confusion matrix as an ``<img>``: a row an expected intent, a column an answered one, darker is oftener."""
    said = [answered(s, r) for s, r in zip(sentences, rankings, strict=True)]
    names = sorted({s.label for s in sentences} | set(said))
    place = {name: i for i, name in enumerate(names)}
    counts = np.zeros((len(names), len(names)))
    for sentence, answer in zip(sentences, said, strict=True):
        counts[place[sentence.label], place[answer]] += 1
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    figure, axes = pyplot.subplots(figsize=(15, 14))
    axes.imshow(np.sqrt(shares), cmap="Blues", vmin=0, vmax=1)
    axes.set_xticks(range(len(names)), names, rotation=90, fontsize=7)
    axes.set_yticks(range(len(names)), names, fontsize=7)
    for i, j in zip(*np.nonzero(counts), strict=True):
        axes.text(
            j,
            i,
            int(counts[i, j]),
            ha="center",
            va="center",
            fontsize=6,
            color="white" if shares[i, j] > 0.4 else "black",
        )
    axes.set_xlabel("intention comprise")
    axes.set_ylabel("intention attendue")
    figure.tight_layout()
    picture = io.BytesIO()
    figure.savefig(picture, format="png", dpi=90)
    pyplot.close(figure)
    code = base64.b64encode(picture.getvalue()).decode()
    return f'<img alt="Matrice de confusion : lignes attendues, colonnes comprises" src="data:image/png;base64,{code}">'


def page(parts: Sequence[tuple[str, str]]) -> str:
    """A whole page from titles and HTML bodies."""
    body = "".join(f"<h2>{escape(title)}</h2>{html}" for title, html in parts)
    return (
        f'<!doctype html><html lang="fr"><meta charset="utf-8"><title>Compréhension : mesures</title>'
        f"<style>{_STYLE}</style><h1>Compréhension : mesures</h1>{body}</html>"
    )
