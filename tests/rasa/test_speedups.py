"""What is replaced in Rasa still has the shape that was replaced, and the replacements give the same results."""

from __future__ import annotations

import importlib.util
import inspect
from typing import Any

import pytest
import rasa.core.actions.action as action_module
import rasa.engine.runner.dask as dask_module
import rasa.shared.core.domain as domain_module
import rasa.shared.core.events as events_module
import rasa.utils.endpoints as endpoints_module
from aiohttp import web
from jsonschema import ValidationError, validate
from rasa.core.actions.action import RemoteAction
from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.utils.endpoints import EndpointConfig

from bot.rasa import speedups


def _fresh(module: Any) -> Any:
    """A second copy of a module of Rasa, as it is installed, untouched by the replacements."""
    spec = importlib.util.spec_from_file_location(f"untouched_{module.__name__.rpartition('.')[2]}", module.__file__)
    assert spec is not None and spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@pytest.fixture(scope="module")
def original_action() -> Any:
    return _fresh(action_module).RemoteAction


def test_the_validation_of_an_action_has_the_shape_that_was_replaced(original_action: Any) -> None:
    method = original_action._validate_action_result
    assert list(inspect.signature(method).parameters) == ["self", "result"]
    body = inspect.getsource(method)
    assert "validate(result, self.action_response_format_spec())" in body and "return True" in body
    assert isinstance(inspect.getattr_static(original_action, "action_response_format_spec"), staticmethod)
    assert not inspect.signature(original_action.action_response_format_spec).parameters
    assert original_action.action_response_format_spec() == original_action.action_response_format_spec(), (
        "the schema does not depend on the action nor on the moment: it can be built once"
    )


def test_the_shapes_of_events_have_each_their_own_name(original_action: Any) -> None:
    each = original_action.action_response_format_spec()["properties"]["events"]["items"]
    names = [shape["properties"]["event"]["const"] for shape in each["oneOf"]]
    assert len(names) == len(set(names)) >= 20 and each["required"] == ["event"]
    assert set(speedups._validators_by_event()) == set(names)


def test_the_search_of_an_event_has_the_shape_that_was_replaced() -> None:
    # The file as it is installed: « topic » and unknown names are the only special cases.
    source = inspect.getsource(events_module)
    start = source.index("def resolve_by_type(")
    body = source[start : source.index("    def ", start + 10)]
    parameters = inspect.signature(speedups._original_resolve).parameters
    assert list(parameters) == ["type_name", "default"] and parameters["default"].default is None
    for line in ("all_subclasses(Event)", "if cls.type_name == type_name:", 'raise ValueError(f"Unknown event name'):
        assert line in body
    assert source[:start].rstrip().endswith("@staticmethod")


def test_the_replacements_are_in_place_and_twice_is_harmless() -> None:
    for _ in range(2):
        speedups.apply()
        assert RemoteAction._validate_action_result is speedups._validate_action_result
        assert Event.resolve_by_type is speedups._resolve
    assert speedups._original_resolve is not speedups._resolve


def test_every_event_is_found_as_before() -> None:
    import rasa.shared.utils.common

    names = {cls.type_name for cls in rasa.shared.utils.common.all_subclasses(Event) if getattr(cls, "type_name", None)}
    assert len(names) >= 20
    for name in names:
        assert Event.resolve_by_type(name) is speedups._original_resolve(name)
    for default in (None, Event):
        assert Event.resolve_by_type("topic", default) is speedups._original_resolve("topic", default)
    assert Event.resolve_by_type("unknown", Event) is Event


def test_an_unknown_event_is_refused_as_before_each_time() -> None:
    for _ in range(2):
        with pytest.raises(ValueError, match="Unknown event name 'unknown'"):
            Event.resolve_by_type("unknown")


GOOD = [
    {},
    {"events": [], "responses": []},
    {"events": [{"event": "slot", "name": "facts", "value": {"a": 1}}]},
    {
        "events": [{"event": "followup", "name": "action_listen"}, {"event": "active_loop", "name": "interview_form"}],
        "responses": [{"custom": {"kind": "text"}}],
    },
    {"other": 3},
    {"events": [{"event": "slot", "name": "a", "value": None, "timestamp": None, "metadata": {"x": 1}}]},
    {"events": [{"event": "reset_slots"}, {"event": "session_started"}, {"event": "rewind"}]},
]
BAD = [
    [],
    None,
    "x",
    {"events": {}},
    {"responses": "x"},
    {"responses": ["x"]},
    {"events": ["x"]},
    {"events": [{"event": "slot"}]},
    {"events": [{"event": "invented"}]},
    {"events": [{"name": "x"}]},
    {"events": [{"event": "slot", "name": "a", "value": 1}, {"event": "slot", "name": 3, "value": 1}]},
    {"events": [{"event": "slot", "name": "a", "value": 1, "timestamp": "yesterday"}]},
    {"events": [{"event": ["slot"]}]},
]


