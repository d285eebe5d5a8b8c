"""What a memo says, as plain data in the voice of the person, cut to what one page holds. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.content import Content
from bot.french_dates import DAYS, day_in_words, hour_in_words
from bot.orientation.plan import PlanLine
from bot.orientation.reaching import way
from bot.yaml_files import read_yaml


@lru_cache(maxsize=1)
def settings() -> dict[str, Any]:
    """``memo.yml``: helplines by country, limits, titles."""
    return dict(read_yaml(Path(__file__).parent / "memo.yml"))


def memo_content(
    content: Content,
    *,
    country: str,
    organisation: str,
    phone: str,
    today: date,
    said: Sequence[str] = (),
    plan: Sequence[PlanLine] = (),
    comfort: str = "",
    done: Sequence[str] = (),
    appointments: Sequence[Mapping[str, str]] = (),
    reference: str = "",
    compare: str = "",
    answers: Sequence[tuple[str, Sequence[tuple[str, str]]]] = (),
    logs: Sequence[Mapping[str, Any]] = (),
    titles: Mapping[str, str] | None = None,
    young: bool = False,
) -> dict[str, Any]:
    """Put a memo together.

    :param said: the situation in the person's words, only what the person agreed to.
    :param plan: lines for the person; those for a need hold the service to call.
    :param appointments: ``title``, ``start`` (ISO date, or date and time without zone), ``place`` (may be empty).
    :param compare: the code that opens the summary kept to compare with.
    :param answers: (title of a questionnaire, (question, answer) pairs), when the person asked for them.
    :param logs: tables of a log over days: ``title``, ``columns``, ``rows`` {day (ISO), cells},
        ``noted`` (what the notes answer), ``notes`` [day, words].
    :param titles: those of ``memo.yml`` in the words of who reads it, when they are not the usual ones.
    :param young: whoever reads it is under 18: their own line is among those to call.
    """
    known = settings()
    most = known["most"]
    key = f"{country if country in known['helplines'] else 'FR'}{'_young' if young else ''}"
    lines = [content.line(name) for name in known["helplines"][key]]
    again = known["again"]
    dates = [
        {"title": str(a["title"]), "start": str(a["start"]), "place": str(a.get("place", ""))} for a in appointments
    ][: most["appointments"]]
    return {
        "made_on": today.isoformat(),
        "country": country,
        "organisation": organisation,
        "phone": phone,
        "said": list(said)[: most["said"]],
        "plan": [_step(line) for line in plan][: most["plan"]],
        "comfort": comfort,
        "done": list(done),
        "appointments": dates,
        "reference": reference,
        "compare": compare,
        "reminder": {"title": again["title"], "start": (today + timedelta(days=again["after_days"])).isoformat()},
        "helplines": [
            {"number": line.number, "href": line.href, "name": line.name, "hours": line.hours} for line in lines
        ],
        "answers": [{"title": title, "lines": [list(pair) for pair in pairs]} for title, pairs in answers],
        "logs": [dict(log) for log in logs],
        **({"titles": dict(titles)} if titles else {}),
    }


def _step(line: PlanLine) -> dict[str, Any]:
    service = line.service or {}
    return {
        "what": line.what,
        "when": line.when,
        "say": line.say or "",
        "service": service.get("name", ""),
        "phone": service.get("phone") or "",
        "how": "" if service.get("phone") else way(service).how,
        "hours": service.get("hours") or "",
    }


def in_words(content: Mapping[str, Any]) -> str:
    """The memo as plain text, for the conversation and for channels without pages."""
    title = settings()["titles"]
    blocks = [f"{title['page']}, {french_date(content['made_on'])}"]
    steps = [
        f"{n}. {step['what']} ({step['when']})" + _service_words(step) for n, step in enumerate(content["plan"], 1)
    ]
    days = [
        f"{when(day['start'])} : {day['title']}" + (f", {day['place']}" if day["place"] else "")
        for day in content["appointments"]
    ]
    blocks += _listed(title["said"], content["said"])
    blocks += _listed(title["done"], content["done"])
    blocks += _listed(title["plan"], steps, mark="")
    blocks += _listed(title["appointments"], days)
    if content["comfort"]:
        blocks.append(f"{title['comfort']} : {content['comfort']}")
    if content["reference"]:
        blocks.append(f"{title['code']} {content['reference']}")
    if content.get("compare"):
        blocks.append(f"{title['compare']} {content['compare']}")
    shown: list[str] = []
    for group in content["answers"]:
        shown += _listed(group["title"], [f"{question} : {answer}" for question, answer in group["lines"]])
    shown += [_log_words(log) for log in content.get("logs", ())]
    if shown:
        blocks += [f"{title['answers']}. {shown[0]}", *shown[1:]]
    blocks += _listed(
        title["helplines"],
        [
            f"{line['name']} : {line['number']}" + (f" ({line['hours']})" if line["hours"] else "")
            for line in content["helplines"]
        ],
    )
    return "\n\n".join(blocks)


def _listed(title: str, lines: Sequence[str], mark: str = "• ") -> list[str]:
    """A title and its list, as one block; no block for an empty list."""
    return [f"{title} :\n" + "\n".join(f"{mark}{line}" for line in lines)] if lines else []


def french_date(iso: str) -> str:
    """« 2026-11-01 » → « 1er novembre 2026 »."""
    return day_in_words(date.fromisoformat(iso[:10]))


def when(start: str) -> str:
    """« 2026-11-03T14:30 » → « mardi 3 novembre 2026, à 14 h 30 »; a date alone has no hour."""
    words = f"{DAYS[date.fromisoformat(start[:10]).weekday()]} {french_date(start)}"
    return f"{words}, à {hour_in_words(start[11:16])}" if len(start) > len("2026-11-03") else words


def _log_words(log: Mapping[str, Any]) -> str:
    said = [
        f"• {french_date(row['day'])} : "
        + ", ".join(f"{name} : {cell}" for name, cell in zip(log["columns"], row["cells"], strict=True) if cell)
        for row in log["rows"]
        if any(row["cells"])  # a day of words alone is among the notes
    ]
    said += [f"• {french_date(day)}, {log['noted'].lower()} : {words}" for day, words in log["notes"]]
    return f"{log['title']} :\n" + "\n".join(said)


def short_day(iso: str) -> str:
    """« 2026-11-16 » → « lun. 16/11 »."""
    day = date.fromisoformat(iso[:10])
    return f"{DAYS[day.weekday()][:3]}. {day:%d/%m}"


def _service_words(step: Mapping[str, str]) -> str:
    if not step["service"]:
        return ""
    how = step["phone"] or step.get("how") or step.get("website")  # a memo of last week has the last one
    return f"\n   → {step['service']}" + (f", {how}" if how else "")
