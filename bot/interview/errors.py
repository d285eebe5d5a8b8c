"""A wrong questionnaire file, said so that an editor can mend it: file, line, reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from jsonschema.exceptions import ValidationError


class QuestionnaireError(ValueError):
    """A questionnaire file is wrong. `str()` gives « fichier, ligne 12 : raison »."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(f"{file}, ligne {line} : {reason}.")
        self.file = file
        self.line = line
        self.reason = reason


TYPES = {
    "string": "un texte",
    "number": "un nombre",
    "integer": "un nombre entier",
    "boolean": "true ou false",
    "array": "une liste",
    "object": "un ensemble de champs",
}


def _where(path: Sequence[Any]) -> str:
    names = [str(part) for part in path if not isinstance(part, int)]
    return f"« {names[-1]} »" if names else "le fichier"


def _extra(error: ValidationError) -> str:
    """The first field that the schema does not know."""
    schema: Any = error.schema
    value: Any = error.instance
    return str(sorted(set(value) - set(schema.get("properties", {})))[0])


def where(error: ValidationError) -> tuple[Any, ...]:
    """The path to show: that of the unknown field itself, or of what the error is about."""
    path = tuple(error.absolute_path)
    return (*path, _extra(error)) if error.validator == "additionalProperties" else path


def in_french(error: ValidationError) -> str:
    """One French sentence (without full stop) for an error of the schema."""
    wanted: Any = error.validator_value
    place, rule = _where(error.absolute_path), error.validator
    value: Any = error.instance
    if rule == "required":
        missing = [name for name in wanted if name not in value]
        return f"il manque le champ « {missing[0]} »"
    if rule == "additionalProperties":
        return f"le champ « {_extra(error)} » n'existe pas"
    if rule == "enum":
        return f"{place} vaut « {value} », au lieu d'une de ces valeurs : {', '.join(map(str, wanted))}"
    if rule == "type":
        return f"{place} doit être {TYPES.get(str(wanted), str(wanted))}"
    if rule == "pattern":
        return f"{place} n'a pas la bonne forme (« {value} »)"
    if rule in ("minLength", "minItems"):
        return f"{place} est trop court"
    if rule == "uniqueItems":
        return f"{place} contient deux fois la même valeur"
    return f"{place} n'a pas une valeur permise"
