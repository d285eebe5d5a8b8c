"""The six packs that come with Relais: whole, sourced, in short sentences, and reachable by the words people write."""

from __future__ import annotations

import re

import pytest

from bot.content import Content
from bot.interview.loader import Library
from bot.interview.readability import long_sentences
from bot.orientation.rulebook import Rulebook, problems
from bot.packs import Pack, Packs
from bot.packs.ease import ease
from bot.packs.local import Local
from bot.packs.local import problems as problems_of_local
from bot.packs.situation import Situation
from tests.test_content_lint import FORBIDDEN

PACKS = Packs.load()
NAMES = sorted(PACKS)


def test_the_five_projects_and_one_are_there() -> None:
    assert NAMES == ["chronicopole", "mica", "mici", "mon_espace_sante", "parkinson", "votre_sante"]


def test_rules_and_questionnaires_hold_together() -> None:
    library = Library.load(include_all=True, also=PACKS.questionnaires())
    assert list(problems(Rulebook.load(also=PACKS.rules()), library)) == []
    for pack in PACKS.values():
        for item in pack.items.values():
            assert set(pack.questionnaire_of(item)) <= set(library), (pack.id, item.id)


@pytest.mark.parametrize("name", NAMES)
def test_sentences_are_short(name: str) -> None:
    assert [problem for made in PACKS[name].questionnaires for problem in long_sentences(made)] == []


@pytest.mark.parametrize("name", NAMES)
def test_topics_and_needs_exist_and_every_card_is_reached(name: str) -> None:
    pack, topics = PACKS[name], set(Content.load().topics)
    assert set(pack.topics) <= topics
    assert {need for item in pack.items.values() for need in item.needs} <= topics
    assert {need for card in pack.cards.values() for need in card.get("needs", ())} <= topics
    assert {item.card for item in pack.items.values() if item.kind == "card"} == set(pack.cards)


@pytest.mark.parametrize("name", NAMES)
def test_every_card_says_its_source_and_date(name: str) -> None:
    for card in PACKS[name].cards.values():
        for source in card["sources"]:
            assert source["title"] and source["href"].startswith("http") and source["seen_on"]
            assert source["checked"] in ("search", "a_verifier")


def _visible(pack: Pack) -> list[str]:
    return [item.id for item in pack.items.values() if not item.hidden]


@pytest.mark.parametrize("name", NAMES)
def test_a_menu_holds_nine_choices_at_most(name: str) -> None:
    assert 3 <= len(_visible(PACKS[name])) <= 9
    assert all(len(item.items) <= 10 for item in PACKS[name].items.values())


SAID = [
    ("le code a expiré", "mon_espace_sante", "lost_code"),
    ("j'ai pas recu de code", "mon_espace_sante", "lost_code"),
    ("je veux pas, c'est obligatoire ?", "mon_espace_sante", "close"),
    ("qui peut voir mes papiers", "mon_espace_sante", "privacy"),
    ("j'ai pas d'adresse mail", "mon_espace_sante", "no_mail"),
    ("pour mon fils", "mon_espace_sante", "relative"),
    ("je voudrais activer mon espace", "mon_espace_sante", "activate"),
    ("c'est une arnaque ?", "digital_help", "sources"),
    ("trouver une ambulance", "digital_help", "ambulance"),
    ("m'inscrire à la maternité", "digital_help", "maternity"),
]


@pytest.mark.parametrize(("text", "topic", "item"), SAID)
def test_the_words_that_people_write_find_the_item(text: str, topic: str, item: str) -> None:
    found = PACKS.asked(text, [topic], "", Situation({}))
    assert found is not None and found[1].id == item


def test_words_alone_open_nothing_without_their_topic() -> None:
    assert PACKS.asked("le code a expiré", [], "", Situation({})) is None
    assert PACKS.asked("mon fils est malade", ["home_help"], "", Situation({})) is None
    assert PACKS.asked("bonjour", ["mon_espace_sante"], "", Situation({})) is None


def test_the_thirteen_subjects_each_have_a_first_step_a_place_and_a_source() -> None:
    pack = PACKS["votre_sante"]
    steps = [item for item in pack.items.values() if item.kind == "steps"]
    assert len(steps) == 13
    for item in steps:
        assert len(item.steps) >= 2 and item.needs and item.sources and "appointment" in item.then
        assert all(step.do_third_person for step in item.steps), item.id
    shown = {name for menu in pack.items.values() if menu.kind == "menu" for name in menu.items}
    assert {item.id for item in steps} <= shown


@pytest.mark.parametrize(
    ("text", "misses", "found"),
    [
        ("je sais pas envoyer un mail", 0, "low"),
        ("je n'y connais rien en informatique", 0, "low"),
        ("j'ai pas internet chez moi", 0, "low"),
        ("JE CHERCHE UNE AIDE POUR MON MARI", 0, ""),
        ("JE CHERCHE UNE AIDE POUR MON MARI", 1, "unsure"),
        ("je cherche virgule une aide", 1, "unsure"),
        ("je cherche une aide", 2, "unsure"),
        ("je cherche une aide", 1, ""),
        ("je sais envoyer un mail", 0, ""),
    ],
)
def test_ease_is_modest(text: str, misses: int, found: str) -> None:
    assert ease(text, misses) == found


def _locals() -> list[tuple[str, Local]]:
    return [(pack.id, told) for pack in PACKS.values() for told in pack.local.topics.values()]


def test_the_region_has_something_to_say_on_every_topic() -> None:
    topics = Content.load().topics
    assert set(PACKS["mica"].local.topics) == set(topics)
    assert [fault for pack in PACKS.values() for fault in problems_of_local(pack.local, topics)] == []


@pytest.mark.parametrize(("pack", "told"), _locals(), ids=lambda x: x if isinstance(x, str) else x.topic)
def test_what_a_region_adds_is_short_sourced_and_promises_nothing(pack: str, told: Local) -> None:
    said = [*told.says, *told.easy, *(line for lines in told.by.values() for line in lines)]
    for sentence in (part for line in said for part in line.replace(" : ", ". ").split(". ")):
        assert len(sentence.split()) <= 15, sentence
        assert not any(re.search(wrong, sentence, re.IGNORECASE) for wrong in FORBIDDEN.values()), sentence
    for source in told.sources:
        assert source["href"].startswith("http") and source["seen_on"] and source["checked"] in ("search", "a_verifier")
    for departement in told.by:
        assert told.sources_for(departement), f"{told.topic}, {departement} : a sentence without a source"


def test_what_is_said_of_a_departement_is_said_there_only() -> None:
    jura, yonne, lyon = (Situation({"place": {"departement": code}}) for code in ("39", "89", "69"))
    found = PACKS.local("apa", jura)
    assert found is not None and found[0].name == "En Bourgogne-Franche-Comté"
    assert "Jura" in found[1].sentences("39", short=True)[0]
    assert [link["label"] for link in found[1].links_for("39")] == ["L'APA dans le Jura"]
    assert "Jura" not in " ".join(found[1].sentences("89")) and PACKS.local("apa", yonne) is not None
    assert PACKS.local("apa", lyon) is None and PACKS.local("apa", Situation({})) is None
