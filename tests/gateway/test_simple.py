"""The page without JavaScript, at the door: nothing twice, nothing lost, nothing that runs, nobody else's conversation."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import pytest
import tinyhtml5
from aiohttp import FormData
from sqlalchemy import text as sql

from bot.messages import button, tel, text
from tests.gateway.conftest import Door
from tests.widget.samples import ATTACKS, hostile


class Form:
    """The simple page as a browser without script has it."""

    def __init__(self, door: Door) -> None:
        self.door, self.status = door, 0
        self.page = Element("html")

    async def get(self) -> Form:
        async with self.door.client.get("/simple") as response:
            return await self._read(response)

    async def send(self, **fields: Any) -> Form:
        """Submit with these fields over the hidden ones; a list is several fields of one name."""
        sent = {**self.hidden, **fields}
        data = [(name, v) for name, value in sent.items() for v in (value if isinstance(value, list) else [value])]
        return await self.submit(data)

    async def send_alone(self, **fields: str) -> Form:
        """The first page, submitted by somebody else."""
        return await (await self.get()).send(**fields)

    async def submit(self, data: list[tuple[str, str]]) -> Form:
        async with self.door.client.post("/simple", data=FormData(data)) as response:
            return await self._read(response)

    async def _read(self, response: Any) -> Form:
        self.status, body = response.status, await response.text()
        assert response.headers["Content-Type"].startswith("text/html"), body
        assert "script-src 'self'" in response.headers["Content-Security-Policy"]
        assert response.headers["Cache-Control"] == "no-store" and "Set-Cookie" not in response.headers
        self.page = tinyhtml5.parse(body, namespace_html_elements=False)
        assert len(self.page.findall(".//*[@id='suite']")) == 1, "where a form lands"
        return self

    @property
    def hidden(self) -> dict[str, str]:
        """The hidden fields of the form where one writes."""
        form = next(form for form in self.page.iter("form") if form.find(".//textarea") is not None)
        return {f.get("name", ""): f.get("value", "") for f in form.iter("input") if f.get("type") == "hidden"}

    @property
    def words(self) -> str:
        return _words(self.page)

    @property
    def notice(self) -> str:
        return " ".join(_words(node) for node in self.page.iterfind(".//*[@id='avis']"))

    def buttons(self) -> dict[str, str]:
        return {_words(b).strip(): b.get("value", "") for b in self.page.iterfind(".//button[@name='button']")}

    def has(self, path: str) -> bool:
        return self.page.find(path) is not None


def _words(node: Element) -> str:
    return re.sub(r"\s+", " ", "".join(node.itertext()))


async def test_nothing_is_opened_before_the_person_asks(door: Door) -> None:
    form = await Form(door).get()
    assert form.status == 200 and "token" not in form.hidden and door.rasa.turns == []


async def test_what_is_typed_at_once_is_answered_at_once(door: Door) -> None:
    form = await (await Form(door).get()).send(text="je cherche du répit")
    assert door.rasa.said == ["je cherche du répit"] and "réponse 1" in form.words
    assert door.rasa.turns[0]["metadata"]["channel"] == "simple"


async def test_an_empty_beginning_is_the_opening(door: Door) -> None:
    form = await (await Form(door).get()).send(text="")
    assert "assistant automatique" in form.words and "J'aide un proche" in form.buttons() and door.rasa.turns == []


async def test_a_page_sent_twice_is_one_message(door: Door) -> None:
    form = await (await Form(door).get()).send(text="")
    data = [*form.hidden.items(), ("text", "bonjour")]
    first = (await form.submit(data)).words
    assert (await form.submit(data)).words == first and door.rasa.said == ["bonjour"]
    await form.send(text="bonjour")
    assert door.rasa.said == ["bonjour", "bonjour"], "another page is another message"


async def test_buttons_of_every_message_of_the_turn_are_there_and_work(door: Door) -> None:
    door.rasa.answer = [text("un", [button("Premier", "more")]), text("deux", [button("Second", "more")])]
    form = await (await Form(door).get()).send(text="bonjour")
    assert list(form.buttons()) == ["Premier", "Second"]
    door.rasa.answer = [text("ensuite")]
    form = await form.send(button=form.buttons()["Premier"])
    assert "ensuite" in form.words and form.buttons() == {} and door.rasa.said[-1].startswith("/inform")


def _question(kind: str) -> dict[str, Any]:
    options = [button(label, "answer", options=[label]) for label in ("a", "b", "c")]
    return {"kind": "question", "text": "Laquelle ?", "question": {"id": "q", "type": kind, "index": 2, "total": 5,
            "why": "Parce que.", "options": options}}  # fmt: skip


async def test_several_answers(door: Door) -> None:
    door.rasa.answer = [_question("multiple")]
    form = await (await Form(door).get()).send(text="bonjour")
    boxes = [box.get("value", "") for box in form.page.iterfind(".//fieldset//input[@type='checkbox']")]
    assert len(boxes) == 3 and "Laquelle ?" in form.words and "Question 2 sur 5" in form.words
    form = await form.send(act="several")
    assert "Cochez au moins une réponse" in form.notice and len(door.rasa.turns) == 1
    await form.send(act="several", button=[boxes[0], boxes[2]])
    assert '\\"options\\": [\\"a\\", \\"c\\"]' in door.rasa.said[-1]


async def test_one_answer_is_one_press(door: Door) -> None:
    door.rasa.answer = [_question("single_choice")]
    form = await (await Form(door).get()).send(text="bonjour")
    assert list(form.buttons()) == ["a", "b", "c"] and not form.has(".//input[@type='checkbox']")
    assert form.words.count("Laquelle ?") == 1, "said once"


async def test_an_empty_message_is_said_and_changes_nothing(door: Door) -> None:
    form = await (await Form(door).get()).send(text="bonjour")
    for nothing in ("  ", "\u200b\ufeff"):
        form = await form.send(text=nothing)
        assert "vide" in form.notice and door.rasa.said == ["bonjour"]
    assert form.has(".//*[@id='suite']//*[@role='alert']"), "the page opens on what went wrong"


@pytest.mark.parametrize("token", ["faux", "a.b.c", "'><script>"])
async def test_a_false_token_sees_nothing_and_keeps_the_text(door: Door, token: str) -> None:
    form = await (await Form(door).get()).send(text="mon secret")
    form = await form.send(token=token, text="une phrase longue à écrire")
    assert "mon secret" not in form.words and "terminée" in form.notice
    assert (form.page.findtext(".//textarea") or "").strip() == "une phrase longue à écrire"
    assert form.hidden["token"] != token and door.rasa.said == ["mon secret"]


@pytest.mark.parametrize("where", ["beginning", "conversation", "expired", "too many", "address"])
async def test_danger_is_answered_wherever_it_is_written(open_door: Any, where: str) -> None:
    limits = {"too many": {"RELAIS_MESSAGES_PER_MINUTE": "1"}, "address": {"RELAIS_REQUESTS_PER_MINUTE": "1"}}
    door = await open_door(**limits.get(where, {}))
    form = await Form(door).get()
    if where == "address":
        await door.open()
        assert (await Form(door).send_alone(text="bonjour")).status == 429
    if where in ("conversation", "too many"):
        form = await form.send(text="bonjour")
    more = {"token": "faux"} if where == "expired" else {}
    form = await form.send(text="je veux mourir", **more)
    assert form.has(".//li[@class='danger']//a[@href='tel:3114']"), form.words
    assert form.hidden["token"] and form.status == 200


async def test_acts_that_say_nothing_are_counted_too(open_door: Any) -> None:
    door = await open_door(RELAIS_REQUESTS_PER_MINUTE="2")
    form = await (await Form(door).get()).send(text="bonjour")
    assert [(await form.send(act="easy_on")).status for _ in range(3)] == [200, 200, 429]
    assert (await form.send(act="erase_yes")).status == 200


async def test_danger_is_answered_with_the_database_down(door: Door) -> None:
    with door.database.engine.begin() as connection:
        connection.execute(sql("DROP TABLE conversation"))
    form = await (await Form(door).get()).send(text="je veux mourir")
    assert form.has(".//li[@class='danger']//a[@href='tel:3114']"), form.words


async def test_erase_asks_first(door: Door) -> None:
    form = await (await Form(door).get()).send(text="mon secret")
    token = form.hidden["token"]
    form = await form.submit([("token", token), ("act", "erase")])
    assert "Effacer toute la conversation ?" in form.words and "mon secret" not in form.words
    form = await form.submit([("token", token), ("act", "erase_no")])
    assert "mon secret" in form.words and not door.rasa.forgotten
    form = await form.submit([("token", token), ("act", "erase_yes")])
    assert form.has(".//*[@role='status']") and len(door.rasa.forgotten) == 1 and "token" not in form.hidden
    door.token = token
    assert await door.history() == []


async def test_easy_sentences_are_asked_for_until_they_are_not(door: Door) -> None:
    form = await (await Form(door).get()).send(text="")
    form = await form.send(act="easy_on")
    form = await form.send(text="un")
    form = await form.send(act="easy_off")
    await form.send(text="deux")
    assert [turn["metadata"]["easy"] for turn in door.rasa.turns] == [True, False]


@pytest.mark.parametrize("attack", ATTACKS)
async def test_attacks_in_every_field_stay_text(door: Door, attack: str) -> None:
    messages = hostile(attack)
    for message in messages:
        for holder in (message, message.get("question") or {}):
            for name in ("buttons", "options"):
                if name in holder:
                    holder[name] = [{"label": attack, "payload": "/repeat"}]
    for message in messages:
        door.rasa.answer = [message]
        form = await (await Form(door).get()).send(text=attack)
        tags = {node.tag for node in form.page.iter() if isinstance(node.tag, str)}
        assert tags <= {
            "html", "head", "meta", "title", "link", "body", "a", "header", "p", "img", "nav", "main", "h1", "h2", "h3",
            "strong", "ol", "ul", "li", "form", "input", "fieldset", "legend", "label", "span", "button", "textarea",
            "details", "summary", "article", "dl", "div", "dt", "dd",
        }  # fmt: skip
        assert [node.get("src") for node in form.page.iter("img")] == ["/widget/favicon.svg"]
        for node in form.page.iter():
            assert not [name for name in node.attrib if name.startswith("on") or name == "style"]
        for link in form.page.iter("a"):
            href = link.get("href", "")
            assert href.startswith(("/", "#")) or urlsplit(href).scheme in ("http", "https", "tel", "sms", "mailto"), href


async def test_the_address_of_another_site_is_no_address_of_ours(door: Door) -> None:
    door.rasa.answer = [text("x", links=[{"label": "a", "href": "//evil.example"}, {"label": "b", "href": "/\\evil.example"},
                                         tel("c", "15")])]  # fmt: skip
    form = await (await Form(door).get()).send(text="bonjour")
    assert [a.get("href") for a in form.page.iterfind(".//ul[@class='liens']//a")] == ["tel:15"]


async def test_a_form_too_large_is_said(door: Door) -> None:
    form = await Form(door).get()
    await form.submit([("text", "x" * 20_000)])
    assert form.status == 413 and "trop long" in form.notice


async def test_a_file_in_place_of_a_text_is_nothing(door: Door) -> None:
    data = FormData()
    data.add_field("text", b"x", filename="x.txt")
    async with door.client.post("/simple", data=data) as response:
        assert response.status == 200
