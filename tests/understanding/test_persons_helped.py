"""Who is helped and who is only named; and the two persons that one message may tell of."""

from __future__ import annotations

import pytest

from bot.understanding.bonds import no_bonds
from bot.understanding.facts import extract
from bot.understanding.persons import plainly_helped, several
from bot.understanding.text import normalise


@pytest.mark.parametrize(
    ("text", "helped"),
    [
        ("et pour mon fils ?", True),
        ("ma mère", True),
        ("ma mère est tombée de son lit hier", True),
        ("mes frères doivent payer aussi ?", False),
        ("ma femme dort plus", False),
        ("mes enfants sont loin", False),
        ("changez le numéro mettez celui de ma fille", False),
    ],
)
def test_plainly_helped(text: str, helped: bool) -> None:
    assert plainly_helped(normalise(text), no_bonds(text)) is helped


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("je m'occupe de ma mère qui a alzheimer et de mon fils handicapé", ["votre mère", "votre fils"]),
        ("mon mari a parkinson et ma mère perd la tête", ["votre mari", "votre mère"]),
        ("je m'occupe de mon père et mon mari ne m'aide pas", []),
        ("ma mère a 84 ans et mon frère ne veut rien savoir", []),
        ("ma soeur et moi on s'occupe de notre père", []),
        ("j'aide mes parents", []),
    ],
)
def test_several(text: str, labels: list[str]) -> None:
    assert [one.label for one in several(normalise(text), no_bonds(text))] == labels


class Nowhere:
    """A locator that keeps what it was asked."""

    candidates: tuple[()] = ()
    ambiguous = corrected = False
    asked = ""

    def resolve(self, text: str) -> "Nowhere":
        self.asked = text
        return self


def test_a_number_to_call_and_an_address_are_no_places() -> None:
    nowhere = Nowhere()
    extract("j'ai un numéro suisse +41 79 123 45 67 et jp@orange.fr, à 71100 Chalon", nowhere)
    assert "79" not in nowhere.asked and "orange" not in nowhere.asked
    assert "71100" in nowhere.asked
