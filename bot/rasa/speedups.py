"""Two costs of Rasa 3.6 that a long conversation cannot afford, each replaced by the same result computed once.

* ``RemoteAction._validate_action_result`` builds a JSON-schema validator anew at each call (17 ms a turn);
* ``Event.resolve_by_type`` walks all subclasses of ``Event`` for each stored event.

``tests/rasa/test_speedups.py`` fails when an upgrade of Rasa changes what is replaced here.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Optional, Type

from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import Event

_original_resolve = Event.resolve_by_type


@lru_cache(maxsize=1)
def _validator() -> Any:
    schema = RemoteAction.action_response_format_spec()
    return validator_for(schema)(schema)


def _validate_action_result(_self: RemoteAction, result: dict[str, Any]) -> bool:
    _validator().validate(result)
    return True


@lru_cache(maxsize=256)
def _resolve(type_name: str, default: Optional[Type[Event]] = None) -> Optional[Type[Event]]:
    return _original_resolve(type_name, default)


def apply() -> None:
    """Put the replacements in place; applying twice is harmless."""
    RemoteAction._validate_action_result = _validate_action_result
    Event.resolve_by_type = staticmethod(_resolve)
