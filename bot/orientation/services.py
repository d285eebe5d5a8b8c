"""Which needs to look up for an assessment, and how many services of each."""

from __future__ import annotations

from bot.orientation.assessment import Assessment

# Nothing weighs: prevention is what is left, and it is never nothing.
DEFAULT = "prevention"


def wanted(assessment: Assessment) -> tuple[str, ...]:
    """The needs to search services for, the first one first."""
    return tuple(need.code for need in assessment.first_needs) or (DEFAULT,)
