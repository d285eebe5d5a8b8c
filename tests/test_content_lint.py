"""Every text that a person reads: short, honest, sourced; every key and number that the code names exists."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pytest
import yaml

from bot.content import Content
from bot.content.library import HERE
from bot.packs import Packs
from bot.packs.situation import Situation
from tests.sources import modules, under

LONGEST, SHORT, SHARE = 25, 15, 0.9  # words a sentence: none above the first, the share of them within the second
_HELPLINE = re.compile(r"\{helpline:(\w+)\}")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
PLACEHOLDERS = {
    "organisation", "phone", "reference", "relation", "near", "place", "service", "person", "contact", "address_kept",
    "what", "reach", "title", "length", "hours",
}  # fmt: skip

FORBIDDEN = {
    "pretends to feel": r"je comprends (?:ce que|combien|votre douleur|ta douleur)|je ressens|je sais ce que vous vivez|"
    r"je suis désolée? pour vous|mon cœur",
    "states eligibility": r"vous (?:avez|aurez|auriez) droit|vous y avez droit|vous êtes éligible|vous serez éligible|"
    r"vous pouvez prétendre|vous remplissez les conditions|vous toucherez|vous percevrez",
    "gives a dose": r"\b\d+(?:[.,]\d+)? ?(?:mg|milligrammes?|µg|microgrammes?|comprimés?|gélules?|cachets?|gouttes)\b|"
    r"fois par jour|posologie (?:est|de)",
    "diagnoses": r"vous (?:êtes|semblez) (?:dépressi|en dépression|déprimé)|vous souffrez d|votre proche (?:a|souffre) (?:d'|de )?"
    r"(?:alzheimer|démence|parkinson)",
    "promises": r"nous vous garantissons|c'est garanti|dans les 24 heures|ne vous inquiétez pas|tout ira bien|courage !",
    "speaks to a friend": r"\b(?:tu|toi|ton|ta|tes)\b",
    "says « client » or « usager »": r"\b(?:clients?|(?<!Ligue des )usagers?|bénéficiaires?)\b",
}


@lru_cache(maxsize=1)
def content() -> Content:
    return Content.load()


@lru_cache(maxsize=1)
def raw_texts() -> dict[str, dict[str, Any]]:
    return yaml.safe_load((HERE / "texts.yml").read_text("utf-8"))


@lru_cache(maxsize=1)
def card_files() -> dict[str, dict[str, Any]]:
    return {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in sorted((HERE / "topics").glob("*.yml"))}


def _card_texts() -> Iterator[tuple[str, str]]:
    for topic, raw in card_files().items():
        for country, texts in raw["texts"].items():
            for field in ("body", "easy"):
                for number, sentence in enumerate(texts.get(field, ())):
                    yield f"{topic}.{country}.{field}[{number}]", sentence
            for field in ("did_you_know", "next_step"):
                if field in texts:
                    yield f"{topic}.{country}.{field}", texts[field]


def _fixed_texts() -> Iterator[tuple[str, str]]:
    for key, wordings in raw_texts().items():
        for name, words in wordings.items():
            for number, one in enumerate(words if isinstance(words, list) else [words]):
                yield f"{key}.{name}[{number}]", one


def _pack_texts() -> Iterator[tuple[str, str]]:
    """All that a pack makes a person read, its questionnaires apart (tests/packs reads those)."""
    for pack in Packs.load().values():
        yield f"{pack.id}.intro", pack.intro
        yield from ((f"{pack.id}.intros.{who}", words) for who, words in pack.intros.items())
        for item in pack.items.values():
            where = f"{pack.id}.{item.id}"
            yield from ((where, words) for words in (item.says, item.intro, *item.levels.values()) if words)
            yield from ((f"{where}.alert", alert.text) for alert in item.alerts)
            for step in item.steps:
                yield from ((f"{where}.{step.id}", words) for words in (step.do, step.why, step.help, step.memo))
                if step.easy:
                    yield f"{where}.{step.id}.easy", step.easy
                if step.do_third_person:
                    yield f"{where}.{step.id}", step.do_third_person
        for name, raw in pack.cards.items():
            for who, texts in {**raw["texts"], **raw.get("for", {})}.items():
                for field in ("body", "easy"):
                    yield from ((f"{pack.id}.{name}.{who}.{field}", words) for words in texts.get(field, ()))
                yield from (
                    (f"{pack.id}.{name}.{who}", texts[field]) for field in ("did_you_know", "next_step") if field in texts
                )


@lru_cache(maxsize=1)
def everything() -> tuple[tuple[str, str], ...]:
    return (*_card_texts(), *_fixed_texts(), *_pack_texts())


@lru_cache(maxsize=1)
def to_the_young() -> frozenset[str]:
    """Where a pack speaks to a teenager, who is said « tu »: in familiar.yml, and in these texts."""
    found = set()
    for pack in Packs.load().values():
        for who in pack.audience.familiar if pack.audience else ():
            found |= {f"{pack.id}.{name}.{who}" for name in ("intros", *pack.cards)}
            # A card that stands for her alone.
            alone = [i.card for i in pack.items.values() if i.card and not Situation({}, audience="grown").holds(i.when)]
            found |= {f"{pack.id}.{card}." for card in alone}
    return frozenset(found)


def sentences(text: str) -> list[str]:
    """Sentences of a text: an ellipsis, an abbreviation or a number with a dot does not end one."""
    return [
        part.strip() for part in re.split(r"(?<=[.!?])\s+(?=[A-ZÀÉÈÊ«])|\n|(?<=») (?=[A-ZÀÉÈ])", text) if part.strip()
    ]


def words(sentence: str) -> int:
    """Words as a reader counts them; a telephone number is one."""
    return len(re.findall(r"[\wÀ-ÿ]+(?:['’-][\wÀ-ÿ]+)*", _HELPLINE.sub("numéro", sentence)))


def test_there_is_something_to_read() -> None:
    assert len(everything()) > 500 and len(card_files()) == 33
    assert sentences("Appelez le 15. Restez là. « Oui. » Merci ?") == [
        "Appelez le 15.",
        "Restez là.",
        "« Oui. »",
        "Merci ?",
    ]
    assert words("J'ai besoin d'aide au {helpline:samu}, aujourd'hui.") == 6


def test_no_sentence_is_longer_than_twenty_five_words() -> None:
    long = [(where, words(s)) for where, text in everything() for s in sentences(text) if words(s) > LONGEST]
    assert long == []


def test_nine_sentences_in_ten_have_fifteen_words_at_most() -> None:
    counts = [words(s) for _, text in everything() for s in sentences(text)]
    assert sum(count <= SHORT for count in counts) / len(counts) >= SHARE


def test_easy_wordings_have_fifteen_words_at_most() -> None:
    assert [
        (where, words(s))
        for where, text in everything()
        if ".easy" in where
        for s in sentences(text)
        if words(s) > SHORT
    ] == []


@pytest.mark.parametrize("fault", FORBIDDEN)
def test_nothing_is_said_that_must_not_be(fault: str) -> None:
    pattern = re.compile(FORBIDDEN[fault], re.IGNORECASE)
    familiar = tuple(to_the_young()) if fault == "speaks to a friend" else ()
    heard = [(where, match.group()) for where, text in everything() if (match := pattern.search(text))]
    assert [one for one in heard if not one[0].startswith(familiar or ("-",))] == []


def test_the_lint_hears_what_it_forbids() -> None:
    said = {
        "pretends to feel": "Je comprends ce que vous ressentez.",
        "states eligibility": "Vous avez droit à l'APA.",
        "gives a dose": "Prenez 500 mg le soir.",
        "diagnoses": "Vous êtes dépressif.",
        "promises": "Ne vous inquiétez pas.",
        "speaks to a friend": "Appelle ton médecin.",
        "says « client » or « usager »": "Les usagers du service.",
    }
    assert set(said) == set(FORBIDDEN)
    assert all(re.search(FORBIDDEN[fault], text, re.IGNORECASE) for fault, text in said.items())


def test_every_number_comes_from_the_helplines_file() -> None:
    unknown = {name for _, text in everything() for name in _HELPLINE.findall(text)} - {
        line["id"] for line in yaml.safe_load((HERE / "helplines.yml").read_text("utf-8"))["lines"]
    }
    assert unknown == set()
    phone = re.compile(
        r"\b0\d(?:[ .]?\d\d){4}\b|\b(?:3114|3133|3919|3117)\b|\b(?:au|le) 1[578]\b(?! (?:janvier|mai|juin|mars))"
    )
    # The one sentence of the medical border names the 15 in words: « médecin, pharmacien ou 15 ».
    assert [(where, m.group()) for where, text in everything() if (m := phone.search(text))] == []


def _read_in(where: str, country: str) -> bool:
    """An easy wording is read in both countries, unless Belgium has its own."""
    key, _, name = where.partition(".")
    name = name.split("[")[0]
    if name == "easy":
        return country == "FR" or "easy_BE" not in raw_texts()[key]
    return name.split(".")[0].removeprefix("easy_") == country


def test_a_belgian_wording_names_no_french_line_and_the_reverse() -> None:
    countries = {line.id: line.countries for line in content()._helplines.lines}
    wrong = [
        (where, name)
        for where, text in everything()
        for name in _HELPLINE.findall(text)
        for country in ("FR", "BE")
        if _read_in(where, country) and country not in countries[name]
    ]
    assert wrong == []


def test_only_known_placeholders_are_used() -> None:
    assert {
        name for _, text in _fixed_texts() for name in _PLACEHOLDER.findall(_HELPLINE.sub("", text))
    } <= PLACEHOLDERS
    assert [where for where, text in _card_texts() if "{" in _HELPLINE.sub("", text)] == []


@pytest.mark.parametrize("topic", sorted(path.stem for path in (HERE / "topics").glob("*.yml")))
def test_a_card_is_whole_in_both_countries(topic: str) -> None:
    raw = card_files()[topic]
    assert raw["topic"] == topic and raw["author"] and set(raw["texts"]) >= {"FR", "BE"}
    assert len(raw["sources"]) >= 1 and all(
        s["title"] and s["href"].startswith(("https://", "http://")) and s["seen_on"] for s in raw["sources"]
    )
    for country in ("FR", "BE"):
        card = content().card(topic, country)
        assert 3 <= len(card.body) <= 7 and 2 <= len(card.easy) <= 6
        assert (
            card.did_you_know.endswith((".", "»")) and card.next_step.rstrip(" »").endswith((".", "!", "?", "»"))
        ) or card.next_step.endswith(".")
        assert card.links and all(link.label and link.href.startswith("https://") for link in card.links)
        assert {*card.needs, *card.related} <= set(content().topics) and topic not in card.related
        assert all(
            (sentence == sentence.strip() and sentence[0].isupper()) or sentence[0] in "«0123456789"
            for sentence in (*card.body, *card.easy)
        )


def test_the_french_emergency_number_is_not_given_in_belgium() -> None:
    for key in raw_texts():
        for easy in (False, True):
            assert not re.search(r"\b1[578]\b", content().text(key, easy=easy, country="BE")), key


def test_every_text_is_whole() -> None:
    for key, wordings in raw_texts().items():
        assert "FR" in wordings and set(wordings) <= {"FR", "BE", "easy", "easy_BE"}, key
        assert all(wordings.values()), key


def test_helplines_are_whole() -> None:
    raw = yaml.safe_load((HERE / "helplines.yml").read_text("utf-8"))
    assert len({line["id"] for line in raw["lines"]}) == len(raw["lines"])
    for line in raw["lines"]:
        assert all(
            line[field] not in (None, "")
            for field in ("id", "number", "dial", "name", "what", "hours", "countries", "source", "checked", "kind")
        ), line["id"]
        assert set(line["countries"]) <= {"FR", "BE"} and line["countries"], line["id"]
        assert line["kind"] in ("voice", "sms") and line["checked"] in ("search", "a_verifier"), line["id"]
        assert line["checked"] == "search" or line["note"], line["id"]
        short, digits = re.sub(r"\D", "", str(line["number"])), str(line["dial"])
        prefix = "+32" if line["countries"] == ["BE"] else "+33"
        assert digits == (short if len(short) <= 4 else prefix + short.removeprefix("0")), line["id"]


@pytest.mark.parametrize("danger", ["crisis_suicide", "crisis_harm", "crisis_abuse", "crisis_medical", "grey"])
@pytest.mark.parametrize("country", ["FR", "BE", None])
def test_every_danger_has_a_text_and_a_free_line_open_day_and_night(danger: str, country: str | None) -> None:
    lines = content().lines(danger, country)
    assert content().has_text(danger) and lines
    assert any(line.free and line.hours.startswith("24 h/24") for line in lines)


@pytest.mark.parametrize("country", ["FR", "BE"])
def test_somebody_can_be_called_when_nothing_works(country: str) -> None:
    assert content().lines("human", country), "the answer to a breakdown names a number"


def test_dangers_are_answered_without_figures_in_the_words() -> None:
    assert [
        where for where, text in _fixed_texts() if where.startswith("crisis_") and re.search(r"\d", text.split("}")[-1])
    ] == []


# -- what the code asks for exists


def _keys_named(package: str) -> set[tuple[str, str]]:
    """First argument of ``.say("…")``, ``.words("…")``, ``.text("…")`` and ``.has_text("…")``, when written in full."""
    found = set()
    for module in modules():
        if not under(module.name, package):
            continue
        for node in ast.walk(module.tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.args
                and node.func.attr in ("say", "words", "text", "has_text", "consent_words", "_say")
                and getattr(node.func.value, "id", "") != "m"
            ):
                first = node.args[0]
                for value in (first.body, first.orelse) if isinstance(first, ast.IfExp) else (first,):
                    if isinstance(value, ast.Constant) and isinstance(value.value, str):
                        found.add((str(module.path), value.value))
    return found


@pytest.mark.parametrize("package", ["actions", "bot.gateway"])
def test_every_text_that_the_code_says_is_written(package: str) -> None:
    named = _keys_named(package)
    assert len(named) >= 5, "the search finds the calls"
    assert sorted((path, key) for path, key in named if not content().has_text(key)) == []


def test_every_sentence_said_by_its_intent_is_written() -> None:
    courtesy = ("greet", "thank", "chitchat", "bot_challenge", "ask_help", "complain")
    assert all(content().has_text(intent) for intent in courtesy)
