"""What makes an answer easy to read: what stands out, what can be called, what is left below, what is over."""

from __future__ import annotations

from playwright.sync_api import expect

from . import samples
from .driver import Widget

LONG = "\n\n".join(f"Paragraphe {n}. " + "Une phrase assez longue pour prendre de la place. " * 4 for n in range(12))
CRISIS = {
    **samples.CRISIS,
    "text": "Vous parlez de mourir.\n\nEnsuite, écrivez-moi ici.\n\n• 3114 — Prévention du suicide, 24 h/24\n• 15 — SAMU",
}


def _answers(widget: Widget, *messages: samples.Message) -> Widget:
    widget.fake.next_messages = list(messages)
    return widget.say("Bonjour")


def test_labels_stand_out_and_numbers_can_be_called(widget: Widget) -> None:
    widget.open()
    _answers(widget, {"kind": "text", "text": "Sommeil : mal\n• Appeler : le 03 80 70 29 29 le matin\nDites « oui : je viens »"})
    item = widget.items.last
    expect(item.locator("strong")).to_have_text(["Sommeil :", "Appeler :"])
    expect(item.get_by_role("link", name="03 80 70 29 29")).to_have_attribute("href", "tel:0380702929")


def test_a_sign_never_goes_alone_to_the_next_line(widget: Widget) -> None:
    widget.open()
    _answers(widget, {"kind": "text", "text": "De quoi avez-vous « besoin » ?"})
    widget.sees("De quoi avez-vous")
    assert "«\u00a0besoin\u00a0»\u00a0?" in str(widget.items.last.text_content())


def test_what_is_long_before_a_question_is_not_the_question(widget: Widget) -> None:
    widget.open()
    text = "Avant de commencer, il me faut votre accord. " * 3 + "Êtes-vous d'accord ?"
    question = {"index": 1, "total": 1, "type": "yes_no", "options": [{"id": "y", "label": "Oui"}]}
    _answers(widget, {"kind": "question", "text": text, "question": question})
    expect(widget.page.get_by_role("group", name="Êtes-vous d'accord ?", exact=True)).to_be_visible()
    expect(widget.items.last).not_to_contain_text("Question 1 sur 1")


def test_recap_puts_each_correction_beside_its_answer(widget: Widget) -> None:
    widget.open()
    recap = {"kind": "text", "text": "Vos réponses :\n• Sommeil : mal\n• Où : Beaune",
             "buttons": [{"id": "1", "label": "Modifier : Sommeil"}, {"id": "2", "label": "Modifier : Où"},
                         {"id": "3", "label": "Modifier : Ailleurs"}, {"id": "4", "label": "C'est exact"}]}  # fmt: skip
    _answers(widget, recap)
    rows = widget.items.last.get_by_role("listitem")
    expect(rows.nth(1).get_by_role("button", name="Modifier : Où")).to_be_visible()
    expect(rows.nth(1).get_by_role("button")).to_have_text(["Modifier : Où"])
    expect(widget.button("Modifier : Ailleurs")).to_be_visible()
    widget.button("Modifier : Où").click()
    widget.sees("Vous : Modifier : Où").sees("Vous avez écrit : 2")
    assert widget.fake.posts()[-1]["button"] == "2"
    expect(widget.button("Modifier : Sommeil")).to_have_count(0)


def test_danger_lines_say_what_they_are(widget: Widget) -> None:
    widget.open()
    _answers(widget, CRISIS)
    link = widget.items.last.get_by_role("link", name="Appeler le 3114")
    expect(link).to_contain_text("Prévention du suicide, 24 h/24")
    expect(widget.items.last.get_by_role("listitem")).to_have_count(0)
    expect(widget.items.last).to_contain_text("Ensuite, écrivez-moi ici.")


def test_danger_on_a_phone_shows_a_number_before_the_words(widget: Widget) -> None:
    widget.page.set_viewport_size({"width": 390, "height": 640})
    widget.open()
    _answers(widget, {**CRISIS, "text": LONG})
    expect(widget.items.last.get_by_role("link", name="Appeler le 3114").first).to_be_in_viewport()


def test_the_beginning_of_an_answer_is_in_sight_and_the_rest_is_offered(widget: Widget) -> None:
    widget.open()
    expect(widget.button("La suite")).to_be_hidden()
    _answers(widget, {"kind": "text", "text": LONG})
    expect(widget.transcript.get_by_text("Paragraphe 0.")).to_be_in_viewport()
    expect(widget.transcript.get_by_text("Paragraphe 11.")).not_to_be_in_viewport()
    for _ in range(12):
        if widget.button("La suite").is_hidden():
            break
        widget.button("La suite").press("Enter")
        widget.page.wait_for_timeout(50)
    expect(widget.transcript.get_by_text("Paragraphe 11.")).to_be_in_viewport(ratio=1)
    assert widget.focused() != "BODY", "the focus is not lost with the button"


def test_choices_that_are_over_go_and_the_chosen_one_stays(widget: Widget) -> None:
    widget.open().say("question").sees("Question 2 sur 5").button("Bien").click()
    widget.sees("Question 3 sur 5")
    expect(widget.button("Moyennement")).to_have_count(0)
    expect(widget.page.get_by_text("Le manque de sommeil")).to_have_count(0)
    expect(widget.button("Bien (choisi)")).to_be_visible()


def test_a_desktop_gives_room_to_the_cards(widget: Widget) -> None:
    widget.open().say("services").sees("Voici deux services")
    box = widget.page.locator("relais-assistant .card").first.bounding_box()
    assert box is not None and box["width"] > 540


def test_a_phone_leaves_more_than_half_of_its_height_to_the_conversation(widget: Widget) -> None:
    widget.page.set_viewport_size({"width": 390, "height": 780})
    widget.open()
    box = widget.page.get_by_role("region", name="Messages de la conversation").bounding_box()
    assert box is not None and box["height"] > 390


def test_the_map_and_the_calendar_are_links(widget: Widget) -> None:
    widget.open().say("services").sees("Voici deux services")
    expect(widget.page.get_by_role("link", name="Voir sur la carte").first).to_have_attribute(
        "href", "https://www.openstreetmap.org/search?query=12%20rue%20des%20Tonneliers%2C%2021200%20Beaune"
    )
    _answers(widget, {**samples.MEMO, "links": [{"label": "Les dates pour l'agenda", "href": "/memo/abc.ics"}]})
    expect(widget.page.get_by_role("link", name="Les dates pour l'agenda")).to_have_attribute(
        "href", f"{widget.fake.url}/memo/abc.ics"
    )
