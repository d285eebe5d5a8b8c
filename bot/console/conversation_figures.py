"""What the counts by day say of the conversations: how many, how far people go, what they think of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.console.context import Context
from bot.console.labels import channel
from bot.counts import tally
from bot.interview.loader import Library, default_library

# Only what a person goes through to take stock: the small questions of a dialogue (« quelle commune ? ») are no path.
PATH = "stock"
OPINION = "satisfaction"
_SMALL = frozenset(
    {"place", "reference", "report", "callback", "confirm_erase", "confirm_referral", "consent_referral", OPINION}
    | {"new_contact", "new_person", "appointment", "reminder", "consent_reminder", "consent_follow_up", "follow_up"}
)


@dataclass(frozen=True)
class Step:
    """One question: how often it was put, and answered or passed."""

    text: str
    questionnaire: str
    asked: int
    answered: int

    @property
    def kept(self) -> float:
        """The share that went on, 0 to 1."""
        return min(1.0, self.answered / self.asked) if self.asked else 0.0


@dataclass(frozen=True)
class Opinion:
    """How often an answer was given."""

    question: str
    answer: str
    number: int


@dataclass(frozen=True)
class Talk:
    """Everything, since a day."""

    channels: dict[str, int]
    started: int
    finished: int
    callbacks: int
    unanswered: int
    steps: tuple[Step, ...]
    opinions: tuple[Opinion, ...]

    @property
    def conversations(self) -> int:
        """How many people wrote at least once."""
        return sum(self.channels.values())

    def summary(self) -> list[tuple[str, int]]:
        """The totals in words."""
        return [
            *((f"conversations par {channel(code)}", number) for code, number in sorted(self.channels.items())),
            ("points commencés", self.started),
            ("points terminés", self.finished),
            ("demandes de rappel allées au bout", self.callbacks),
            ("messages sans réponse sûre", self.unanswered),
        ]


def read(context: Context, since: datetime) -> Talk:
    """Read the counts. They hold no territory: everybody who may see figures sees these."""
    library, day = default_library(), since.date()

    def of(kind: str) -> dict[tuple[str, str], int]:
        return tally.read(context.session, kind, day)

    started, finished = of("started"), of("finished")
    return Talk(
        {key: number for (key, _), number in of("conversation").items()},
        started.get((PATH, ""), 0),
        finished.get((PATH, ""), 0),
        finished.get(("confirm_referral", ""), 0),
        sum(of("unanswered").values()),
        _steps(library, of("asked"), of("answered")),
        _opinions(library, of("opinion")),
    )


def _steps(
    library: Library, asked: dict[tuple[str, str], int], answered: dict[tuple[str, str], int]
) -> tuple[Step, ...]:
    """In the order of the questionnaires, those of taking stock only."""
    counted = {ref.partition(".")[0] for ref, _ in asked} & _names(library)
    ordered = sorted(counted, key=lambda name: (name != "essential", name))
    return tuple(
        Step(
            question.short or question.text,
            library[name].title,
            asked[question.ref, ""],
            answered.get((question.ref, ""), 0),
        )
        for name in ordered
        for question in library[name].questions
        if (question.ref, "") in asked
    )


def _names(library: Library) -> set[str]:
    return set(library) - _SMALL


def _opinions(library: Library, given: dict[tuple[str, str], int]) -> tuple[Opinion, ...]:
    if OPINION not in library:
        return ()
    return tuple(
        Opinion(question.text, option.label, given.get((question.ref, option.id), 0))
        for question in library[OPINION].questions
        for option in question.options
        if any(ref == question.ref for ref, _ in given)
    )
