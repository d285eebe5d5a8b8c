"""Export the requests of one's territories: without names nor phones, whatever the format."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from bot.clock import local, now
from bot.console import csv_export, labels, xlsx_export
from bot.console.context import Answer, Context, Download, Page
from bot.console.fhir_tools import tools
from bot.console.models import ConsoleUser
from bot.console.roles import COORDINATORS
from bot.console.routes import Routes
from bot.console.territories import label
from bot.fhir.bundle import bundle
from bot.referrals.models import Referral

routes = Routes()
PERIODS = {"7": "7 derniers jours", "30": "30 derniers jours", "90": "3 derniers mois", "365": "12 derniers mois"}
FORMATS = {
    "csv": ("CSV", "pour tout tableur"),
    "xlsx": ("XLSX", "pour Excel ou LibreOffice"),
    "fhir": ("FHIR R4", "pour le logiciel d'un service : demandes reçues ou changées, avec les réponses partagées"),
}
MOST = {"csv": 100_000, "xlsx": 20_000, "fhir": 5_000}  # what a page may take in memory; the command has no limit
HEADER = (
    "référence", "besoin", "autres besoins", "lieu", "département", "attention", "état", "raison", "service",
    "qui demande", "par", "confiée à", "reçue le", "dernier changement",
)  # fmt: skip
_FHIR = "application/fhir+json; charset=utf-8"


@routes.get("/exports", COORDINATORS)
def exports(context: Context) -> Answer:
    """Choose a period and a format."""
    context.log("export.view")
    return _page(context, None)


@routes.post("/exports", COORDINATORS)
def export(context: Context) -> Answer:
    """The file; the journal says which."""
    period, form = context.text("period", 4), context.text("format", 8)
    period = period if period in PERIODS else "30"
    form = form if form in FORMATS else "csv"
    number = _count(context, period)
    if number > MOST[form]:
        said = f"{number} demandes : ce format en prend {MOST[form]} au plus. Choisissez une période plus courte."
        return _page(context, said)
    context.log(f"export.{form}", f"{period} jours")
    context.session.commit()  # reading may last: nobody who writes should wait for it
    name, since = f"relais-demandes-{period}-jours", _since(period)
    if form == "csv":
        return Download(f"{name}.csv", csv_export.TYPE, csv_export.write(HEADER, _rows(context, since)))
    if form == "xlsx":
        return Download(
            f"{name}.xlsx", xlsx_export.TYPE, xlsx_export.write([("demandes", HEADER, _rows(context, since))])
        )
    return Download(f"{name}.fhir.json", _FHIR, _fhir(context, since))


def _page(context: Context, problem: str | None) -> Page:
    shown = {"periods": PERIODS, "formats": FORMATS, "counts": {period: _count(context, period) for period in PERIODS}}
    return Page("exports.html", {**shown, "problem": problem}, 422 if problem else 200)


def _count(context: Context, period: str) -> int:
    query = select(func.count()).where(context.mine, Referral.created_at >= _since(period))
    return int(context.session.scalar(query) or 0)


def _since(period: str) -> datetime:
    return now() - timedelta(days=int(period))


def _fhir(context: Context, since: datetime) -> bytes:
    services = context.services
    found = bundle(
        context.session,
        tools(services.settings, services.vault, services.signing_key, services.directory, services.content),
        since,
        context.mine,
    )
    return json.dumps(found, ensure_ascii=False, indent=1).encode()


def _rows(context: Context, since: datetime) -> Iterator[tuple[Any, ...]]:
    """One line a request, the latest first."""
    content, country = context.services.content, context.services.settings.country
    titles = {topic: content.card(topic, country).title for topic in content.topics}
    query = (
        select(Referral.__table__, ConsoleUser.full_name.label("assigned_name"))
        .outerjoin(ConsoleUser, ConsoleUser.id == Referral.assigned_to)
        .where(context.mine, Referral.created_at >= since)
        .order_by(Referral.created_at.desc())
    )
    for row in context.session.execute(query.execution_options(yield_per=1000)):
        yield (
            row.public_reference,
            titles.get(row.need, row.need),
            ", ".join(titles.get(need, need) for need in row.other_needs.split()),
            row.place_label,
            label(row.departement) if row.departement else "",
            labels.level(row.level),
            labels.state(row.state),
            labels.reason(row.state_reason) if row.state_reason else "",
            row.service_name,
            labels.door(row.door),
            labels.channel(row.channel),
            row.assigned_name or "",
            f"{local(row.created_at):%Y-%m-%d %H:%M}",
            f"{local(row.updated_at):%Y-%m-%d %H:%M}",
        )
