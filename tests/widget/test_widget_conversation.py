"""Every kind of message, by words and by buttons."""

from __future__ import annotations

from playwright.sync_api import expect

from . import samples
from .driver import Widget


def test_sends_words_once_with_an_identifier(widget: Widget) -> None:
    widget.open().say("Je m'occupe de mon mari, je suis épuisée").sees("Quelqu'un peut prendre le relais")
    (body,) = widget.fake.posts()
    assert body["text"] == "Je m'occupe de mon mari, je suis épuisée"
    assert len(body["client_message_id"]) >= 32
    assert widget.focused() == "input"
    expect(widget.box).to_have_value("")


def test_token_is_sent_in_the_header_only(widget: Widget) -> None:
    widget.open().say("Bonjour").sees("Vous avez écrit")
    _, path, headers, body = widget.fake.calls[-1]
    assert headers["Authorization"] == "Bearer token-1"
    assert "token" not in path and "token" not in str(body)
    assert "Cookie" not in headers


def test_author_is_said_in_text(widget: Widget) -> None:
    widget.open().say("Bonjour").sees("Vous avez écrit")
    assert [text.split(" : ")[0] for text in widget.items.all_text_contents()] == ["Relais", "Vous", "Relais"]


def test_empty_message_is_not_sent(widget: Widget) -> None:
    widget.open().say("   ")
    widget.button("Envoyer").click()
    assert widget.fake.posts() == []


def test_shift_enter_makes_a_line_and_send_button_sends(widget: Widget) -> None:
    widget.open()
    widget.box.press_sequentially("un")
    widget.box.press("Shift+Enter")
    widget.box.press_sequentially("deux")
    widget.button("Envoyer").click()
    widget.sees("Vous avez écrit")
    assert widget.fake.posts()[0]["text"] == "un\ndeux"


def test_pressed_button_is_shown_as_said_and_its_group_is_over(widget: Widget) -> None:
    widget.open().button("J'aide un proche").click()
    widget.sees("Quelqu'un peut prendre le relais")
    assert widget.fake.posts()[0]["button"] == "door-carer"
    assert "text" not in widget.fake.posts()[0]
    expect(widget.items.nth(1)).to_contain_text("Vous : J'aide un proche")
    for label in ("Je suis malade ou fragile", "Une question"):
        expect(widget.button(label)).to_have_count(0)
    expect(widget.button("J'aide un proche (choisi)")).to_be_disabled()


def test_a_double_click_answers_once(widget: Widget) -> None:
    widget.open().button("J'aide un proche").dblclick()
    widget.sees("Quelqu'un peut prendre le relais")
    assert len(widget.fake.posts()) == 1


def test_messages_typed_while_waiting_leave_in_order(widget: Widget) -> None:
    widget.open()
    widget.fake.delay = 0.2
    widget.say("un").say("deux").say("trois").sees("Vous avez écrit : trois")
    assert widget.fake.processed == ["un", "deux", "trois"]


def test_waiting_is_shown(widget: Widget) -> None:
    widget.open()
    widget.fake.delay = 1.5
    widget.say("Bonjour")
    expect(widget.page.get_by_text("Réponse en cours…")).to_be_visible()
    widget.sees("Vous avez écrit")
    expect(widget.page.get_by_text("Réponse en cours…")).to_be_hidden()


def test_question_with_progress_and_reason(widget: Widget) -> None:
    widget.open().say("question").sees("Question 2 sur 5")
    group = widget.page.get_by_role("group", name="Depuis un mois, comment dormez-vous ?")
    expect(group.get_by_role("button")).to_have_count(3)
    why = widget.page.get_by_text("Le manque de sommeil fatigue le corps et le moral.")
    expect(why).to_be_hidden()
    widget.page.get_by_text("Pourquoi cette question ?").click()
    expect(why).to_be_visible()
    group.get_by_role("button", name="Mal, presque toutes les nuits").click()
    widget.sees("Question 3 sur 5")
    assert widget.fake.posts()[-1]["button"] == "sleep-bad"


