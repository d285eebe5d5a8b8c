"""Requests that look like real ones, as many as wanted: for the screenshots of the guide, and for the measure of
50,000. People, phones (numbers kept for fiction) and words are invented."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert

from bot.clock import now
from bot.counts.tally import Tally, add
from bot.database import Database
from bot.interview.loader import default_library
from bot.privacy.vault import Vault
from bot.referrals.models import Referral, ReferralEvent, UnmetNeed
from bot.referrals.reference import SYLLABLES

PLACES = (
    ("21054", "Beaune (21)", "21"),
    ("21231", "Dijon (21)", "21"),
    ("21425", "Montbard (21)", "21"),
    ("39300", "Lons-le-Saunier (39)", "39"),
    ("39198", "Dole (39)", "39"),
    ("25056", "Besançon (25)", "25"),
    ("25462", "Pontarlier (25)", "25"),
    ("71270", "Mâcon (71)", "71"),
    ("71076", "Chalon-sur-Saône (71)", "71"),
    ("58194", "Nevers (58)", "58"),
    ("70550", "Vesoul (70)", "70"),
    ("89024", "Auxerre (89)", "89"),
    ("90010", "Belfort (90)", "90"),
)
NEEDS = (
    "respite", "respite", "respite", "home_help", "home_help", "day_care", "temporary_stay", "listening", "listening",
    "apa", "nursing_home", "transport", "support_group", "mon_espace_sante", "digital_help", "memory_behaviour",
    "hospital_discharge", "home_adaptation", "cost_help", "legal_protection",
)  # fmt: skip
FIRST_NAMES = ("Monique", "Josiane", "Karim", "Brigitte", "Alain", "Fatima", "Odile", "Marcel", "Christiane", "Yvette")
MESSAGES = (
    "Mon mari a la maladie de Parkinson. Je n'arrive plus à le laisser seul, même pour faire les courses.",
    "Ma mère sort de l'hôpital jeudi et rien n'est prêt à la maison.",
    "Je voudrais deux après-midi par semaine. J'ai 74 ans et je dors mal.",
    "Appelez plutôt ma fille, elle gère les papiers.",
    "",
    "",
)
REASONS = (
    ("nothing_weighs",),
    ("one_light",),
    ("two_domains", "one_severe"),
    ("exhausted_without_relief", "end_of_strength"),
)
STATES = (
    ("requested", None), ("requested", None), ("requested", None), ("received", None), ("accepted", None),
    ("in-progress", None), ("in-progress", None), ("rejected", "full"), ("completed", "done"), ("completed", "done"),
    ("completed", "activated"), ("cancelled", "declined-by-person"), ("failed", "unreachable"),
)  # fmt: skip
_BATCH = 2000


def fill(
    database: Database,
    vault: Vault,
    number: int,
    *,
    users: list[tuple[int, str]],
    seed: int = 7,
) -> None:
    """Write ``number`` requests with their history, over the last year, and some unmet needs.

    :param users: (id, login) of the accounts that handle them.
    """
    draw = random.Random(seed)
    names = _references(draw, number)
    with database.engine.begin() as connection:
        for start in range(0, number, _BATCH):
            many = range(start, min(start + _BATCH, number))
            rows = [_referral(i + 1, next(names), draw, vault, users) for i in many]
            connection.execute(insert(Referral.__table__), rows)
            connection.execute(insert(ReferralEvent.__table__), [e for row in rows for e in _events(row, draw, users)])
        connection.execute(insert(UnmetNeed.__table__), list(_unmet(draw)))


def fill_counts(database: Database, seed: int = 11) -> None:
    """Counts of conversations over the last year, with people who stop on the way."""
    draw = random.Random(seed)
    left = {question.ref: 0 for question in default_library()["essential"].questions}
    people = 900
    with database.session() as session:
        for channel, share in (("web", 0.7), ("sms", 0.12), ("whatsapp", 0.12), ("telegram", 0.06)):
            add(session, [Tally("conversation", channel)] * int(people * share))
        remaining = int(people * 0.55)
        add(session, [Tally("started", "stock")] * remaining)
        for ref in left:
            going_on = int(remaining * draw.uniform(0.86, 0.99))
            add(session, [Tally("asked", ref)] * remaining + [Tally("answered", ref)] * going_on)
            remaining = going_on
        add(session, [Tally("finished", "stock")] * remaining + [Tally("finished", "confirm_referral")] * 140)
        for guesses, outcomes in UNANSWERED.items():
            for outcome, number in outcomes.items():
                add(session, [Tally("unanswered", guesses)] * number)
                if outcome:
                    add(session, [Tally("settled", guesses, outcome)] * number)
        for option, number in (("n5", 61), ("n4", 44), ("n3", 17), ("n2", 6), ("n1", 5)):
            add(session, [Tally("opinion", "satisfaction.useful", option)] * number)


UNANSWERED: dict[str, dict[str, int]] = {
    "home_nursing+home_adaptation+nursing_home": {"home_adaptation": 22, "not_that": 9, "": 6},
    "day_care+memory_behaviour+patient_association": {"memory_behaviour": 14, "not_that": 12, "human": 5},
    "respite+memory_behaviour+find_professional": {"respite": 18, "": 7},
    "out_of_scope+digital_help": {"": 31},
    "out_of_scope+transport": {"": 12},
    "medical": {"": 26},
    "none": {"not_that": 6, "human": 8},
}


def _references(draw: random.Random, number: int) -> Iterator[str]:
    size = len(SYLLABLES)
    for value in draw.sample(range(size**3), number):
        yield "".join(SYLLABLES[value // size**power % size] for power in (2, 1, 0))


def _referral(
    identifier: int,
    reference: str,
    draw: random.Random,
    vault: Vault,
    users: list[tuple[int, str]],
) -> dict[str, Any]:
    code, label, departement = draw.choice(PLACES)
    state, reason = draw.choice(STATES)
    level = draw.choice((0, 1, 1, 1, 2, 2, 3))
    days = draw.expovariate(1 / 9) if state in ("requested", "received") else draw.uniform(1, 330)
    at = now() - timedelta(days=min(days, 360), minutes=draw.randrange(60))
    seal = {
        "first_name": draw.choice(FIRST_NAMES),
        "contact": f"06 39 98 {draw.randrange(100):02} {draw.randrange(100):02}",
        "when_to_call": draw.choice(("le matin", "l'après-midi", "en fin de journée", "à tout moment")),
        "message": draw.choice(MESSAGES),
        "summary": json.dumps(
            {
                "relation": draw.choice(("aide mon mari", "aide ma mère", "aide mon père", "demande pour soi")),
                "age": f"{draw.randrange(62, 94)} ans",
                "living": draw.choice(("vivent ensemble", "vit seul ou seule")),
                "tired": "se dit fatigué ou fatiguée",
            },
            ensure_ascii=False,
        ),
    }
    return {
        "id": identifier,
        "public_reference": reference,
        "secret_hash": "0" * 64,
        "session_id": f"sample-{identifier}",
        "form_run": f"run-{identifier}",
        "service_id": "",
        "service_name": draw.choice(("", "", "Plateforme de répit (exemple)", "Aide à domicile (exemple)")),
        "need": draw.choice(NEEDS),
        "other_needs": draw.choice(("", "", "apa", "transport apa")),
        "place_code": code,
        "place_label": label,
        "departement": departement,
        "door": draw.choice(("carer", "carer", "carer", "patient", "prescriber")),
        "channel": draw.choice(("web", "web", "web", "sms", "telegram", "whatsapp")),
        "level": level,
        "reasons": " ".join(REASONS[level]),
        "state": state,
        "state_reason": reason,
        "assigned_to": draw.choice(users)[0] if users and state != "requested" else None,
        "version": 1,
        "created_at": at,
        "updated_at": at,
        "last_contact_at": at,
        **{name: vault.encrypt(text, f"referral.{name}") if text else None for name, text in seal.items()},
    }


def _events(row: dict[str, Any], draw: random.Random, users: list[tuple[int, str]]) -> Iterator[dict[str, Any]]:
    at: datetime = row["created_at"]

    def event(kind: str, actor: str, before: str | None, after: str, reason: str | None = None) -> dict[str, Any]:
        return {
            "referral_id": row["id"], "at": at, "actor": actor, "kind": kind, "from_state": before,
            "to_state": after, "reason": reason, "note": None,
        }  # fmt: skip

    yield event("state", "person", None, "requested")
    if row["state"] == "requested" or not users:
        return
    identifier, login = draw.choice(users)
    at += timedelta(hours=draw.expovariate(1 / 20))
    yield event("assign", login, "requested", "requested", f"user:{identifier}")
    yield event("call", login, "requested", "requested", draw.choice(("reached", "reached", "voicemail", "no-answer")))
    at += timedelta(hours=draw.expovariate(1 / 60))
    yield event("state", login, "requested", row["state"], row["state_reason"])


def _unmet(draw: random.Random) -> Iterator[dict[str, Any]]:
    seen = set()
    for _ in range(400):
        key = (draw.choice(NEEDS), draw.choice(PLACES)[0], (now() - timedelta(days=draw.randrange(360))).date())
        if key not in seen:
            seen.add(key)
            yield {"need": key[0], "place_code": key[1], "day": key[2], "asked": draw.randrange(1, 9)}
