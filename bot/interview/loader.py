"""Reads and validates the questionnaire files, once, at start."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from bot.interview import checks
from bot.interview.build import build
from bot.interview.conditions import references
from bot.interview.errors import QuestionnaireError, in_french, where
from bot.interview.model import Question, Questionnaire
from bot.interview.yaml_lines import Lines, YamlProblem, read
from bot.yaml_files import read_yaml

HERE = Path(__file__).resolve().parent
QUESTIONNAIRES = HERE / "questionnaires"


@lru_cache(maxsize=1)
def _validator() -> Draft202012Validator:
    return Draft202012Validator(read_yaml(HERE / "schema.yml"))


def _line(lines: Lines, path: Iterable[Any]) -> int:
    """The line of a path, or of the nearest thing around it."""
    parts = tuple(path)
    while parts and parts not in lines:
        parts = parts[:-1]
    return lines.get(parts, 1)


def problems_of(text: str, name: str) -> tuple[list[QuestionnaireError], Questionnaire | None]:
    """All problems of a file's text, and the questionnaire when there is none. `name`: file name, for
    messages."""
    try:
        data, lines = read(text)
    except YamlProblem as problem:
        return [QuestionnaireError(name, problem.line, problem.reason)], None
    found = sorted(_validator().iter_errors(data), key=lambda e: _line(lines, where(e)))
    if found:
        return [QuestionnaireError(name, _line(lines, where(e)), in_french(e)) for e in found], None
    errors = [
        QuestionnaireError(name, _line(lines, path), reason) for check in checks.ALL for path, reason in check(data)
    ]
    if data["id"] != Path(name).stem:
        errors.append(QuestionnaireError(name, _line(lines, ("id",)), "« id » n'est pas le nom du fichier"))
    return errors, None if errors else build(data, lines)


def load_file(path: Path) -> Questionnaire:
    """One questionnaire. Raises QuestionnaireError (the first problem of the file)."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionnaireError(path.name, 1, "le fichier ne peut pas être lu") from error
    errors, questionnaire = problems_of(text, path.name)
    if errors or questionnaire is None:
        raise errors[0]
    return questionnaire


class Library(Mapping[str, Questionnaire]):
    """The questionnaires in use, by id."""

    def __init__(self, questionnaires: Iterable[Questionnaire]) -> None:
        self._by_id: dict[str, Questionnaire] = {q.id: q for q in questionnaires}
        self._questions: dict[str, Question] = {
            question.ref: question for q in self._by_id.values() for question in q.questions
        }

    @classmethod
    def load(
        cls,
        folder: Path = QUESTIONNAIRES,
        *,
        enabled: Iterable[str] = (),
        disabled: Iterable[str] = (),
        include_all: bool = False,
        also: Iterable[Questionnaire] = (),
    ) -> Library:
        """Read a folder. `enabled` turns on files that are off by default (AGGIR), `disabled` leaves some
        out. `also`: questionnaires read elsewhere (packs).

        Raises QuestionnaireError at the first wrong file, and for a condition on a question that does not
        exist.
        """
        wanted, unwanted = set(enabled), set(disabled)
        everything = [*(load_file(path) for path in sorted(folder.glob("*.yml"))), *also]
        for error in cross_problems(everything):
            raise error
        return cls(q for q in everything if q.id not in unwanted and (include_all or q.enabled or q.id in wanted))

    def question(self, ref: str) -> Question | None:
        """The question of that full name (« bsfc_s.q1 »), or None."""
        return self._questions.get(ref)

    def __getitem__(self, key: str) -> Questionnaire:
        return self._by_id[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)


def cross_problems(questionnaires: Iterable[Questionnaire]) -> Iterator[QuestionnaireError]:
    """Conditions on a question that its questionnaire does not have. A questionnaire left out is no error."""
    known = {q.id: {question.id for question in q.questions} for q in questionnaires}
    for questionnaire in questionnaires:
        for question in questionnaire.questions:
            if question.condition is None:
                continue
            for name in sorted(references(question.condition)):
                other, _, wanted = name.partition(".")
                if wanted and other in known and wanted not in known[other]:
                    line = questionnaire.lines.get(question.id, 1)
                    reason = f"la condition parle de « {name} », qui n'existe pas"
                    yield QuestionnaireError(f"{questionnaire.id}.yml", line, reason)


@lru_cache(maxsize=1)
def default_library() -> Library:
    """The shipped questionnaires, read once; those that are off by default stay off."""
    return Library.load()