def test_question_answered_in_words(widget: Widget) -> None:
    widget.open().say("question").sees("Question 2 sur 5")
    widget.say("plutôt mal").sees("Vous avez écrit : plutôt mal")
    expect(widget.button("Bien")).to_have_count(0)


def test_multiple_choice(widget: Widget) -> None:
    widget.open().say("plusieurs").sees("Question 3 sur 5")
    widget.button("Valider").click()
    expect(widget.page.get_by_text("Cochez au moins une réponse.")).to_be_visible()
    assert len(widget.fake.posts()) == 1
    widget.page.get_by_label("Une infirmière").check()
    widget.page.get_by_label("Une aide à domicile").check()
    widget.button("Valider").click()
    widget.sees("Voici ce que j'ai noté")
    assert widget.fake.posts()[-1]["buttons"] == ["help-nurse", "help-home"]
    expect(widget.items.nth(3)).to_contain_text("Vous : Une infirmière, Une aide à domicile")
    expect(widget.page.get_by_label("La famille ou les voisins")).to_have_count(0)


def test_recap_with_modifier(widget: Widget) -> None:
    widget.open().say("récapitulatif").sees("Sommeil : mal")
    widget.button("Modifier : sommeil").click()
    widget.sees("Question 2 sur 5")
    assert widget.fake.posts()[-1]["button"] == "edit-sleep"


def test_services(widget: Widget) -> None:
    widget.open().say("services").sees("Voici deux services")
    first, second = widget.page.get_by_role("article").all()
    expect(first.get_by_role("heading", level=3)).to_have_text("Plateforme de répit du Pays beaunois")
    call = first.get_by_role("link", name="Appeler le 03 80 12 34 56 (Plateforme de répit du Pays beaunois)")
    expect(call).to_have_attribute("href", "tel:0380123456")
    expect(first.get_by_role("link", name="repit@example.org")).to_have_attribute("href", "mailto:repit@example.org")
    site = first.get_by_role("link", name="Site internet")
    expect(site).to_have_attribute("href", "https://repit.example.org/")
    expect(site).to_have_attribute("rel", "noopener noreferrer")
    expect(first.get_by_role("link", name="Voir sur la carte")).to_have_attribute(
        "href", "https://www.openstreetmap.org/search?query=12%20rue%20des%20Tonneliers%2C%2021200%20Beaune"
    )
    for words in (
        "Elle remplace l'aidant à domicile",
        "à 2,4 km",
        "Pays beaunois",
        "du lundi au vendredi, 9 h à 17 h",
        "Vérifié le 5 octobre 2026.",
        "Source : FINESS",
    ):
        expect(first).to_contain_text(words)
    expect(second).to_contain_text("dans votre commune")
    expect(second).to_contain_text("À vérifier : appelez avant de vous déplacer.")
    expect(second.get_by_role("link", name="example.org")).to_have_attribute("href", "https://www.example.org/annuaire")
    widget.button("Demander qu'on me rappelle").click()
    widget.sees("Votre demande est enregistrée")


def test_stale_service_is_to_verify_and_two_numbers_are_two_links(widget: Widget) -> None:
    service = {
        "id": "s",
        "name": "Service",
        "phone": "03 80 00 00 01 / 06 00 00 00 02",
        "website": "www.example.org",
        "verified_on": "2024-01-05",
        "stale": True,
    }
    widget.fake.next_messages = [{"id": "m", "kind": "services", "services": [service]}]
    widget.open().say("Bonjour").sees("À vérifier")
    hrefs = [link.get_attribute("href") for link in widget.page.get_by_role("article").get_by_role("link").all()]
    assert hrefs == ["tel:0380000001", "tel:0600000002", "https://www.example.org/"]
    expect(widget.transcript).not_to_contain_text("Vérifié le")


def test_memo_leads_to_its_page(widget: Widget) -> None:
    widget.open().say("mémo").sees("Votre mémo")
    link = widget.page.get_by_role("link", name="Ouvrir le mémo à imprimer")
    expect(link).to_have_attribute("href", f"{widget.fake.url}/memo/abc")
    expect(widget.button("Imprimer ce mémo")).to_have_count(0)


