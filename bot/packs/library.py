"""The packs in use: which offer themselves where, and which item a sentence asks for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.content.cards import Card, read_card
from bot.interview.model import Questionnaire
from bot.packs.hears import heard_in
from bot.packs.local import Local, Locals
from bot.packs.model import Item, Pack, PackError
from bot.packs.reader import read_pack
from bot.packs.situation import Situation
from bot.understanding.text import normalise

PACKS = Path(__file__).resolve().parent
NONE = "aucun"


class Packs(Mapping[str, Pack]):
    """The packs by id, in the order of their names."""

    def __init__(self, packs: Sequence[Pack]) -> None:
        self._by_id = {pack.id: pack for pack in packs}

    @classmethod
    def load(cls, names: Sequence[str] = (), folder: Path = PACKS, own: Path | None = None) -> Packs:
        """Read the packs shipped and those of the installation: all, or those named; « aucun » for none.

        :param own: the installation's folder of packs; it need not exist. One named as a shipped pack takes its place.

        :raises PackError: one cannot be used, or a name is unknown.
        """
        folders = [folder, *([own] if own else [])]
        there = {path.parent.name: path.parent for each in folders for path in sorted(each.glob("*/pack.yml"))}
        if list(names) == [NONE]:
            return cls(())
        unknown = [name for name in names if name not in there]
        if unknown:
            raise PackError(f"RELAIS_PACKS : {', '.join(unknown)} n'existe pas. Il y a : {', '.join(there)}.")
        packs = [read_pack(path) for name, path in there.items() if not names or name in names]
        ids = [made.id for pack in packs for made in pack.questionnaires]
        double = next((name for name in ids if ids.count(name) > 1), None)
        if double:
            raise PackError(f"Deux packs ont un questionnaire nommé « {double} ».")
        return cls(packs)

    def heard(self, text: str) -> dict[str, dict[str, Any]]:
        """What a sentence says in passing, by the name under which questionnaires ask it."""
        return {name: said for pack in self.values() for name, said in heard_in(pack.hears, text).items()}

    def questionnaires(self) -> list[Questionnaire]:
        """The questionnaires of all packs, the procedures among them."""
        return [made for pack in self.values() for made in pack.questionnaires]

    def rules(self) -> list[Path]:
        """The files that add to the rules of orientation."""
        return [path for pack in self.values() for path in sorted((pack.folder / "rules").glob("*.yml"))]

    def services(self) -> list[Path]:
        """The files of services, in the form of the directory (docs/directory.md)."""
        return [path for pack in self.values() if (path := pack.folder / "services.csv").exists()]

    def offered(self, topic: str, situation: Situation) -> list[Pack]:
        """The packs whose button stands under the answer to a topic; those for anywhere come last."""
        open_ = [pack for pack in self.values() if situation.holds(pack.when)]
        near = [pack for pack in open_ if topic in pack.topics]
        return near + [p for p in open_ if p not in near and p.anywhere and situation.holds(p.anywhere)]

    def local(self, topic: str, situation: Situation) -> tuple[Locals, Local] | None:
        """What the first pack that knows the place adds to the answer of a topic; None when none does."""
        return next(
            (
                (pack.local, pack.local.topics[topic])
                for pack in self.values()
                if topic in pack.local.topics and situation.holds(pack.local.when)
            ),
            None,
        )

    def after_stock(self, situation: Situation) -> list[Pack]:
        """The packs whose button stands under the result of taking stock."""
        return [
            pack
            for pack in self.values()
            if pack.after_stock and situation.holds(pack.when) and situation.holds(pack.after_stock)
        ]

    def at_door(self, situation: Situation) -> list[Pack]:
        """The packs that stand at the door by which the person came in."""
        return [pack for pack in self.values() if situation.role in pack.doors and situation.holds(pack.when)]

    def asked(
        self, text: str, topics: Sequence[str], opened: str, situation: Situation | Callable[[Pack], Situation]
    ) -> tuple[Pack, Item, bool] | None:
        """The item whose words are in a sentence, the longest words first, and whether they hold whatever the topic (an
        item marked ``first`` wins over longer words).

        Words with a star in front (« *ouvrir un quiz ») hold whatever the topic; others need a topic of the pack among
        what was understood, or the pack opened before, or no topic at all and a pack that stands anywhere for who asks.

        :param situation: what is known; or how to know it for one pack, which may also know who it speaks to.
        """
        words = normalise(text)
        best: tuple[int, Pack, Item, bool] | None = None
        for pack in self.values():
            known = situation if isinstance(situation, Situation) else situation(pack)
            if not known.holds(pack.when):
                continue
            stands = not topics and pack.anywhere is not None and known.holds(pack.anywhere)
            near = stands or pack.id == opened or bool(set(topics) & set(pack.topics))
            for item in pack.items.values():
                if not known.holds(item.when):
                    continue
                for phrase in item.words:
                    if (near or phrase.startswith("*")) and _pattern(phrase).search(words):
                        weight = len(phrase) + (100 if pack.id == opened else 0) + (200 if item.first else 0)
                        if best is None or weight > best[0]:
                            best = (weight, pack, item, phrase.startswith("*"))
        return best[1:] if best else None

    def card(self, pack: Pack, name: str, country: str, audience: str) -> Card | None:
        """A card of the pack in the words of a country and of who reads it; None when the pack has none so named."""
        raw = pack.cards.get(name)
        if raw is None:
            return None
        texts = dict(raw["texts"])
        chosen = {**texts["FR"], **texts.get(country, {}), **(raw.get("for") or {}).get(audience, {})}
        blank = {"easy": chosen["body"], "did_you_know": "", "next_step": ""}
        return read_card(
            {
                "topic": name,
                "title": raw["title"],
                "texts": {"FR": {**blank, **chosen}},
                "needs": raw.get("needs", ()),
                "related": (),
                "sources": raw["sources"],
                "author": pack.author,
                "reviewed_on": raw.get("reviewed_on", pack.reviewed_on),
            },
            "FR",
        )

    def __getitem__(self, key: str) -> Pack:
        return self._by_id[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)


@lru_cache(maxsize=2000)
def _pattern(phrase: str) -> re.Pattern[str]:
    """The words of a phrase in order; « … » stands for a few words between."""
    parts = [re.escape(normalise(part.strip())) for part in phrase.lstrip("*").split("…")]
    return re.compile(r"(?<!\w)" + r"\b.{0,25}\b".join(parts) + r"s?(?!\w)")
