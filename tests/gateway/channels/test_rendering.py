"""From messages to parts, without any network: sizes, order, numbers, services, links, odd characters."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.gateway.channels import gsm
from bot.gateway.channels.numbering import chosen, numbers
from bot.gateway.channels.rendering import Part, clean, render
from bot.gateway.channels.splitting import split
from bot.gateway.channels.styles import MESSENGER, SMS, STYLES, TELEGRAM, WHATSAPP, Style

Message = dict[str, Any]
LONG = "Voici une première phrase qui dit quelque chose. " * 120


def buttons(*labels: str, start: int = 0) -> list[dict[str, str]]:
    return [{"id": f"b{start + n}", "label": label} for n, label in enumerate(labels)]


def message(text: str, *labels: str, **more: Any) -> Message:
    return {"id": "m", "kind": "text", "text": text, **({"buttons": buttons(*labels)} if labels else {}), **more}


def question(kind: str, options: list[str], *controls: str) -> Message:
    asked = {"id": "q", "type": kind, "options": buttons(*options)} if options else {"id": "q", "type": kind}
    return message("Question ?", kind="question", question=asked) | (
        {"buttons": buttons(*controls, start=len(options))} if controls else {}
    )


CRISIS = message(
    "Vous parlez de mourir. Appelez maintenant la ligne ci-dessous.\n\n• 3114 : prévention du suicide (gratuit)\n• 15 : SAMU",
    "Continuer la conversation",
    kind="crisis",
    links=[{"label": "Appeler le 3114", "href": "tel:3114"}, {"label": "Appeler le 15", "href": "tel:15"}],
)
SERVICE = {
    "id": "1", "name": "Plateforme de répit", "why": "Ce service vient à Beaune.", "phone": "03 80 00 00 00",
    "hours": "lundi au vendredi, 9 h à 17 h", "address": "1 rue Haute, Beaune", "website": "https://repit.example",
    "verified_on": "2026-11-01", "source": "Annuaire",
}  # fmt: skip


# -- sizes


@pytest.mark.parametrize("style", STYLES.values(), ids=lambda style: style.name)
def test_no_part_is_longer_than_its_channel_takes(style: Style) -> None:
    parts = render([message(LONG, "Oui", "Non")], style)
    assert len(parts) > 1 and all(0 < style.measure(part.text) <= style.most for part in parts)
    words = re.sub(r" \(\d+/\d+\)", "", " ".join(part.text for part in parts))
    assert words.count("Voici une première phrase qui dit quelque chose.") == 120, "cut at the ends of sentences"


@given(st.text(max_size=900), st.sampled_from(list(STYLES.values())))
def test_any_text_fits_and_none_is_empty(text: str, style: Style) -> None:
    for part in render([message(text, "Oui")], style):
        assert part.text.strip() and style.measure(part.text) <= style.most + (0 if style.measure is len else 1)


@given(st.text(alphabet="abc é.!?\n«» 12", max_size=400), st.integers(8, 60))
def test_splitting_loses_no_word(text: str, most: int) -> None:
    pieces = split(text, most)
    assert "".join("".join(pieces).split()) == "".join(text.split())
    assert all(piece and len(piece) <= most for piece in pieces)


def test_a_cut_is_made_after_a_line_or_a_sentence_else_between_words() -> None:
    assert split("Un. Deux.\nTrois quatre.", 16) == ["Un. Deux.", "Trois quatre."]
    assert split("Appelez le 112. Restez là.", 16) == ["Appelez le 112.", "Restez là."]
    assert split("aaaa bbbb cccc", 9) == ["aaaa bbbb", "cccc"]
    assert split("abcdefghij", 4) == ["abcd", "efgh", "ij"]
    assert split("1. Oui\n2. Non", 8) == ["1. Oui", "2. Non"]
    assert split("   \n ", 8) == []


def test_the_buttons_stand_under_the_last_part() -> None:
    parts = render([message("Phrase. " * 700, "Oui")], TELEGRAM)
    assert len(parts) > 1 and [bool(part.buttons) for part in parts] == [False] * (len(parts) - 1) + [True]


def test_telegram_counts_as_telegram_does() -> None:
    assert all(len(part.text.encode("utf-16-le")) // 2 <= 4096 for part in render([message("😀" * 3000)], TELEGRAM))


# -- SMS


def test_french_is_brought_to_the_alphabet_of_sms() -> None:
    assert gsm.near("« Être » : le cœur, ça… l’été — 10 €") == '"Etre" : le coeur, ca... l\'été - 10 €'
    assert gsm.fits(gsm.near("Âge, Noël, île, où, forêt, garçon, ŒUVRE, “oui”, 1 °"))
    assert gsm.near("日本 😀") == "日本 😀"


def test_the_length_of_an_sms() -> None:
    assert gsm.length("a" * 160) == 160 and gsm.length("€" * 80) == 160
    assert gsm.length("日" * 70) == 160 and gsm.length("日" * 71) > 160
    assert gsm.length("😀" * 35) == 160


def test_a_short_turn_is_one_sms_without_count() -> None:
    assert render([message("Bonjour."), message("Être là ?", "Oui", "Non")], SMS) == [
        Part("Bonjour.\n\nEtre là ?\n\n1. Oui\n2. Non")
    ]


def test_several_sms_are_counted() -> None:
    parts = render([message(LONG[:500])], SMS)
    assert [part.text[-6:] for part in parts] == [f" ({n}/{len(parts)})" for n in range(1, len(parts) + 1)]


# -- danger


@pytest.mark.parametrize("style", STYLES.values(), ids=lambda style: style.name)
def test_a_danger_comes_first_with_its_numbers(style: Style) -> None:
    parts = render([message("Autre chose."), CRISIS], style)
    assert "3114" in parts[0].text and "15" in parts[0].text
    assert "Autre chose." in parts[-1].text
    assert not any("Appeler le 3114\nAppeler" in part.text for part in parts), "a number that is said is not said again"


def test_the_first_sms_of_a_danger_is_the_numbers() -> None:
    longer = {**CRISIS, "text": "Vous parlez de mourir. " * 12 + CRISIS["text"]}
    assert render([longer], SMS)[0].text.startswith("Appeler le 3114. Appeler le 15. (1/")


# -- choices


def test_telegram_has_buttons_one_a_row_by_identifier() -> None:
    assert render([message("?", "Une proposition assez longue", "Non")], TELEGRAM) == [
        Part("?", (("b0", "Une proposition assez longue"), ("b1", "Non")))
    ]


@pytest.mark.parametrize("style", [SMS, WHATSAPP], ids=lambda style: style.name)
def test_without_buttons_choices_are_numbered_over_the_whole_turn(style: Style) -> None:
    recap = message("Récapitulatif", "Modifier", id="a") | {"buttons": buttons("Modifier", start=9)}
    turn = [recap, question("yes_no", ["Oui", "Non"])]
    text = "\n".join(part.text for part in render(turn, style))
    assert [line for line in text.split("\n") if re.match(r"\d\.", line)] == ["1. Modifier", "2. Oui", "3. Non"]
    assert [button["id"] for button in numbers(turn)] == ["b9", "b0", "b1"]


def test_messenger_has_quick_replies_when_they_fit_else_numbers() -> None:
    assert render([message("?", "Oui", "Non")], MESSENGER) == [Part("?", (("b0", "Oui"), ("b1", "Non")))]
    assert render([message("?", "Un libellé de plus de vingt signes")], MESSENGER) == [
        Part("?\n\n1. Un libellé de plus de vingt signes")
    ]
    assert render([message("?", *[str(n) for n in range(14)])], MESSENGER)[0].buttons == ()
    first, last = render([message("A ?", "Oui"), message("B ?", "Non")], MESSENGER)
    assert first == Part("A ?\n\n1. Oui") and last.buttons, "the replies of all but the last would go away"


def test_answers_come_before_what_moves_the_questionnaire() -> None:
    (part,) = render([question("single_choice", ["Jamais", "Souvent"], "Passer")], WHATSAPP)
    assert part.text.endswith("1. Jamais\n2. Souvent\n3. Passer")


def test_a_free_answer_has_words_instead_of_numbers() -> None:
    (part,) = render([question("text", [], "Passer", "Arrêter")], WHATSAPP)
    assert part.text == "Question ?\n\nVous pouvez aussi écrire : passer, arrêter."


@pytest.mark.parametrize("style", STYLES.values(), ids=lambda style: style.name)
def test_several_answers_are_written(style: Style) -> None:
    (part,) = render([question("multiple", ["A", "B"], "Passer")], style)
    assert "écrivez par exemple 1, 2" in part.text and "2. B" in part.text and part.buttons == ()


@pytest.mark.parametrize(
    ("typed", "many", "meant"),
    [
        ("1", False, [0]), ("le premier", False, [0]), ("2.", False, [1]), ("dormir", False, [0]),
        ("1 et 3", True, [0, 2]), ("1,2, 3", True, [0, 1, 2]), ("2 2", True, [1]), ("1 et 9", True, []),
        ("1 et 3", False, []), ("9", False, []), ("j'ai 2 enfants", True, []), ("", True, []),
    ],
)  # fmt: skip
def test_what_a_typed_choice_means(typed: str, many: bool, meant: list[int]) -> None:
    assert chosen(typed, ["Dormir", "Manger", "Sortir"], many=many) == meant


# -- services and links


def test_a_service_is_short_lines_with_its_phone() -> None:
    (part,) = render([message("Près de Beaune :", kind="services", services=[SERVICE])], WHATSAPP)
    assert part.text.split("\n") == [
        "Près de Beaune :", "", "• Plateforme de répit", "Ce service vient à Beaune.", "Tél. 03 80 00 00 00",
        "1 rue Haute, Beaune", "lundi au vendredi, 9 h à 17 h", "https://repit.example", "Vérifié le 01/11/2026 (Annuaire).",
    ]  # fmt: skip


def test_by_sms_a_service_is_its_name_its_phone_and_how_sure_it_is() -> None:
    unsure = {"id": "2", "name": "Autre", "why": "…", "website": "https://autre.example", "to_verify": True}
    (part,) = render([message("Beaune :", services=[SERVICE, unsure])], SMS)
    assert part.text == (
        "Beaune :\n\n- Plateforme de répit\nTél. 03 80 00 00 00\nVérifié le 01/11/2026."
        "\n\n- Autre\nhttps://autre.example\nA vérifier."
    )


@pytest.mark.parametrize(
    ("link", "line"),
    [
        ({"label": "Appeler le 01 84 72 94 72", "href": "tel:+33184729472"}, "Appeler le 01 84 72 94 72"),
        ({"label": "Appeler", "href": "tel:0380000000"}, "Appeler : 0380000000"),
        ({"label": "Le site", "href": "https://a.example"}, "Le site : https://a.example"),
        ({"label": "Écrire", "href": "mailto:a@b.example"}, "Écrire : a@b.example"),
        ({"label": "Mémo", "href": "/memo/x"}, "Mémo : https://r.example/memo/x"),
    ],
)
def test_a_link_is_a_line(link: dict[str, str], line: str) -> None:
    (part,) = render([message("Voici.", links=[link])], WHATSAPP, "https://r.example")
    assert part.text == f"Voici.\n\n{line}"


def test_a_link_that_leads_nowhere_is_left_out() -> None:
    odd = [{"label": "x", "href": "javascript:alert(1)"}, {"label": "y", "href": "/memo/x"}]
    assert render([message("Voici.", links=odd)], WHATSAPP) == [Part("Voici.")]


def test_control_and_direction_characters_go_line_ends_stay() -> None:
    assert clean("a\x00b\u202ec\x1b[1m\nd") == "a b c [1m\nd"
