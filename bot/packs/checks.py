"""What is wrong in a pack that could be read: names of what does not exist, and numbers written in clear."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from bot.content.library import HERE
from bot.interview.conditions import Node, references
from bot.interview.loader import QUESTIONNAIRES
from bot.packs.model import AGREEMENTS, Item, Pack
from bot.packs.situation import KINDS as COMPUTED
from bot.packs.situation import NAMES

DOORS = ("carer", "patient", "prescriber")
_PHONE = re.compile(r"(?<![\d/])(?:0\d|\+\d{2} ?\d)(?:[ .]?\d{2}){4}(?!\d)")
_HELPLINE = re.compile(r"\{helpline:([^}]*)\}")


def problems(pack: Pack) -> Iterator[str]:
    """Each fault in French, without the name of the file; none for a sound pack."""
    if pack.id != pack.folder.name:
        yield "« id » n'est pas le nom du dossier"
    yield from _openings(pack)
    for item in pack.items.values():
        yield from _item(pack, item)
    asked = {name for made in pack.questionnaires for question in made.questions for name in question.prefill}
    yield from (
        f"« hears » : aucune question ne demande « {heard.name} » (prefill)"
        for heard in pack.hears
        if heard.name not in asked
    )
    yield from _unknown_names(pack, "local.yml", [pack.local.when])
    for name, card in pack.cards.items():
        if not card.get("title") or not (card.get("texts") or {}).get("FR", {}).get("body"):
            yield f"la fiche « {name} » n'a pas de titre ou de texte"
        if not card.get("sources"):
            yield f"la fiche « {name} » n'a pas de source ; écrivez « checked: a_verifier » si elle manque"
        yield from _unknown(f"la fiche « {name} »", "besoin", card.get("needs", ()), topic_names())


def numbers(pack: Pack) -> Iterator[str]:
    """Telephone numbers written in the words of the pack, and helplines that have no such name."""
    known = set(re.findall(r"^  - \{id: (\w+)", (HERE / "helplines.yml").read_text("utf-8"), re.MULTILINE))
    for name in ("pack.yml", "cards.yml", "local.yml", "familiar.yml"):
        path = pack.folder / name
        words = path.read_text("utf-8") if path.exists() else ""
        if found := _PHONE.search(words):
            yield (
                f"{name} : un numéro de téléphone est écrit en clair ({found.group()}). "
                "Écrivez {helpline:…}, ou mettez-le dans services.csv"
            )
        yield from _unknown(name, "ligne d'aide", _HELPLINE.findall(words), known)


@lru_cache(maxsize=1)
def topic_names() -> frozenset[str]:
    """The subjects of Relais, which are also the needs."""
    return frozenset(path.stem for path in (HERE / "topics").glob("*.yml"))


def _openings(pack: Pack) -> Iterator[str]:
    yield from _unknown("« opens »", "sujet", pack.topics, topic_names())
    yield from _unknown("« opens »", "porte", pack.doors, DOORS)
    yield from _unknown_names(pack, "« opens »", [pack.when, pack.anywhere, pack.after_stock])
    if pack.audience:
        yield from _unknown_names(pack, "« audience »", [when for _, when in pack.audience.guesses])
        named = [pack.audience.questionnaire] if pack.audience.questionnaire else []
        yield from _unknown("« audience »", "questionnaire", named, _questionnaires(pack))


def _item(pack: Pack, item: Item) -> Iterator[str]:
    where = f"« {item.id} »"
    if item.agreement and (item.agreement not in AGREEMENTS or item.kind != "questionnaire"):
        yield f"{where} : « agreement » ne peut être que : {', '.join(AGREEMENTS)}, sur un questionnaire"
    for other in (*item.items, *item.then):
        if other not in pack.items:
            yield f"{where} nomme « {other} », qui n'existe pas"
    if item.kind == "card":
        yield from _unknown(where, "fiche", [item.card], {*pack.cards, *topic_names()})
    yield from _unknown(where, "questionnaire", item.questionnaires, _questionnaires(pack))
    yield from _unknown(where, "besoin", item.needs, topic_names())
    conditions = [item.when, *(alert.when for alert in item.alerts), *(a.when for a in item.attention)]
    yield from _unknown_names(pack, where, conditions)


def _questionnaires(pack: Pack) -> set[str]:
    return {made.id for made in pack.questionnaires} | {path.stem for path in QUESTIONNAIRES.glob("*.yml")}


def _unknown_names(pack: Pack, where: str, conditions: Iterable[Node | None]) -> Iterator[str]:
    for name in sorted(n for node in conditions if node for n in references(node)):
        kind, dot, _ = name.partition(".")
        known = kind in COMPUTED or kind in _questionnaires(pack) if dot else name in NAMES
        if not known:
            yield f"{where} : la condition parle de « {name} », inconnu"


def _unknown(where: str, what: str, named: Iterable[str], known: Iterable[str]) -> Iterator[str]:
    there = set(known)
    yield from (f"{where} nomme « {name} » ({what}), qui n'existe pas" for name in named if name not in there)


__all__ = ["numbers", "problems", "topic_names"]
