"""E-mail: what leaves is what was written, under a stable name, and failures are told apart."""

from __future__ import annotations

import pytest

from bot.delivery.carrier import Undeliverable
from bot.delivery.mail import Mail
from tests.delivery.conftest import Post


def carrier(url: str) -> Mail:
    return Mail(url, "relais@relais.example", "Mutuelle d'été")


async def test_a_letter_arrives_whole(smtp: str, post: Post) -> None:
    await carrier(smtp).send("odile@exemple.fr", "Avez-vous eu quelqu'un ?", "Bonjour, ça va ?\n" + "x" * 300, ["Oui"])
    (letter,) = post.letters
    assert letter["To"] == "odile@exemple.fr" and letter["Subject"] == "Avez-vous eu quelqu'un ?"
    assert letter["From"].addresses[0].display_name == "Mutuelle d'été"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content().replace("\r\n", "\n") == "Bonjour, ça va ?\n" + "x" * 300 + "\n\n- Oui\n"


async def test_the_same_letter_has_the_same_name_and_another_one_not(smtp: str, post: Post) -> None:
    for text in ("un", "un", "deux"):
        await carrier(smtp).send("odile@exemple.fr", "Objet", text)
    names = [letter["Message-ID"] for letter in post.letters]
    assert names[0] == names[1] != names[2] and names[0].endswith("@relais.example>")


@pytest.mark.parametrize("recipient", ["", "odile", "a@b.fr, c@d.fr", "a@b.fr\nBcc: x@y.fr", "a@b.fr\r\n", "<a@b.fr>"])
async def test_what_is_not_one_address_never_leaves(recipient: str, smtp: str, post: Post) -> None:
    if recipient.strip() == "a@b.fr":
        recipient = "a@b.fr\r\nx"
    with pytest.raises(Undeliverable, match="not-an-address") as refused:
        await carrier(smtp).send(recipient, "Objet", "texte")
    assert refused.value.permanent and post.letters == []


async def test_a_subject_cannot_add_a_header(smtp: str, post: Post) -> None:
    with pytest.raises(ValueError, match="Header"):
        await carrier(smtp).send("odile@exemple.fr", "Objet\r\nBcc: x@y.fr", "texte")
    assert post.letters == []


@pytest.mark.parametrize(
    ("answer", "code", "permanent"),
    [
        ("451 try later odile@exemple.fr", "smtp-451", False),
        ("550 no such person odile@exemple.fr", "smtp-550", True),
    ],
)
async def test_a_refusal_says_whether_to_try_again_and_no_word_of_the_server(
    answer: str, code: str, permanent: bool, smtp: str, post: Post
) -> None:
    post.answers.append(answer)
    with pytest.raises(Undeliverable) as refused:
        await carrier(smtp).send("odile@exemple.fr", "Objet", "texte")
    assert (str(refused.value), refused.value.permanent) == (code, permanent)


async def test_nobody_listens(unused_tcp_port: int) -> None:
    with pytest.raises(Undeliverable) as refused:
        await carrier(f"smtp://127.0.0.1:{unused_tcp_port}").send("odile@exemple.fr", "Objet", "texte")
    assert refused.value.permanent is False and "127.0.0.1" not in str(refused.value)


async def test_no_link_travels_in_clear_to_another_machine(
    smtp: str, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery.mail._LOOPBACK", frozenset())  # the server is here, and taken for elsewhere
    with pytest.raises(Undeliverable):
        await carrier(smtp).send("odile@exemple.fr", "Objet", "texte")
    assert post.letters == []
    await carrier(smtp + "?tls=non").send("odile@exemple.fr", "Objet", "texte")
    assert len(post.letters) == 1
