"""Questionnaires as data files, and the pure engine that runs them."""

from bot.interview.engine import SKIP_ID, UNKNOWN_ID, Engine
from bot.interview.errors import QuestionnaireError
from bot.interview.interpret import interpret
from bot.interview.loader import Library, default_library
from bot.interview.messages import message_text
from bot.interview.model import Question, Questionnaire
from bot.interview.scoring import Score, score
from bot.interview.understand.result import Interpretation
from bot.interview.views import Outcome, Progress, QuestionView, RecapLine

__all__ = [
    "SKIP_ID",
    "UNKNOWN_ID",
    "Engine",
    "Interpretation",
    "Library",
    "Outcome",
    "Progress",
    "Question",
    "QuestionView",
    "Questionnaire",
    "QuestionnaireError",
    "RecapLine",
    "Score",
    "default_library",
    "interpret",
    "message_text",
    "score",
]
