"""A database, a vault, and the content of a full memo."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.memos.content import memo_content
from bot.orientation.plan import PlanLine
from bot.privacy import consent

SERVICE = {
    "id": "r1",
    "name": "Plateforme d'accompagnement et de répit pour les aidants de Côte-d'Or",
    "phone": "03 80 70 29 29",
}


@pytest.fixture()
def agreed(database) -> str:
    """A session that agreed to the screening."""
    with database.session() as session:
        consent.grant(session, "s1", "screening", "d'accord ?", "1")
    return "s1"


@pytest.fixture()
def full(content) -> dict[str, Any]:
    """As much as a memo may hold."""
    steps = [
        PlanLine(
            "Trouver un relais de quelques heures",
            "vous",
            "dès que possible",
            "respite",
            SERVICE,
            "J'aide mon mari. Je cherche quelqu'un pour me remplacer quelques heures.",
        ),
        PlanLine(
            "Parler à une personne qui écoute",
            "vous",
            "cette semaine",
            "listening",
            SERVICE,
            "J'aide mon mari. J'ai besoin de parler à quelqu'un.",
        ),
        PlanLine("Écrire qui prend le relais en cas d'imprévu", "vous", "cette semaine", "backup_plan", SERVICE),
    ]
    return memo_content(
        content,
        country="FR",
        organisation="Mutualité de Bourgogne",
        phone="03 80 00 00 00",
        today=date(2026, 6, 15),
        said=[
            "Vous aidez votre mari, 82 ans (la maladie d'Alzheimer). Commune : Saint-Martin-en-Bresse.",
            "Ce qui pèse le plus : pouvoir souffler ; l'aide à la maison ; la mémoire.",
            "« Je voudrais retourner à la chorale le mardi soir »",
        ],
        plan=steps,
        comfort="choisir une seule chose à ne pas faire demain.",
        done=["Une demande de rappel est enregistrée."],
        reference="KABO-7362-TIRU",
        appointments=[
            {"title": "Rendez-vous avec la plateforme", "start": "2026-07-03T14:30", "place": "Dijon"},
            {"title": "Visite de l'accueil de jour", "start": "2026-12-08", "place": ""},
        ],
        answers=[("Votre moral", [("Triste", "Plusieurs jours")])],
    )
