"""The reader of what Relais says: cards by country, helplines by danger, sentences with their values."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.content import Content, ContentError
from bot.content.library import HERE


@pytest.fixture(scope="module")
def content() -> Content:
    return Content.load()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the files, small enough to break one at a time."""
    (tmp_path / "topics").mkdir()
    for name in ("helplines.yml", "texts.yml", "topics/respite.yml"):
        shutil.copy(HERE / name, tmp_path / name)
    return tmp_path


def test_a_card_speaks_of_its_country(content: Content) -> None:
    french, belgian = content.card("respite"), content.card("respite", "BE")
    assert french.body != belgian.body and "mutualité" in " ".join(belgian.body)
    assert content.card("respite", "DE") == french, "an unknown country reads the French card"
    assert french.needs == belgian.needs and french.topic == "respite"


def test_what_a_country_does_not_say_is_that_of_france(folder: Path) -> None:
    path = folder / "topics" / "respite.yml"
    path.write_text(path.read_text("utf-8").split("  BE:")[0] + "needs: [respite]\nrelated: []\nsources: []\n", "utf-8")
    content = Content.load(folder)
    assert content.card("respite", "BE") == content.card("respite", "FR")


def test_the_lines_of_a_danger_come_first_to_call_first(content: Content) -> None:
    assert [line.id for line in content.lines("crisis_suicide", "FR")][:2] == ["prevention_suicide", "samu"]
    assert content.lines("crisis_suicide", "BE")[0].id == "prevention_suicide_be"
    for danger in ("crisis_suicide", "crisis_harm", "crisis_abuse", "crisis_medical", "grey"):
        orders = [line.order for line in content.lines(danger)]
        assert orders == sorted(orders)


def test_a_country_unknown_shows_the_lines_of_all_and_the_european_number(content: Content) -> None:
    known = {line.id for line in content.lines("crisis_suicide")}
    assert {"prevention_suicide", "prevention_suicide_be", "urgence_europe"} <= known


def test_a_line_is_a_link_and_a_label(content: Content) -> None:
    assert content.line("prevention_suicide").href == "tel:3114"
    assert content.line("urgence_sms").href == "sms:114"
    assert content.line("avec_nos_proches").href == "tel:+33184729472"
    assert content.line("prevention_suicide").label == "3114 — Prévention du suicide, 24 h/24, 7 j/7"


def test_a_sentence_takes_its_values_and_its_numbers(content: Content) -> None:
    words = content.text("opening", organisation="la MSA")
    assert "3114" in words and "{" not in words
    assert content.text("bot_challenge", organisation="la MSA").count("la MSA") == 1
    assert content.text("referral_recorded", reference="KABOTU").count("KABOTU") == 1


def test_a_value_is_never_read_as_a_placeholder(content: Content) -> None:
    words = content.text("no_service_found", near="{helpline:samu} {phone} {0.__class__}")
    assert "{phone}" in words and "{0.__class__}" in words


def test_a_value_that_is_missing_stays_visible(content: Content) -> None:
    assert "{reference}" in content.text("referral_recorded")


def test_the_easy_wording_is_used_where_there_is_one(content: Content) -> None:
    assert content.text("greet", easy=True) != content.text("greet")
    assert content.text("thank", easy=True) == content.text("thank")


def test_a_list_is_bulleted(content: Content) -> None:
    assert all(line.startswith("• ") for line in content.text("something_for_yourself").splitlines())


def test_belgium_reads_its_own_numbers(content: Content) -> None:
    assert "3114" not in content.text("opening", country="BE", organisation="x")
    assert "0800 32 123" in content.text("opening", country="BE", organisation="x")


def test_the_lines_that_a_text_names_are_found(content: Content) -> None:
    used = content.used_lines(["a {helpline:samu}", "b", "{helpline:pompiers} {helpline:samu}"])
    assert [line.id for line in used] == ["samu", "pompiers", "samu"]


@pytest.mark.parametrize(
    ("file", "change", "sentence"),
    [
        ("topics/respite.yml", lambda t: t.replace("author:", "auteur:"), r"respite.yml : le champ 'author' manque"),
        ("topics/respite.yml", lambda t: t.replace("    body:", "    corps:"), r"respite.yml : le champ 'body' manque"),
        ("topics/respite.yml", lambda t: t + "\n  : {", r"respite.yml : ce fichier n'est pas du YAML correct"),
        ("topics/respite.yml", lambda _: "- une liste", r"respite.yml"),
        ("helplines.yml", lambda t: t.replace("dial:", "cadran:", 1), r"helplines.yml : le champ 'dial' manque"),
        ("texts.yml", lambda _: "a: [", r"texts.yml : ce fichier n'est pas du YAML correct"),
    ],
)
def test_a_broken_file_is_named_with_what_is_wrong(folder: Path, file: str, change: object, sentence: str) -> None:
    path = folder / file
    path.write_text(change(path.read_text("utf-8")), "utf-8")  # type: ignore[operator]
    with pytest.raises(ContentError, match=sentence):
        Content.load(folder)


@pytest.mark.parametrize("file", ["helplines.yml", "texts.yml"])
def test_a_missing_file_is_named(folder: Path, file: str) -> None:
    (folder / file).unlink()
    with pytest.raises(ContentError, match=f"{file} : fichier illisible"):
        Content.load(folder)
