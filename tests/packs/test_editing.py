"""An editor changes what a pack says without code: a copy of its folder, a check that names faults, and it is said."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.commands.check import main as check
from bot.packs import PACKS
from bot.settings import load_settings
from tests.packs.chat import Chat, make_world

PLACE = {"code": "39198", "label": "Dole (39)", "departement": "39", "ambiguous": False}
MOTHER = {"code": "mother", "label": "votre mère", "subject": "la personne"}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    made = tmp_path / "packs" / "mica"
    shutil.copytree(PACKS / "mica", made)
    return made


def _change(path: Path, before: str, after: str) -> None:
    words = path.read_text("utf-8")
    assert before in words
    path.write_text(words.replace(before, after, 1), encoding="utf-8")


def test_a_changed_card_and_a_changed_regional_sentence_are_said(copy: Path, tmp_path: Path) -> None:
    _change(copy / "cards.yml", "Dix minutes dehors", "Un quart d'heure de marche")
    _change(copy / "local.yml", "Dans le Jura, la première demande", "Chez nous, la première demande")
    world = make_world(tmp_path)
    carer = Chat(world, "carer", relation=MOTHER, place=PLACE).say("comment demander l'apa", "apa")
    assert "Chez nous, la première demande" in carer.text
    carer.press("Ce qui existe").press("Quelque chose pour moi")
    assert "Un quart d'heure de marche" in carer.text


@pytest.mark.parametrize(
    ("name", "before", "after", "said"),
    [
        ("cards.yml", "  title: Quelque chose pour vous", "  titre: Quelque chose pour vous", "me"),
        ("local.yml", "  day_care:", "  accueil_de_jour:", "accueil_de_jour"),
        ("local.yml", 'country == "FR" and', 'pays == "FR" and', "pays"),
        ("pack.yml", "then: [platform, me]", "then: [platform, inconnu]", "inconnu"),
    ],
)
def test_a_fault_is_named_before_anything_starts(
    copy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, before: str, after: str, said: str
) -> None:
    settings = load_settings({"RELAIS_HOME": str(tmp_path)})
    assert check(settings, []) == 0
    _change(copy / name, before, after)
    assert check(settings, []) == 1 and said in capsys.readouterr().err
