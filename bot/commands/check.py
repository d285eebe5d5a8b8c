"""`python -m bot check`: every data file is whole; each fault is named with its file."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Sequence
from datetime import date

from bot.clock import now
from bot.content import Content, ContentError
from bot.interview.loader import QUESTIONNAIRES, problems_of
from bot.orientation.rulebook import Rulebook, RulesError
from bot.packs import PackError, Packs
from bot.packs.checks import numbers
from bot.packs.local import problems as local_problems
from bot.settings import Settings

CARD_DAYS, LINES_DAYS = 365, 90
_DIGITS = re.compile(r"(?:\d[\s.]?){8,}")


def main(settings: Settings, _arguments: Sequence[str]) -> int:
    """0 when all is well (warnings may be printed), 1 when something is wrong."""
    wrong = list(_questionnaires()) + list(_content(now().date())) + list(_packs(settings))
    for fault in wrong:
        print(fault, file=sys.stderr)
    for warning in _warnings(now().date()):
        print(f"À revoir : {warning}", file=sys.stderr)
    if not wrong:
        print("Tout est en ordre : questionnaires, fiches, packs.")
    return 1 if wrong else 0


def _questionnaires() -> Iterator[str]:
    for path in sorted(QUESTIONNAIRES.glob("*.yml")):
        problems, _ = problems_of(path.read_text("utf-8"), path.name)
        yield from map(str, problems)


def _packs(settings: Settings) -> Iterator[str]:
    try:
        packs = Packs.load(own=settings.home / "packs")
        Rulebook.load(also=packs.rules())
        topics = Content.load().topics
        for pack in packs.values():
            yield from (f"{pack.id}/{fault}." for fault in (*local_problems(pack.local, topics), *numbers(pack)))
    except (PackError, RulesError, ContentError) as error:
        yield str(error)


def _content(_today: date) -> Iterator[str]:
    try:
        content = Content.load()
    except ContentError as error:
        yield str(error)
        return
    for topic in content.topics:
        for country in ("FR", "BE"):
            card = content.card(topic, country)
            words = json.dumps([card.body, card.easy, card.did_you_know, card.next_step], ensure_ascii=False)
            if _DIGITS.search(words):
                yield f"{topic}.yml : un numéro de téléphone est écrit en clair. Écrivez {{helpline:…}}."
            unknown = [need for need in (*card.needs, *card.related) if need not in content.topics]
            if unknown:
                yield f"{topic}.yml : besoin inconnu : {', '.join(unknown)}."
            if not card.sources:
                yield f"{topic}.yml : aucune source."


def _warnings(today: date) -> Iterator[str]:
    try:
        content = Content.load()
    except ContentError:
        return
    if (today - content.lines_verified_on).days > LINES_DAYS:
        yield f"helplines.yml : numéros vérifiés il y a plus de {LINES_DAYS} jours."
    for topic in content.topics:
        if (today - content.card(topic).reviewed_on).days > CARD_DAYS:
            yield f"{topic}.yml : fiche relue il y a plus de douze mois."
