"""Costs of Rasa 3.6 that every turn pays again, each replaced by the same result computed once.

* ``RemoteAction._validate_action_result`` builds a JSON-schema validator anew at each call (17 ms a turn), and tries
  all shapes of an event on each event (2 ms a turn with a search);
* ``Event.resolve_by_type`` walks all subclasses of ``Event`` for each stored event;
* ``DaskGraphRunner.run`` cuts the graph down to its targets, and has dask sort it, three times a turn (1 ms a turn);
* ``Domain.is_empty``, asked at each message, builds an empty domain to compare with;
* ``EndpointConfig.session`` opens a connection to the action server at each action, and closes it.

``tests/rasa/test_speedups.py`` fails when an upgrade of Rasa changes what is replaced here.
"""

from __future__ import annotations

import asyncio
from functools import lru_cache
from typing import Any, Dict, List, Optional, Sequence, Tuple, Type

import aiohttp
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.core.constants import DEFAULT_REQUEST_TIMEOUT
from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import GraphNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.utils.endpoints import EndpointConfig

KEPT_SECONDS = 2.0  # an idle connection: Sanic closes it after five, and what is sent just then is lost
_original_resolve = Event.resolve_by_type
_original_run = DaskGraphRunner.run
_original_session = EndpointConfig.session
_Steps = List[Tuple[str, GraphNode, Tuple[str, ...]]]


@lru_cache(maxsize=1)
def _validator() -> Any:
    schema = RemoteAction.action_response_format_spec()
    return validator_for(schema)(schema)


@lru_cache(maxsize=1)
def _validators_by_event() -> dict[str, Any]:
    """The schema of each event apart: the whole one tries all of its 23 shapes on each event."""
    each = RemoteAction.action_response_format_spec()["properties"]["events"]["items"]
    common = {name: value for name, value in each.items() if name != "oneOf"}
    shapes = [{**common, "allOf": [shape]} for shape in each["oneOf"]]
    names = [shape["properties"]["event"]["const"] for shape in each["oneOf"]]
    # Each shape asks for a name of its own, so at most one fits: « one of » is « the one of that name ».
    return {name: validator_for(shape)(shape) for name, shape in zip(names, shapes, strict=True)}


def _fits(event: Any) -> bool:
    name = event.get("event") if isinstance(event, dict) else None
    known = _validators_by_event().get(name) if isinstance(name, str) else None
    return known is not None and known.is_valid(event)


def _validate_action_result(_self: RemoteAction, result: dict[str, Any]) -> bool:
    rest = result
    if isinstance(result, dict) and isinstance(events := result.get("events"), list) and all(map(_fits, events)):
        rest = {**result, "events": []}
    _validator().validate(rest)  # what did not fit is said as before
    return True


@lru_cache(maxsize=256)
def _resolve(type_name: str, default: Optional[Type[Event]] = None) -> Optional[Type[Event]]:
    return _original_resolve(type_name, default)


def _steps(runner: DaskGraphRunner, targets: Sequence[str], given: Sequence[str]) -> Optional[_Steps]:
    """The nodes that ``targets`` need, each after those it needs; None when an input is missing."""
    nodes = runner._graph_schema.minimal_graph_schema(list(targets)).nodes
    done, steps, left = set(given), [], dict(nodes)
    while left:
        ready = [name for name, node in left.items() if done.issuperset(node.needs.values())]
        if not ready:
            return None
        for name in ready:
            steps.append((name, runner._instantiated_nodes[name], tuple(left.pop(name).needs.values())))
            done.add(name)
    return steps


def _run(
    self: DaskGraphRunner, inputs: Optional[Dict[str, Any]] = None, targets: Optional[List[str]] = None
) -> Dict[str, Any]:
    wanted = tuple(targets or self._graph_schema.target_names)
    known: Dict[Any, Optional[_Steps]] = self.__dict__.setdefault("_steps_by_question", {})
    question = (wanted, frozenset(inputs or ()))
    if question not in known:
        known[question] = _steps(self, wanted, tuple(inputs or ()))
    steps = known[question]
    if steps is None or any(name in self._instantiated_nodes for name in inputs or ()):
        return _original_run(self, inputs, targets)  # whatever is wrong is said as Rasa says it
    found: Dict[str, Tuple[str, Any]] = {name: (name, value) for name, value in (inputs or {}).items()}
    try:
        for name, node, needs in steps:
            found[name] = node(*(found[need] for need in needs))
    except RuntimeError as error:
        raise GraphRunError("Error running runner.") from error
    return {name: found[name][1] for name in wanted}


@lru_cache(maxsize=1)
def _nothing() -> Dict[str, Any]:
    return Domain.empty().as_dict()


def _is_empty(self: Domain) -> bool:
    return self.as_dict() == _nothing()


def _session(self: EndpointConfig) -> Any:
    return _original_session(self) if self.basic_auth else _Kept(self)


class _Kept:
    """A client session that outlives the ``async with`` it is used by; one for each endpoint and event loop."""

    def __init__(self, endpoint: EndpointConfig) -> None:
        self._endpoint = endpoint

    async def __aenter__(self) -> aiohttp.ClientSession:
        kept = self._endpoint.__dict__.get("_kept_session")
        loop = asyncio.get_running_loop()
        if kept is None or kept[0] is not loop or kept[1].closed:
            session = aiohttp.ClientSession(
                headers=self._endpoint.headers,
                timeout=aiohttp.ClientTimeout(total=DEFAULT_REQUEST_TIMEOUT),
                connector=aiohttp.TCPConnector(keepalive_timeout=KEPT_SECONDS),
            )
            kept = self._endpoint.__dict__["_kept_session"] = (loop, session)
        return kept[1]

    async def __aexit__(self, *_: object) -> None:
        """Left open for the next action."""


def apply() -> None:
    """Put the replacements in place; applying twice is harmless."""
    RemoteAction._validate_action_result = _validate_action_result
    Event.resolve_by_type = staticmethod(_resolve)
    DaskGraphRunner.run = _run
    Domain.is_empty = _is_empty
    EndpointConfig.session = _session
