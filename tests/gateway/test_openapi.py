"""The document and the door agree: the same routes, and real answers have the shapes that it promises."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import jsonschema
import pytest
import yaml
from openapi_spec_validator import validate_spec

from bot.gateway.chat_api import MOST_BUTTONS
from bot.gateway.errors import SENTENCES
from bot.messages import button, effect, intent_button, services, text
from bot.privacy import consent
from bot.privacy.vault import Vault
from bot.referrals.lifecycle import STATES
from bot.referrals.log import Request, record
from bot.referrals.reference import new_reference
from tests.gateway.conftest import Door
from tests.sources import ROOT

Open = Callable[..., Awaitable[Door]]
DOCUMENT: dict[str, Any] = yaml.safe_load((ROOT / "bot" / "gateway" / "openapi.yml").read_text("utf-8"))
SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]


def _resolved(part: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in part:
        found: Any = DOCUMENT
        for name in part["$ref"].removeprefix("#/").split("/"):
            found = found[name]
        part = found
    return part


def validate(value: Any, schema: dict[str, Any]) -> None:
    """Check ``value`` against a schema of the document."""
    jsonschema.validate(value, {**schema, "components": DOCUMENT["components"]}, cls=jsonschema.Draft4Validator)


async def answered(
    door: Door, method: str, path: str, body: Any = None, *, to: str | None = None, status: int, **options: Any
) -> Any:
    """Make a call and check its status and shape against what the document says of ``to`` (else of ``path``)."""
    got, answer = await door.call(method, path, body, **options)
    documented = DOCUMENT["paths"][to or path][method.lower()]["responses"]
    assert got == status and str(status) in documented, (got, answer)
    schema = _resolved(documented[str(status)])["content"]["application/json"]["schema"]
    validate(answer, schema)
    return answer


def test_the_document_is_correct_openapi() -> None:
    validate_spec(DOCUMENT)


async def test_the_document_and_the_routes_agree_both_ways(door: Door) -> None:
    served = {
        (route.method.lower(), route.resource.canonical)
        for route in door.client.app.router.routes()
        if route.resource is not None
        and route.resource.canonical.startswith(("/api/", "/health/"))
        and route.method != "HEAD"
    }
    written = {(method, path) for path, operations in DOCUMENT["paths"].items() for method in operations}
    assert written == served


def test_every_operation_says_when_it_needs_the_token_and_how_it_fails() -> None:
    for path, operations in DOCUMENT["paths"].items():
        for method, operation in operations.items():
            secured = bool(operation.get("security"))
            assert secured == ("401" in operation["responses"]), (method, path)
            assert path.startswith("/health/") or {"403", "503"} <= set(operation["responses"]), (method, path)


def test_the_limits_written_are_those_of_the_code() -> None:
    turn = SCHEMAS["Turn"]["properties"]
    assert turn["buttons"]["maxItems"] == MOST_BUTTONS
    assert set(SCHEMAS["Refusal"]["properties"]["error"]["properties"]["code"]["enum"]) == set(SENTENCES)
    assert set(SCHEMAS["ReferralStatus"]["properties"]["state"]["enum"]) == set(STATES)


def _examples() -> list[tuple[str, Any, dict[str, Any]]]:
    found = []
    for path, operations in DOCUMENT["paths"].items():
        for method, operation in operations.items():
            parts = [(f"{method} {path} {code}", _resolved(answer)) for code, answer in operation["responses"].items()]
            if "requestBody" in operation:
                parts.append((f"{method} {path} body", operation["requestBody"]))
            for name, part in parts:
                content = part["content"]["application/json"]
                values = (
                    [content["example"]]
                    if "example" in content
                    else [example["value"] for example in content.get("examples", {}).values()]
                )
                found += [(name, value, content["schema"]) for value in values]
    return found


@pytest.mark.parametrize(
    ("name", "value", "schema"), _examples(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_example_has_the_shape_it_illustrates(name: str, value: Any, schema: dict[str, Any]) -> None:
    validate(value, schema)


def test_a_wrong_shape_is_noticed() -> None:
    message = {"id": "1", "kind": "text", "text": "x"}
    validate({"messages": [message]}, SCHEMAS["Messages"])
    for wrong in (
        {**message, "payload": "/x"},
        {**message, "kind": "effect"},
        {**message, "buttons": [{"id": "1"}]},
        {**message, "links": [{"label": "x", "href": "javascript:alert(1)"}]},
        {"kind": "text", "text": "x"},
    ):
        with pytest.raises(jsonschema.ValidationError):
            validate({"messages": [wrong]}, SCHEMAS["Messages"])


@pytest.mark.parametrize(
    ("turn", "right"),
    [
        ({"text": "a"}, True),
        ({"button": "a"}, True),
        ({"buttons": ["a"]}, True),
        ({"text": "a", "client_message_id": "m-1"}, True),
        ({}, False),
        ({"text": "a", "button": "b"}, False),
        ({"text": 3}, False),
        ({"buttons": []}, False),
        ({"text": "a", "client_message_id": "é"}, False),
        ({"buttons": ["a"] * 21}, False),
        ({"button": "x" * 65}, False),
    ],
)
async def test_the_turn_that_is_documented_is_the_one_that_is_taken(
    door: Door, turn: dict[str, Any], right: bool
) -> None:
    valid = jsonschema.Draft4Validator(SCHEMAS["Turn"]).is_valid(turn)
    status, _ = await door.call("POST", "/api/chat/messages", turn)
    assert valid is right and (status == 200) is right


async def test_real_answers_have_the_documented_shapes(open_door: Open) -> None:
    door = await open_door()
    door.token = (await answered(door, "POST", "/api/chat/sessions", status=201, token=""))["token"]
    for messages in (
        [text("Voici.", [button("Suite", "more")], [{"label": "Portail", "href": "https://exemple.fr"}])],
        [
            services(
                "Voici :",
                [
                    {
                        "id": "1",
                        "name": "Répit",
                        "why": "près d'ici",
                        "distance_km": 1.2,
                        "phone": "03 80 00 00 00",
                        "verified_on": "2026-11-01",
                        "to_verify": True,
                        "source": "x",
                        "territory": "y",
                    }
                ],
            )
        ],
        [
            {
                **text("Dormez-vous ?", [intent_button("Passer", "prefer_not_to_say")], kind="question"),
                "question": {
                    "id": "e.s",
                    "questionnaire": "e",
                    "index": 1,
                    "total": 5,
                    "why": "pour trouver",
                    "type": "single",
                    "options": [button("Oui", "answer", options=["yes"])],
                },
            }
        ],
        [effect("export"), text("Vos données.")],
        [],
        [effect("replay")],
    ):
        door.rasa.answer = messages
        await answered(door, "POST", "/api/chat/messages", {"text": "bonjour"}, status=200)
    for danger in ("je veux mourir", "je sers à rien", "a" * 1200):
        await answered(door, "POST", "/api/chat/messages", {"text": danger}, status=200)
    await answered(door, "GET", "/api/chat/messages", status=200)
    await answered(door, "GET", "/api/chat/export", status=200)
    await answered(door, "DELETE", "/api/chat/session", status=200)
    await answered(door, "GET", "/health/live", status=200)


async def test_real_refusals_have_the_documented_shapes(open_door: Open) -> None:
    door = await open_door(RELAIS_MESSAGES_PER_MINUTE="1")
    await door.open()
    await answered(door, "POST", "/api/chat/messages", {}, status=400)
    await answered(door, "POST", "/api/chat/messages", {"text": "a" * 9000}, status=413)
    await answered(door, "POST", "/api/chat/messages", {"text": "bonjour"}, status=200)
    await answered(door, "POST", "/api/chat/messages", {"text": "bonjour"}, status=429)
    for method, path in (
        ("POST", "/api/chat/messages"),
        ("GET", "/api/chat/messages"),
        ("DELETE", "/api/chat/session"),
        ("GET", "/api/chat/export"),
    ):
        await answered(door, method, path, {"text": "bonjour"}, status=401, token="x")
        await answered(door, method, path, {"text": "bonjour"}, status=403, headers={"Origin": "https://mechant.fr"})
    await answered(door, "GET", "/api/chat/export/x", to="/api/chat/export/{ticket}", status=404)
    await answered(door, "GET", "/api/referrals/x", to="/api/referrals/{reference}", status=404)
    door.rasa.answer = []
    await answered(door, "GET", "/health/ready", status=503)


async def test_real_referrals_and_health_have_the_documented_shapes(door: Door) -> None:
    with door.database.session() as session:
        agreed = int(consent.grant(session, "s", "referral", "texte", "1").id)
    code = record(
        door.database,
        Vault(door.secrets.encryption_keys),
        Request("s", "r", "respite", agreed, "O", "06"),
        new_reference().code,
    )
    await answered(door, "GET", f"/api/referrals/{code}", to="/api/referrals/{reference}", status=200)
    await answered(door, "GET", "/health/ready", status=200)
