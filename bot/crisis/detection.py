"""What the detector answers: one small immutable value, safe to log (it never holds words of the message)."""

from __future__ import annotations

from dataclasses import dataclass

SUICIDE, HARM, ABUSE, MEDICAL, GREY = "crisis_suicide", "crisis_harm", "crisis_abuse", "crisis_medical", "grey"
DANGERS: tuple[str, ...] = (SUICIDE, HARM, ABUSE, MEDICAL)
TAKEOVER, CARING = "takeover", "caring"


@dataclass(frozen=True, slots=True)
class Detection:
    """Class of danger heard, what to do about it, who it is about, and the names of what fired.

    ``klass``: one of :data:`DANGERS`, ``"grey"``, or None. ``outcome``: ``"takeover"`` (danger reply),
    ``"caring"`` (one direct question) or None. ``about``: ``"self"``, ``"other"`` or None.
    ``cues``: rule names, or ``"model:<class>"``; never text of the person.
    """

    klass: str | None = None
    outcome: str | None = None
    about: str | None = None
    cues: tuple[str, ...] = ()


NOTHING = Detection()
