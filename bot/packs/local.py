"""What a region or a territory has of its own, topic by topic: ``local.yml`` of a pack, added to the answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.interview.conditions import Node


@dataclass(frozen=True)
class Local:
    """What is added to the answer of one topic. ``by``: the sentences of one département; a link or a
    source may be for one only (``only``)."""

    topic: str
    says: tuple[str, ...]
    easy: tuple[str, ...]
    by: Mapping[str, tuple[str, ...]]
    links: tuple[Mapping[str, str], ...]
    sources: tuple[Mapping[str, Any], ...]

    def sentences(self, departement: str, *, easy: bool = False, short: bool = False) -> list[str]:
        """The sentences for who lives in a département, the general ones first.

        :param short: only what is most particular: the département's sentence, else the first one.
        """
        own = list(self.by.get(departement, ()))
        if easy and self.easy:
            return list(self.easy)
        return (own or list(self.says[:1])) if short else [*self.says, *own]

    def links_for(self, departement: str) -> list[dict[str, str]]:
        """The links that stand in a département."""
        return [{"label": str(one["label"]), "href": str(one["href"])} for one in _near(self.links, departement)]

    def sources_for(self, departement: str) -> list[Mapping[str, Any]]:
        """Where it was read, what is of the département first."""
        return sorted(_near(self.sources, departement), key=lambda one: "only" not in one)


@dataclass(frozen=True)
class Locals:
    """The whole file: its name in words (« En Bourgogne-Franche-Comté »), where it holds, what it says by topic."""

    name: str = ""
    when: Node | None = None
    topics: Mapping[str, Local] = field(default_factory=dict)


def read_locals(raw: Mapping[str, Any], when: Node | None) -> Locals:
    """The content of ``local.yml``; ``raw`` is empty when the pack has none.

    :raises KeyError: a field is missing (its name is the message).
    """
    if not raw:
        return Locals()
    topics = {
        topic: Local(
            topic,
            says=tuple(told["says"]),
            easy=tuple(told.get("easy", ())),
            by={str(code): tuple(lines) for code, lines in (told.get("by") or {}).items()},
            links=tuple(told.get("links", ())),
            sources=tuple(told["sources"]),
        )
        for topic, told in raw["topics"].items()
    }
    return Locals(str(raw["name"]), when, topics)


def problems(made: Locals, known: Sequence[str]) -> Iterator[str]:
    """What is wrong with it, in French sentences; ``known``: the topics that exist."""
    for topic, told in made.topics.items():
        if topic not in known:
            yield f"local.yml : le sujet « {topic} » n'existe pas"
        if not told.says:
            yield f"local.yml, « {topic} » : il manque une phrase"
        if not told.sources:
            yield f"local.yml, « {topic} » : il manque une source ; écrivez « checked: a_verifier » si elle manque"


def _near(all_of_them: Sequence[Mapping[str, Any]], departement: str) -> list[Mapping[str, Any]]:
    return [one for one in all_of_them if one.get("only", departement) == departement]
