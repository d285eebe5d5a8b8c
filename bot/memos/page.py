"""The memo as a page to print: HTML without script, and PDF when WeasyPrint is installed."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from bot.memos import content as words

HERE = Path(__file__).resolve().parent
STYLE = HERE / "static" / "memo.css"
# At 18 points on A4: characters of a line, and lines left by the head and the helplines, a title being worth two.
# Measured by rendering 72 memos: the first that overflowed had 35.
_LINE, _LINES = 44, 33
_FITS = ("", "lean", "dense", "dense least")  # the last by trial alone: better smaller than helplines on a page apart


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=typography,
    )
    made.filters.update(date=words.french_date, moment=words.when, short_day=words.short_day, tel=dial)
    made.globals["titles"] = words.settings()["titles"]
    made.globals["answers_note"] = words.settings()["titles"]["answers_note"]
    return made


def typography(value: Any) -> Any:
    """French spacing: a sign or a guillemet never goes alone to the next line."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    value = re.sub(r"(?<=\d) (?=h\b)|(?<=\bh) (?=\d\d\b)", "\u00a0", value)  # « 14 h 30 »
    return re.sub(r" (?=[:;?!»])", "\u00a0", value).replace("« ", "«\u00a0")


def fit(content: Mapping[str, Any]) -> str:
    """How the memo holds on one page: as it is (« »), with one phone sentence (« lean »), or also in 16 points
    (« dense »)."""
    rows = [*content["said"], *content["done"], content["comfort"], content["reference"]]
    rows += ["." * 2 * _LINE] if content.get("compare") else []
    rows += [f"{a['start']:40} {a['title']} {a['place']}" for a in content["appointments"]]
    for step in content["plan"]:
        how = step["phone"] or step.get("how") or step.get("website", "")
        rows += [f"{step['what']} {step['when']}", f"{step['service']} {how}"]
    done = content["done"] or content.get("compare")
    heads = 2 * sum(map(bool, (content["said"], content["plan"], content["appointments"], done)))
    says = [_rows(step["say"]) for step in content["plan"]]
    least = sum(map(_rows, rows)) + heads + sum(says[:1])
    if least + sum(says[1:]) <= _LINES:
        return ""
    return "lean" if least <= _LINES else "dense"


def _rows(text: str) -> int:
    return -(-len(text) // _LINE)


def dial(phone: str) -> str:
    """« 03 80 70 29 29 » → « tel:0380702929 »; empty when it is no phone number."""
    digits = re.sub(r"[\s.\-()/]", "", phone)
    return f"tel:{digits}" if re.fullmatch(r"\+?\d{2,15}", digits) else ""


def html(content: Mapping[str, Any], *, token: str = "", expires_on: str = "", tight: str | None = None) -> str:
    """The page. With a token it has its links (PDF, calendar, take back); without, it is the paper alone.

    :param tight: how to hold on one page, one of :data:`_FITS`; None: as :func:`fit` guesses.
    """
    chosen = fit(content) if tight is None else tight
    return (
        _environment()
        .get_template("memo.html")
        .render(memo=content, token=token, expires_on=expires_on, has_pdf=pdf_available(), fit=chosen)
    )


def gone(revoked: bool = False) -> str:
    """The page of a memo that cannot be read any more."""
    return _environment().get_template("gone.html").render(revoked=revoked, down=False)


def down() -> str:
    """The page shown when the database does not answer."""
    return _environment().get_template("gone.html").render(revoked=False, down=True)


def pdf_available() -> bool:
    """True when WeasyPrint is installed (``pip install relais[pdf]``)."""
    return find_spec("weasyprint") is not None


def pdf(content: Mapping[str, Any]) -> bytes | None:
    """The memo as a tagged PDF (PDF/UA-1); None when WeasyPrint, or a system library that it needs, is missing."""
    try:
        from weasyprint import CSS, HTML
    except (ImportError, OSError):
        return None
    # It warns of what only screens use in the style; that is no news for an operator.
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    style = CSS(filename=str(STYLE))

    def made(shown: Mapping[str, Any], tight: str) -> Any:
        return HTML(string=html(shown, tight=tight), url_fetcher=_nothing)

    # The guess of fit() holds for common fonts; a machine that has only wide ones must not spill onto a second page.
    tighter = _FITS[_FITS.index(fit(content)) :]
    alone = {**content, "answers": [], "logs": []}
    tight = next((t for t in tighter if len(made(alone, t).render(stylesheets=[style]).pages) == 1), tighter[-1])
    return bytes(made(content, tight).write_pdf(stylesheets=[style], pdf_variant="pdf/ua-1"))


def _nothing(url: str, *_: Any, **__: Any) -> dict[str, Any]:
    """A memo loads nothing from anywhere."""
    raise ValueError(f"refused: {url}")