def test_memo_without_a_page_prints_alone(widget: Widget) -> None:
    widget.open()
    widget.fake.next_messages = [{key: value for key, value in samples.MEMO.items() if key != "links"}]
    widget.say("mémo").sees("Votre mémo")
    widget.page.evaluate("window.print = () => { window.__printed = true; }")
    widget.button("Imprimer ce mémo").click()
    assert widget.page.evaluate("window.__printed")
    widget.page.emulate_media(media="print")
    expect(widget.transcript.get_by_text("Dites : « J'ai besoin de souffler. »")).to_be_visible()
    expect(widget.items.first).to_be_hidden()
    expect(widget.page.get_by_role("heading", level=1)).to_be_hidden()
    widget.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    widget.page.emulate_media(media="screen")
    expect(widget.page.get_by_role("heading", level=1)).to_be_visible()


def test_notice(widget: Widget) -> None:
    widget.open().say("notice").sees("Son code est BIVO-72")


def test_crisis_shows_the_lines_at_once_and_the_conversation_goes_on(widget: Widget) -> None:
    widget.open().listen()
    widget.say("je veux mourir").sees("Je le prends au sérieux")
    call = widget.page.locator("li.crisis").get_by_role("link", name="Appeler le 3114")
    expect(call).to_have_attribute("href", "tel:3114")
    expect(call).to_be_in_viewport()
    box = call.bounding_box()
    assert box is not None and box["height"] >= 56
    expect(widget.page.get_by_role("link", name="Écrire au 114")).to_have_attribute("href", "sms:114")
    spoken = widget.heard()
    assert [kind for kind, _ in spoken] == ["alert"]
    assert "3114 : prévention du suicide" in spoken[0][1]
    widget.button("Continuer la conversation").click()
    widget.sees("Votre demande est enregistrée")


def test_crisis_line_is_in_sight_on_a_phone(widget: Widget) -> None:
    widget.page.set_viewport_size({"width": 375, "height": 667})
    widget.open().say("je veux mourir").sees("Je le prends au sérieux")
    expect(widget.page.locator("li.crisis").get_by_role("link", name="Appeler le 3114").first).to_be_in_viewport(
        ratio=1
    )


def test_emergency_numbers_are_always_in_sight(widget: Widget) -> None:
    widget.open()
    for number in ("15", "112", "3114"):
        expect(widget.dialog.get_by_role("link", name=number, exact=True)).to_have_attribute("href", f"tel:{number}")


def test_long_text_is_announced_but_never_cut(widget: Widget) -> None:
    widget.open()
    widget.box.fill("a" * 900)
    expect(widget.page.get_by_text("Encore 100 caractères possibles.")).to_be_visible()
    widget.box.fill("a" * 1200)
    expect(widget.page.get_by_text("C'est trop long pour un seul message.")).to_be_visible()
    widget.box.press("Enter")
    widget.sees("Vous avez écrit")
    assert len(widget.fake.posts()[0]["text"]) == 1200


def test_live_region_hears_each_turn_once(widget: Widget) -> None:
    widget.open().listen()
    widget.say("question").sees("Question 2 sur 5")
    widget.button("Moyennement").click()
    widget.sees("Question 3 sur 5")
    heard = widget.heard()
    assert [kind for kind, _ in heard] == ["polite", "polite"]
    assert heard[0][1].startswith("Question 2 sur 5\nDepuis un mois, comment dormez-vous ?")
    assert "Bien, Moyennement" in heard[0][1]
    assert "Question 2" not in heard[1][1] and "question" not in heard[1][1].split("\n")[0][:8]


def test_the_samples_cover_every_kind() -> None:
    kinds = {message["kind"] for turn in [*samples.BY_TEXT.values(), [samples.OPENING]] for message in turn}
    assert kinds == {"text", "question", "services", "memo", "crisis", "notice"}
