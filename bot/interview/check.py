"""Checks every questionnaire file and says all that is wrong: `python -m bot.interview.check [folder]`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from bot.interview.errors import QuestionnaireError
from bot.interview.loader import QUESTIONNAIRES, cross_problems, problems_of
from bot.interview.model import Questionnaire
from bot.interview.readability import MAX_WORDS, long_sentences


def check(folder: Path = QUESTIONNAIRES) -> list[QuestionnaireError]:
    """Every problem of every file of a folder, in order; an empty list when all is well."""
    found: list[QuestionnaireError] = []
    read: list[Questionnaire] = []
    files = sorted(folder.glob("*.yml"))
    if not files:
        return [QuestionnaireError(folder.name, 1, "ce dossier ne contient aucun questionnaire")]
    for path in files:
        try:
            text = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            found.append(QuestionnaireError(path.name, 1, "le fichier ne peut pas être lu"))
            continue
        errors, questionnaire = problems_of(text, path.name)
        found += errors
        if questionnaire is not None:
            read.append(questionnaire)
    found += cross_problems(read)
    for questionnaire in read:
        for question_id, sentence in long_sentences(questionnaire):
            line = questionnaire.lines.get(question_id, 1)
            reason = f"phrase de plus de {MAX_WORDS} mots : « {sentence} »"
            found.append(QuestionnaireError(f"{questionnaire.id}.yml", line, reason))
    return found


def main(argv: Sequence[str]) -> int:
    """Print the problems. Returns 1 when there are some, else 0."""
    problems = check(Path(argv[0])) if argv else check()
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
