"""Things are killed while people write: never a false confirmation, never a silence, nothing recorded is lost."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from sqlalchemy import func, select

from bot.database import Database
from bot.referrals.models import OutboxMessage, Referral
from tests.conversations.stack import Person, Stack, started, to_the_recap


@pytest.fixture(scope="module")
def fragile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A stack of its own, whose processes are killed."""
    with started(tmp_path_factory.mktemp("fragile")) as running:
        yield running


def _down(stack: Stack) -> list[str]:
    """What readiness names, once its verdict of two seconds ago is no longer given."""
    time.sleep(2.1)
    ready = requests.get(f"{stack.url}/health/ready", timeout=20)
    assert ready.status_code == 503
    return list(ready.json()["down"])


def _recorded(stack: Stack) -> int:
    with Database(stack.settings.database_url).session() as session:
        return int(session.scalar(select(func.count()).select_from(Referral)))


def test_action_server_killed_before_the_request_is_sent(fragile: Stack) -> None:
    """No false confirmation; once it is back, the request is sent, and stands once."""
    person = Person(fragile.url)
    to_the_recap(person)
    before = _recorded(fragile)
    fragile.kill("actions")
    person.press("Oui")
    assert "enregistrée" not in person.text
    assert "03 80 00 00 00" in person.text
    assert _recorded(fragile) == before
    assert _down(fragile) == ["actions"]
    fragile.start("actions")
    fragile.wait_ready()
    person.say("oui")
    assert "enregistrée" in person.text
    assert _recorded(fragile) == before + 1
    with Database(fragile.settings.database_url).session() as session:
        assert session.scalar(select(func.count()).select_from(OutboxMessage)) == _recorded(fragile)


def test_rasa_killed_danger_still_answers(fragile: Stack) -> None:
    """Rasa down: a kind answer with a person's number; danger is answered; then the questionnaire goes on."""
    person = Person(fragile.url)
    person.say("je voudrais faire le point")
    person.press("Oui")
    asked = person.text
    fragile.kill("rasa")
    person.say("bonjour ?")
    assert "03 80 00 00 00" in person.text
    person.say("je veux mourir")
    assert person.kinds == ["crisis"]
    assert "tel:3114" in person.text
    assert _down(fragile) == ["dialogue (Rasa)"]
    fragile.start("rasa")
    fragile.wait_ready()
    person.say("répétez la question svp")
    assert asked.splitlines()[0] in person.text


def test_everything_restarted_in_the_middle_of_a_questionnaire(fragile: Stack) -> None:
    """With consent, the conversation is taken up at the same question, and its history is still there."""
    person = Person(fragile.url)
    person.say("je voudrais faire le point")
    person.press("Oui")
    person.press("Mon mari")
    asked = person.text
    for name in ("gateway", "rasa", "actions"):
        fragile.kill(name)
    fragile.start()
    fragile.wait_ready()
    assert any("Mon mari" in message.get("text", "") for message in person.history())
    person.say("pouvez-vous répéter la question ?")
    assert asked.splitlines()[0] in person.text


def test_a_button_from_before_a_restart_says_what_stands_now(fragile: Stack) -> None:
    """Without consent nothing survives the gateway: an old button is not obeyed, and not met by a silence."""
    person = Person(fragile.url)
    person.say("je cherche un accueil de jour")
    fragile.kill("gateway")
    fragile.start("gateway")
    fragile.wait_ready()
    person.press("Passer")
    assert person.status == 200


def test_nothing_typed_is_in_files_before_consent(fragile: Stack) -> None:
    """A name and a sentence are in no database file, no log: refused, failed or erased."""
    canary, sentence = "Zébulonne", "mon canari violet joue du tuba"
    person = Person(fragile.url)
    person.say(f"je m'appelle {canary} et {sentence}, j'aide ma mère à Dole")
    person.say("je veux parler à une vraie personne")
    person.press("Être rappelé")
    person.say(f"{sentence} ?")
    _to_the_recap_with(person, canary)
    person.erase()
    needles = [canary.encode(), sentence.encode(), canary.encode("ascii", "ignore"), b"canari violet"]
    for path in Path(fragile.home).rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            for needle in needles:
                assert needle not in content, f"{needle!r} in {path.name}"


def _to_the_recap_with(person: Person, name: str) -> None:
    person.say("oui")
    person.say(name)
    person.say("06 98 76 54 32")
    person.say("le matin")
    person.say("demandez le canari violet")
    person.say("oui")


def test_another_session_sees_and_changes_nothing(fragile: Stack) -> None:
    """A token opens one conversation; a body that names another changes nothing; a stolen button means nothing."""
    one, two = Person(fragile.url), Person(fragile.url)
    one.say("accueil de jour à Dole pour ma mère")
    assert "Dole" not in str(two.history())
    two.buttons = dict(one.buttons)
    two.press("Être rappelé")
    assert "assistant automatique" in two.text, "a button of somebody else only repeats where one stands"
    forged = requests.get(
        f"{fragile.url}/api/chat/messages", timeout=10, headers={"Authorization": f"Bearer {one.token[:-4]}AAAA"}
    )
    assert forged.status_code == 401
    private = requests.post(
        fragile.settings.rasa_url + "/webhooks/relais/turn", json={"sender": "x", "text": "a"}, timeout=10
    )
    assert private.status_code == 403
    actions = requests.post(fragile.settings.actions_url + "/webhook", json={}, timeout=10)
    assert actions.status_code == 403
