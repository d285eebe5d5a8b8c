"""A teenager is said « tu » in a pack that says so, from the menu to the sheet; everybody else keeps « vous »."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from bot.content import Content
from bot.content.library import HERE
from bot.interview import messages
from bot.interview.loader import Library
from bot.packs import Pack, Packs
from bot.packs.familiar import Familiar
from tests.packs.chat import Chat, make_world

PACKS = Packs.load()
SPOKEN = [pack for pack in PACKS.values() if pack.audience and pack.audience.familiar]
_FORMAL = re.compile(r"(?<!rendez-)\b(?:vous|votre|vos)\b|\b(?!chez|assez|rendez|appelez le médecin)\w{3,}ez\b", re.IGNORECASE)
CROHN = {"code": "crohn", "label": "maladie de Crohn"}


def _of_questionnaires(pack: Pack) -> Iterator[str]:
    """What a person can read in the questionnaires that the pack runs."""
    library = Library.load(include_all=True, also=PACKS.questionnaires())
    names = {name for item in pack.items.values() for name in pack.questionnaire_of(item)}
    for name in sorted(names | {"appointment"}):
        for question in library[name].questions:
            yield from filter(None, (question.text, question.easy, question.help, question.why, question.feedback))
            yield from (option.label for option in question.options)


def _of_items(pack: Pack) -> Iterator[str]:
    for item in pack.items.values():
        yield from filter(None, (item.label, item.says, item.intro, *(alert.text for alert in item.alerts)))


@pytest.mark.parametrize("pack", SPOKEN, ids=lambda pack: pack.id)
def test_nothing_of_the_pack_says_vous_to_a_teenager(pack: Pack) -> None:
    say = Familiar({**Content.load().familiar, **pack.familiar}).say
    assert [said for said in (*_of_questionnaires(pack), *_of_items(pack)) if _FORMAL.search(say(said))] == []
    assert pack.audience is not None
    for who in pack.audience.familiar:
        assert not _FORMAL.search(pack.intros[who])
    for name in {item.card for item in pack.items.values() if item.card}:
        # A young carer of the Crohn pack reads the cards about the illness of somebody else, as they are for all.
        who = "teen" if "teen" in pack.audience.familiar else pack.audience.familiar[0]
        card = PACKS.card(pack, name, "FR", who)
        assert card is not None
        words = [*card.body, *card.easy, card.did_you_know, card.next_step]
        assert [line for line in words if _FORMAL.search(line)] == [], name


def _of_relais() -> Iterator[str]:
    """All that Relais says outside packs, wherever it is written: the files as they are."""
    root = Path(__file__).parents[2]
    folders = ("bot/content", "bot/interview/questionnaires", "bot/interview", "bot/memos", "bot/orientation/rules",
               "bot/understanding/data")  # fmt: skip
    for folder in folders:
        yield from (path.read_text("utf-8") for path in (root / folder).glob("*.yml") if path.name != "familiar.yml")
    yield from (path.read_text("utf-8") for path in (root / "bot/content/topics").glob("*.yml"))
    yield from (path.read_text("utf-8") for name in ("pack", "local") for path in (root / "bot/packs").glob(f"*/{name}.yml"))
    yield "(vous). (pour vous)."  # put together: who does a line of the plan
    yield from (path.read_text("utf-8") for folder in ("actions", "bot/orientation", "bot/memos", "resources_directory") for path in (root / folder).glob("*.py"))


def test_what_is_said_to_every_young_person_is_still_said_to_all() -> None:
    known = "\n".join(_of_relais())
    assert [said for said in Content.load().familiar if said not in known] == []
    assert [words for words in Content.load().familiar.values() if _FORMAL.search(words)] == []


@pytest.mark.parametrize("pack", SPOKEN, ids=lambda pack: pack.id)
def test_the_table_names_only_what_is_still_said(pack: Pack) -> None:
    fixed = yaml.safe_load((HERE / "texts.yml").read_text("utf-8"))
    spoken = yaml.safe_load((Path(messages.__file__).parent / "messages.yml").read_text("utf-8"))
    known = [*_of_questionnaires(pack), *_of_items(pack)]
    root = Path(__file__).parents[2]
    known += [*((root / "actions" / name).read_text("utf-8") for name in ("memo.py", "packs.py")), (root / "bot/memos/memo.yml").read_text("utf-8")]
    known += [words for one in (*fixed.values(), *spoken.values()) for words in one.values() if isinstance(words, str)]
    assert [said for said in pack.familiar if not any(said in words for words in known)] == []


def test_the_longest_sentence_wins_and_the_rest_is_untouched() -> None:
    say = Familiar({"Et vous ?": "Et toi ?", "Et vous ? Oui.": "Et toi ? Oui !"})
    assert say.say("Et vous ? Oui. Et vous ? vous") == "Et toi ? Oui ! Et toi ? vous"
    made = say.message({"kind": "Et vous ?", "text": "Et vous ?", "buttons": [{"label": "Et vous ?", "payload": "Et vous ?"}]})
    assert made == {"kind": "Et vous ?", "text": "Et toi ?", "buttons": [{"label": "Et toi ?", "payload": "Et vous ?"}]}


def test_a_teenager_is_said_tu_and_the_agreement_is_kept_as_it_was_read(tmp_path: Path) -> None:
    world = make_world(tmp_path)
    teen = Chat(world, "patient", age=15, illness=CROHN).say("je voudrais un carnet", "chronic_illness_life")
    assert "ton accord" in teen.text and "votre" not in teen.text
    assert "ton accord" in teen.slots["interview"]["context"]["text"]
    assert "De quel jour parles-tu" in teen.press("Oui").text
    grown = Chat(world, "patient", age=45, illness=CROHN).say("je voudrais un carnet", "chronic_illness_life")
    assert "votre accord" in grown.text


def test_a_young_carer_who_wants_peers_is_told_of_young_carers(tmp_path: Path) -> None:
    mother = {"code": "mother", "label": "votre mère", "subject": "la personne"}
    young = Chat(make_world(tmp_path), "carer", carer_age=15, illness=CROHN, relation=mother)
    young.say("je voudrais rencontrer d'autres jeunes", "patient_association")
    assert "JADE" in young.text and Content.load().line("enfance_danger").number in young.text


def test_a_young_carer_is_said_tu_outside_packs_and_grown_carers_are_not(tmp_path: Path) -> None:
    mother = {"code": "mother", "label": "votre mère", "subject": "elle"}
    nevers = {"code": "58194", "label": "Nevers (58)", "departement": "58", "ambiguous": False}
    world = make_world(tmp_path)
    young = Chat(world, "carer", carer_age=15, relation=mother, place=nevers)
    said = [young.say("je m'occupe de ma mère", "young_caregiver").text]
    assert "Tu prends soin de ta mère" in said[0] and "JADE" in said[0]
    said.append(young.press("Faire le point").text)
    assert "ton accord" in young.slots["interview"]["context"]["text"]
    said.append(young.press("Oui").text)
    assert [found for words in said for found in _FORMAL.findall(words)] == []
    grown = Chat(world, "carer", carer_age=45, relation=mother, place=nevers)
    assert "Vous prenez soin de votre mère" in grown.say("je voudrais souffler", "respite").text
