"""What the detector answers: one small immutable value, safe to log (it never holds words of the message)."""

from __future__ import annotations

from dataclasses import dataclass

SUICIDE, HARM, ABUSE, MEDICAL, GREY = "crisis_suicide", "crisis_harm", "crisis_abuse", "crisis_medical", "grey"
DANGERS: tuple[str, ...] = (SUICIDE, HARM, ABUSE, MEDICAL)
TAKEOVER, CARING = "takeover", "caring"
UNDER_WAY, MISSING = "under_way", "missing"  # situations: rules name them, the reply and its lines depend on them


@dataclass(frozen=True, slots=True)
class Detection:
    """Class of danger heard, what to do about it, who it is about, and the names of what fired.

    ``klass``: one of :data:`DANGERS`, ``"grey"``, or None. ``outcome``: ``"takeover"`` (danger reply),
    ``"caring"`` (one direct question) or None. ``about``: ``"self"``, ``"other"`` or None.
    ``cues``: rule names, or ``"model:<class>"``; never text of the person. ``situation``: what changes the first thing
    to do (``"under_way"``: an act has begun; ``"missing"``: somebody cannot be found), or None. ``child``: a child is
    spoken of.
    """

    klass: str | None = None
    outcome: str | None = None
    about: str | None = None
    cues: tuple[str, ...] = ()
    situation: str | None = None
    child: bool = False

    @property
    def name(self) -> str:
        """The class, with its situation when there is one: ``"crisis_suicide_under_way"``; empty without a class."""
        return "_".join(part for part in (self.klass, self.situation) if part)


NOTHING = Detection()
