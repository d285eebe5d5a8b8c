"""`python -m bot score QUESTIONNAIRE '[answers in the order of the file]'`, for operators who check a file.

Prints {"total", "band", "subscales"}. It serves to verify a questionnaire file, whatever the policy on
results.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NoReturn

from bot.interview.errors import QuestionnaireError
from bot.interview.flow import asked_in
from bot.interview.loader import QUESTIONNAIRES, load_file
from bot.interview.model import Question, Questionnaire
from bot.interview.scoring import Score, score_records
from bot.interview.values import is_valid

USAGE = "Usage : python -m bot score QUESTIONNAIRE '[réponses dans l'ordre du fichier]'"
BINARY = (Decimal(0), Decimal(1))


class WrongAnswer(ValueError):
    """The answers do not fit the questionnaire; the message is a French sentence."""


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, Decimal)) and not isinstance(value, bool)


def _refuse(place: int, question: Question, wanted: str) -> NoReturn:
    raise WrongAnswer(f"Réponse {place} (« {question.id} ») : {wanted}.")


def _choice(place: int, question: Question, given: Any) -> str:
    values = {o.value: o.id for o in reversed(question.options) if o.value is not None}
    if not values:
        if isinstance(given, str) and question.option(given):
            return given
        _refuse(place, question, "il faut " + ", ".join(f'"{o.id}"' for o in question.options))
    if isinstance(given, bool) and set(values) == set(BINARY):
        given = int(given)
    if not _is_number(given) or Decimal(given) not in values:
        _refuse(place, question, "il faut un de ces nombres : " + ", ".join(str(v) for v in sorted(values)))
    return values[Decimal(given)]


def _number(place: int, question: Question, given: Any) -> Any:
    if isinstance(given, list) and question.mean_of is not None:
        if len(given) != question.mean_of:
            _refuse(place, question, f"il faut {question.mean_of} valeurs, ou leur moyenne")
        days = [_number(place, question, value) for value in given]
        return sum((Decimal(value) for value in days), Decimal(0)) / len(days)
    if not _is_number(given) or not is_valid(question, given):
        low, high = question.bounds.min, question.bounds.max
        _refuse(place, question, f"il faut un nombre de {low} à {high}")
    return given


def convert(place: int, question: Question, given: Any) -> Any:
    """One answer of the command line as the engine keeps it. Raises WrongAnswer."""
    if given is None:
        return None
    if question.type == "yes_no":
        if isinstance(given, bool) or (_is_number(given) and given in (0, 1)):
            return bool(given)
        _refuse(place, question, "il faut true ou false")
    if question.type == "single_choice":
        return _choice(place, question, given)
    if question.type in ("number", "scale"):
        return _number(place, question, given)
    if not is_valid(question, given):
        _refuse(place, question, "la réponse n'a pas la bonne forme")
    return given


def records_of(questionnaire: Questionnaire, given: Sequence[Any]) -> dict[str, Mapping[str, Any]]:
    """Records of answers in the order of the file. A question that is not scored or not asked may be left
    out.

    null is a missing answer (a refusal, where the file counts refusals). Raises WrongAnswer.
    """
    scoring = questionnaire.scoring
    if scoring is None:
        raise WrongAnswer(f"Le questionnaire « {questionnaire.id} » ne calcule pas de résultat.")
    questions = questionnaire.questions
    records: dict[str, Mapping[str, Any]] = {}
    for place, (question, item) in enumerate(zip(questions, given, strict=False), start=1):
        value = convert(place, question, item)
        if value is not None:
            records[question.ref] = {"value": value}
        elif scoring.refusal_counts:
            records[question.ref] = {"status": "skipped"}
    asked = {q.ref for q in asked_in(questionnaire, records, {})}
    left_out = [q for q in questions[len(given) :] if q.id in scoring.items and q.ref in asked]
    if left_out or len(given) > len(questions):
        count = len(questions)
        raise WrongAnswer(f"Il faut {count} réponses à « {questionnaire.id} », il y en a {len(given)}.")
    return records


def _json_number(value: Decimal | None) -> Any:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def as_json(result: Score) -> str:
    """The score as one line of JSON."""
    subscales: dict[str, dict[str, Any]] = {}
    for name, subscale in result.subscales.items():
        subscales[name] = {"total": _json_number(subscale.total)}
        if subscale.positive is not None:
            subscales[name]["positive"] = subscale.positive
    data = {"total": _json_number(result.total), "band": result.band, "subscales": subscales}
    return json.dumps(data, ensure_ascii=False)


def _forbidden(name: str) -> NoReturn:
    raise WrongAnswer(f"« {name} » n'est pas un nombre permis.")


def _read(text: str) -> list[Any]:
    try:
        data = json.loads(text, parse_float=Decimal, parse_constant=_forbidden)
    except (json.JSONDecodeError, RecursionError) as error:
        raise WrongAnswer("Les réponses doivent être une liste JSON, par exemple [1, 1, 2, 1].") from error
    if not isinstance(data, list):
        raise WrongAnswer("Les réponses doivent être une liste JSON, par exemple [1, 1, 2, 1].")
    return data


def main(argv: Sequence[str]) -> int:
    """Run the command. Returns 0, or 2 with a French sentence on the error output."""
    if list(argv) in (["-h"], ["--help"]):
        print(USAGE)
        return 0
    if len(argv) != 2:
        print(USAGE, file=sys.stderr)
        return 2
    try:
        known = {path.stem: path for path in sorted(QUESTIONNAIRES.glob("*.yml"))}
        if argv[0] not in known:
            raise WrongAnswer(f"Questionnaire inconnu : « {argv[0]} ». Connus : {', '.join(known)}.")
        questionnaire = load_file(known[argv[0]])
        result = score_records(questionnaire, records_of(questionnaire, _read(argv[1])))
    except (WrongAnswer, QuestionnaireError) as error:
        print(error, file=sys.stderr)
        return 2
    print(as_json(result))
    return 0
