"""What is misspelled in a pack is named before anything starts; `python -m bot check` also names numbers in clear."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.commands import check
from bot.packs import PackError, Packs
from bot.packs.checks import numbers, problems
from bot.packs.hears import heard_in, read_hears
from bot.settings import load_settings
from tests.packs.test_new_pack import home

__all__ = ["home"]  # the installation with a pack of its own


def _changed(home: Path, name: str, old: str, new: str) -> None:
    path = home / "packs" / "diabete" / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("pack.yml", "card: shoes", "card: shoe", "« shoe » (fiche)"),
        ("pack.yml", "topics: [chronic_illness_life]", "topics: [chronic_illnes]", "« chronic_illnes » (sujet)"),
        ("pack.yml", "[diabete_opinion]", "[diabete_avis]", "« diabete_avis » (questionnaire)"),
        ("pack.yml", "    words: [pieds", "    mots: [pieds", "« mots » n'existe pas"),
        ("pack.yml", "memo: boîte ouverte", "memoire: boîte ouverte", "« memoire » n'existe pas"),
        ("pack.yml", '  when: illness == "diabetes"', '  when: illnes == "diabetes"', "« illnes », inconnu"),
        ("pack.yml", "  when: illness", "  quand: illness", "« quand » n'existe pas"),
        ("pack.yml", "then: [opinion]", "then: [avis]", "« avis », qui n'existe pas"),
        ("cards.yml", "needs: [find_professional]", "needs: [podologue]", "« podologue » (besoin)"),
    ],
)
def test_a_wrong_name_is_told(home: Path, name: str, old: str, new: str, said: str) -> None:
    _changed(home, name, old, new)
    with pytest.raises(PackError, match=r"diabete/pack\.yml") as raised:
        Packs.load(own=home / "packs")
    assert said in str(raised.value)


def test_all_the_wrong_names_are_told_at_once(home: Path) -> None:
    _changed(home, "pack.yml", "card: shoes", "card: shoe")
    _changed(home, "pack.yml", "then: [opinion]", "then: [avis]")
    with pytest.raises(PackError) as raised:
        Packs.load(own=home / "packs")
    assert len(str(raised.value).splitlines()) == 2


@pytest.mark.parametrize(("words", "said"), [("Appelez le 01 02 03 04 05.", "01 02 03 04 05"), ("Appelez {helpline:samuu}.", "« samuu »")])
def test_check_names_a_number_in_clear_and_an_unknown_line(home: Path, words: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    settings = load_settings({"RELAIS_HOME": str(home)})
    assert check.main(settings, []) == 0 and "Tout est en ordre" in capsys.readouterr().out
    _changed(home, "cards.yml", "Regardez vos pieds chaque soir.", words)
    assert check.main(settings, []) == 1
    assert "diabete/cards.yml" in (told := capsys.readouterr().err) and said in told


@pytest.mark.parametrize("name", sorted(Packs.load()))
def test_each_pack_has_its_whole_dialogues_and_its_page(name: str) -> None:
    root = Path(__file__).parents[2]
    played = sorted(path.name for path in (root / "tests" / "conversations" / name).glob("*.yml"))
    assert len(played) >= 8
    page = (root / "docs" / "packs" / f"{name}.md").read_text("utf-8")
    assert f"`tests/conversations/{name}/` ({len(played)})" in page


def test_the_shipped_packs_have_no_fault() -> None:
    assert [fault for pack in Packs.load().values() for fault in (*problems(pack), *numbers(pack))] == []


def test_what_is_heard_in_passing() -> None:
    hears = read_hears({"medicines": {"number_of": ["médicaments"]}, "alone": {"words": ["vis seul", "sors … hôpital"]}})
    assert heard_in(hears, "Je prends 7 médicaments et je vis seul")["medicines"] == {"value": "7", "said": "7 médicaments"}
    assert heard_in(hears, "sept gros médicaments")["medicines"]["value"] == "7"
    assert heard_in(hears, "je sors demain de l'hôpital")["alone"]["value"] is True
    assert heard_in(hears, "un médicament, et je ne suis pas seul") == {}


def test_a_thing_heard_that_no_question_asks_is_a_fault(home: Path) -> None:
    _changed(home, "pack.yml", "items:\n", "hears: {medicines: {number_of: [médicaments]}}\nitems:\n")
    with pytest.raises(PackError, match="aucune question ne demande « medicines »"):
        Packs.load(own=home / "packs")


