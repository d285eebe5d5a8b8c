"""The page, the text, the PDF and the calendar of a memo."""

from __future__ import annotations

import contextlib
import re
import zlib
from datetime import date

import icalendar
import pytest

from bot.memos import page
from bot.memos.calendar import ics
from bot.memos.content import french_date, in_words, memo_content, when
from bot.orientation.plan import PlanLine

TOKEN = "T" * 43


def opened(pdf: bytes) -> bytes:
    """A PDF with its compressed streams in clear."""
    clear = [pdf]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        with contextlib.suppress(zlib.error):
            clear.append(zlib.decompress(stream))
    return b"\n".join(clear)


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", opened(pdf)))


def test_page_says_all_and_links(full):
    html = page.html(full, token=TOKEN, expires_on="2026-06-22")
    for words in (
        "Votre mémo",
        "15 juin 2026",
        "Trouver un relais de quelques heures",
        "KABO-7362-TIRU",
        "3114",
        "vendredi 3 juillet 2026, à 14\u00a0h\u00a030",
        "22 juin 2026",
        "Votre moral",
    ):
        assert words in html, words
    assert 'href="tel:0380702929"' in html and f'action="/memo/{TOKEN}/revoke"' in html
    assert '<html lang="fr"' in html and "noindex" in html


def test_page_has_no_script_style_nor_foreign_address(full):
    html = page.html(full, token=TOKEN, expires_on="2026-06-22")
    assert not re.search(r"<script|style=|<style|javascript:|https?://|\son\w+=", html)
    assert re.findall(r'<link rel="stylesheet" href="([^"]+)"', html) == ["/memo/memo.css"]


def test_what_people_wrote_is_escaped(content):
    made = memo_content(
        content,
        country="FR",
        organisation="<b>x</b>",
        phone="",
        today=date(2026, 6, 15),
        said=['<img src=x onerror="alert(1)">'],
        plan=[PlanLine("Appeler", "vous", "demain", "x", {"name": "<script>", "phone": "javascript:alert(1)"})],
    )
    html = page.html(made, token=TOKEN, expires_on="2026-06-22")
    assert "<img" not in html and "<script>" not in html and 'href="javascript' not in html


def test_cut_to_one_page(content):
    lines = [PlanLine(f"Étape {n}", "vous", "demain", "x") for n in range(9)]
    made = memo_content(
        content, country="FR", organisation="", phone="", today=date(2026, 6, 15), said=["a", "b", "c", "d"], plan=lines
    )
    assert len(made["plan"]) == 3 and len(made["said"]) == 3


def test_helplines_follow_the_country(content):
    def numbers(country):
        made = memo_content(content, country=country, organisation="", phone="", today=date(2026, 6, 15))
        return [line["number"] for line in made["helplines"]]

    assert numbers("FR") == ["15", "3114", "01 84 72 94 72"]
    assert numbers("BE") == ["112", "0800 32 123", "107"]


def test_plain_text(full):
    said = in_words(full)
    for words in (
        "Votre mémo, 15 juin 2026",
        "1. Trouver un relais de quelques heures (dès que possible)",
        "mardi 8 décembre 2026 : Visite",
        "Votre code de suivi : KABO-7362-TIRU",
        "Triste : Plusieurs jours",
    ):
        assert words in said


@pytest.mark.parametrize(
    ("start", "words"),
    [
        ("2026-11-01", "dimanche 1er novembre 2026"),
        ("2026-11-03T09:00", "mardi 3 novembre 2026, à 9 h"),
        ("2026-11-03T09:05", "mardi 3 novembre 2026, à 9 h 05"),
    ],
)
def test_dates(start, words):
    assert when(start) == words
    assert french_date(start) in words


@pytest.mark.parametrize(
    ("phone", "href"),
    [
        ("03 80 70 29 29", "tel:0380702929"),
        ("+32 4 123 45 67", "tel:+3241234567"),
        ("3114", "tel:3114"),
        ("", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_dial(phone, href):
    assert page.dial(phone) == href


def test_calendar(full):
    calendar = icalendar.Calendar.from_ical(ics(full))
    events = list(calendar.walk("VEVENT"))
    assert [str(e["summary"]) for e in events] == [
        "Rendez-vous avec la plateforme",
        "Visite de l'accueil de jour",
        "Refaire le point, si vous le voulez",
    ]
    assert events[0]["dtstart"].dt.isoformat() == "2026-07-03T12:30:00+00:00"  # 14:30 in Paris, summer
    assert events[1]["dtstart"].dt == date(2026, 12, 8)
    assert b"Alzheimer" not in ics(full) and len({str(e["uid"]) for e in events}) == 3


@pytest.mark.skipif(not page.pdf_available(), reason="WeasyPrint is optional")
def test_pdf_is_tagged_and_its_memo_holds_on_one_page(full):
    made = page.pdf(full)
    assert made.startswith(b"%PDF-")
    assert all(name in opened(made) for name in (b"pdfuaid", b"/Lang", b"/StructTreeRoot", b"/MarkInfo"))
    assert pages(page.pdf({**full, "answers": []})) == 1
    assert pages(made) == 2  # the answers, on a page of their own


@pytest.mark.skipif(not page.pdf_available(), reason="WeasyPrint is optional")
def test_a_memo_holds_on_one_page_whatever_the_fonts_of_the_machine(full):
    ordinary = {**full, "answers": [], "appointments": [], "said": full["said"][:2]}
    lean = {**ordinary, "appointments": full["appointments"][1:]}
    assert [page.fit(memo) for memo in (ordinary, lean, full)] == ["", "lean", "dense"]
    assert pages(page.pdf(ordinary)) == pages(page.pdf(lean)) == 1


def test_the_fullest_memo_holds_on_one_page_with_its_helplines(content):
    services = (
        {"name": "Plateforme d'accompagnement et de répit des aidants - Saint-Georges-sur-Baulche", "phone": "03 80 00 00 01"},
        {"name": "France Alzheimer et maladies apparentées Côte-d'Or", "email": "contact-cote-dor@exemple.fr"},
        {"name": "Domicile, aide à domicile", "ask": "Service autonomie : Conseil départemental, 0 800 00 00 00"},
    )  # fmt: skip
    said = "Vous aidez votre mari, 82 ans, maladie d'Alzheimer, et vous vivez ensemble depuis longtemps."
    step = "J'aide mon mari. Je cherche quelqu'un pour me remplacer quelques heures."
    made = memo_content(
        content, country="FR", organisation="la plateforme d'essai de Bourgogne-Franche-Comté", phone="03 80 00 00 00",
        today=date(2026, 6, 15), said=[said] * 3, comfort="Appeler une amie ou un ami, même cinq minutes.",
        plan=[PlanLine("Trouver un relais", "vous", "dès que possible", "respite", one, step) for one in services],
        done=["Une demande de rappel est enregistrée."], reference="KABOTU-MIDORELA-4", compare="BAKOTI",
        appointments=[{"title": "Visite de l'accueil", "start": "2026-12-08T14:30", "place": "Beaune"}] * 2,
    )  # fmt: skip
    assert pages(page.pdf(made)) == 1
    words = in_words(made)
    assert "contact-cote-dor@exemple.fr" in words and "à demander à : Service autonomie" in words
