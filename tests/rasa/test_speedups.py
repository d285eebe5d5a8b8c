"""What is replaced in Rasa still has the shape that was replaced, and the replacements give the same results."""

from __future__ import annotations

import importlib.util
import inspect
from typing import Any

import pytest
import rasa.core.actions.action as action_module
import rasa.shared.core.events as events_module
from jsonschema import ValidationError, validate
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import Event

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
