"""Information cards: one YAML file a topic, with its sources, its author and its review date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Link:
    """A label and its address."""

    label: str
    href: str


@dataclass(frozen=True)
class Card:
    """What is said of a topic in one country; ``body`` and ``easy`` are lists of sentences."""

    topic: str
    title: str
    body: tuple[str, ...]
    easy: tuple[str, ...]
    did_you_know: str
    next_step: str
    links: tuple[Link, ...]
    needs: tuple[str, ...]
    related: tuple[str, ...]
    sources: tuple[Mapping[str, Any], ...]
    author: str
    reviewed_on: date


def read_card(raw: Mapping[str, Any], country: str) -> Card:
    """Make the card of ``country`` from a file's content; what a country does not say is France's.

    :raises KeyError: a field is missing (its name is the message).
    """
    texts = {**raw["texts"]["FR"], **raw["texts"].get(country, {})}
    return Card(
        topic=raw["topic"],
        title=texts.get("title", raw["title"]),
        body=tuple(texts["body"]),
        easy=tuple(texts["easy"]),
        did_you_know=texts["did_you_know"],
        next_step=texts["next_step"],
        links=tuple(Link(link["label"], link["href"]) for link in texts.get("links", ())),
        needs=tuple(raw["needs"]),
        related=tuple(raw["related"]),
        sources=tuple(raw["sources"]),
        author=raw["author"],
        reviewed_on=raw["reviewed_on"],
    )