@pytest.mark.parametrize("result", GOOD)
def test_a_good_answer_of_an_action_passes_as_before(result: Any) -> None:
    validate(result, RemoteAction.action_response_format_spec())
    assert RemoteAction("action_topic", None)._validate_action_result(result) is True


@pytest.mark.parametrize("result", BAD)
def test_a_bad_answer_of_an_action_is_refused_as_before(result: Any) -> None:
    with pytest.raises(ValidationError):
        validate(result, RemoteAction.action_response_format_spec())
    with pytest.raises(ValidationError):
        RemoteAction("action_topic", None)._validate_action_result(result)


def _body(thing: Any) -> str:
    return inspect.getsource(thing)


def test_the_run_of_a_graph_has_the_shape_that_was_replaced() -> None:
    body = _body(_fresh(dask_module).DaskGraphRunner.run)
    for line in (
        "run_targets = targets if targets else self._graph_schema.target_names",
        "self._graph_schema.minimal_graph_schema(run_targets)",
        "dask.get(run_graph, run_targets)",
        'raise GraphRunError("Error running runner.") from e',
    ):
        assert line in body


class _Node:
    """A node that answers its name and what it was given, as Rasa's do."""

    def __init__(self, name: str, seen: list[str]) -> None:
        self._name, self._seen = name, seen

    def __call__(self, *given: tuple[str, Any]) -> tuple[str, Any]:
        if self._name == "broken":
            raise RuntimeError("broken")
        self._seen.append(self._name)
        return self._name, {self._name: dict(given)}


def _runner(seen: list[str]) -> DaskGraphRunner:
    needs = {
        "tokens": {"message": "__message__"},
        "intent": {"tokens": "tokens"},
        "facts": {"tokens": "tokens", "message": "__message__"},
        "parsed": {"a": "facts", "b": "intent"},
        "unasked": {"a": "tokens"},
        "broken": {"a": "tokens"},
    }
    nodes = {
        name: SchemaNode(needs=need, uses=object, fn="x", constructor_name="y", config={})
        for name, need in needs.items()
    }  # type: ignore[arg-type]
    made = DaskGraphRunner.__new__(DaskGraphRunner)
    made._graph_schema = GraphSchema(nodes)
    made._instantiated_nodes = {name: _Node(name, seen) for name in nodes}  # type: ignore[misc]
    made._execution_context = None  # type: ignore[assignment]
    return made


@pytest.mark.parametrize("targets", [["parsed"], ["intent", "facts"], ["tokens"], ["unasked"]])
def test_a_graph_gives_what_it_gave_each_node_once(targets: list[str]) -> None:
    for message in ("bonjour", {"a": 1}, None):
        seen: list[str] = []
        found = _runner(seen).run({"__message__": message}, targets)
        again: list[str] = []
        assert found == speedups._original_run(_runner(again), {"__message__": message}, targets)
        assert sorted(seen) == sorted(again) and len(seen) == len(set(seen))


def test_what_is_wrong_in_a_graph_is_said_as_before() -> None:
    with pytest.raises(GraphRunError):
        _runner([]).run({"__message__": 1}, ["broken"])
    with pytest.raises(GraphRunError, match="clashes"):
        _runner([]).run({"__message__": 1, "tokens": "tokens"}, ["parsed"])


def test_an_empty_domain_is_told_from_ours() -> None:
    assert Domain.empty().is_empty()
    assert not Domain.from_dict({"intents": ["greet"]}).is_empty()
    body = _body(_fresh(domain_module).Domain.is_empty)
    assert "return self.as_dict() == Domain.empty().as_dict()" in body


async def test_the_connection_to_the_actions_is_kept(aiohttp_server: Any) -> None:
    ports: list[Any] = []

    async def answer(request: web.Request) -> web.Response:
        ports.append(request.transport.get_extra_info("peername") if request.transport else None)
        return web.json_response({"headers": request.headers.get("X-Relais-Token"), "body": await request.json()})

    app = web.Application()
    app.router.add_post("/webhook", answer)
    server = await aiohttp_server(app)
    endpoint = EndpointConfig(str(server.make_url("/webhook")), headers={"X-Relais-Token": "t"})
    for number in range(3):
        assert await endpoint.request(json={"n": number}) == {"headers": "t", "body": {"n": number}}
    assert len(ports) == 3 and len(set(ports)) == 1
    await endpoint.__dict__["_kept_session"][1].close()
    assert await endpoint.request(json={}) == {"headers": "t", "body": {}}, "a session that was closed is opened anew"
    await endpoint.__dict__["_kept_session"][1].close()


def test_the_session_of_an_endpoint_has_the_shape_that_was_replaced() -> None:
    body = _body(_fresh(endpoints_module).EndpointConfig.session)
    assert "headers=self.headers" in body and "timeout=aiohttp.ClientTimeout(total=DEFAULT_REQUEST_TIMEOUT)" in body
    assert "async with self.session() as session" in _body(_fresh(endpoints_module).EndpointConfig.request)
    assert isinstance(EndpointConfig("http://x", basic_auth={"username": "a", "password": "b"}).basic_auth, dict)
