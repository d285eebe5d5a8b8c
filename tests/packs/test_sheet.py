"""The log over days on paper: a table in the person's words, a day a row, and nothing computed."""

from __future__ import annotations

from datetime import date
from html.parser import HTMLParser

from actions.pack_memo import table
from bot.content import Content
from bot.memos import page
from bot.memos.content import in_words, memo_content
from tests.memos.test_page import pages

NOTE = "levé trois fois la nuit, et très mal après le repas"
ENTRIES = [
    {"day": "2026-11-16", "lines": [["Mal au ventre", "Un peu"], ["Selles liquides", "9"], ["À dire au médecin", NOTE]]},
    {"day": "2026-11-17", "lines": [["Mal au ventre", "Très mal"], ["Fièvre", "Non"]]},
]


def _memo(days: int = 2) -> dict[str, object]:
    entries = [{**ENTRIES[0], "day": f"2026-11-{10 + n:02}"} for n in range(days)] if days > 2 else ENTRIES
    return memo_content(
        Content.load(), country="FR", organisation="afa", phone="", today=date(2026, 11, 25),
        logs=[table("Mon carnet", entries)], answers=[("Préparer ma consultation", [("Mes questions", "Le vélo ?")])],
    )  # fmt: skip


class _Cells(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._in = False

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        if tag == "tr":
            self.rows.append([])
        self._in = tag in ("th", "td")

    def handle_data(self, data: str) -> None:
        if self._in and data.strip():
            self.rows[-1].append(data.strip())


def test_a_day_is_a_row_and_what_was_not_said_stays_empty() -> None:
    made = table("Mon carnet", ENTRIES)
    assert made["columns"] == ["Mal au ventre", "Selles liquides", "Fièvre"]
    assert [row["cells"] for row in made["rows"]] == [["Un peu", "9", ""], ["Très mal", "", "Non"]]
    assert (made["noted"], made["notes"]) == ("À dire au médecin", [["2026-11-16", NOTE]])


def test_the_page_shows_the_table_and_the_words() -> None:
    cells = _Cells()
    html = page.html(_memo())
    cells.feed(html)
    assert cells.rows[1:] == [["lun. 16/11", "Un peu", "9", "—"], ["mar. 17/11", "Très mal", "—", "Non"]]
    assert NOTE in html and html.index("Le vélo") < html.index("Mal au ventre")
    said = in_words(_memo())
    assert "Mes questions : Le vélo ?" in said and "16 novembre 2026 : Mal au ventre : Un peu" in said


def test_fourteen_days_hold_on_two_sheets_of_paper() -> None:
    made = page.pdf(_memo(14))
    assert made is not None
    assert pages(made) <= 2
