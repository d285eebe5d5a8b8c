"""What an association hands in: how often each action of a pack was done, over a period. Counts only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.interview.model import Questionnaire
from bot.packs.counts import ACCOMPANIED, OPENED, WORKSHOP, PackCount
from bot.packs.model import Pack

_FIXED = {
    OPENED: "Personnes touchées",
    ACCOMPANIED: "Personnes accompagnées (une étape au moins)",
    WORKSHOP: "Ateliers notés dans l'agenda",
}
_ENDS = {"activation": "Activations déclarées", "satisfaction": "Avis donnés"}
AUDIENCES = {
    "": "non précisé", "carer": "proche aidant", "patient": "personne concernée", "prescriber": "professionnel",
    "professional": "professionnel", "parent": "parent", "partner": "conjoint ou proche", "teen": "moins de 18 ans",
    "young": "moins de 18 ans, qui aide",
    "unknown": "non précisé",
}  # fmt: skip

BELGIUM = "BE"  # in the place of a département
PLACES = {"": "non précisé", BELGIUM: "Belgique (province de Liège)"}

Cells = dict[tuple[str, str], int]


@dataclass(frozen=True)
class Counted:
    """One row of the table of counts, over the period: month (AAAA-MM), département, audience, action, times."""

    month: str
    departement: str
    audience: str
    action: str
    times: int


def counted(session: Session, pack: str, start: date, end: date) -> list[Counted]:
    """The counts of a pack from ``start`` to ``end``, both included."""
    rows = session.execute(
        select(
            PackCount.day, PackCount.departement, PackCount.audience, PackCount.action, func.sum(PackCount.times)
        )
        .where(PackCount.pack == pack, PackCount.day >= start, PackCount.day <= end)
        .group_by(PackCount.day, PackCount.departement, PackCount.audience, PackCount.action)
    )
    return [Counted(f"{day:%Y-%m}", where, who, action, int(times)) for day, where, who, action, times in rows]


def tables(rows: list[Counted], pack: Pack, shared: Mapping[str, Questionnaire]) -> dict[str, Cells]:
    """(line, action in words) → number, by month, by département, by audience.

    :param shared: the questionnaires that packs borrow, to put the answers of satisfaction in words.
    """
    made: dict[str, Cells] = {"mois": {}, "département": {}, "public": {}}
    words = dict(_words(pack, shared))
    for row in rows:
        action = words.get(row.action, row.action)
        for table, line in (
            ("mois", row.month),
            ("département", PLACES.get(row.departement, row.departement)),
            ("public", AUDIENCES.get(row.audience, row.audience)),
        ):
            made[table][(line, action)] = made[table].get((line, action), 0) + row.times
    return made


def _words(pack: Pack, shared: Mapping[str, Questionnaire]) -> Iterator[tuple[str, str]]:
    """Every action that a pack can count, in words."""
    yield from _FIXED.items()
    known = {**shared, **{made.id: made for made in pack.questionnaires}}
    for item in pack.items.values():
        end = _ENDS.get(item.counts, f"Fait jusqu'au bout : {item.label}")
        if item.counts:
            yield item.counts, end
        for step in item.steps:
            yield f"stuck.{item.id}.{step.id}", f"Bloqué : {item.label}, {step.memo}"
        before = "Avant" if item.kind == "steps" else end
        prefix = "before" if item.kind == "steps" else item.counts
        for name in item.questionnaires:
            for question in known[name].questions if name in known else ():
                for option in question.options:
                    yield (
                        f"{prefix}.{question.id}.{option.id}",
                        f"{before} : {question.short or question.text}, {option.label}",
                    )
