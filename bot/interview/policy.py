"""Who may see what of a result. A score is never said to a person; a medical result is computed for nobody
by default.

See docs on the medical border: screening results with a medical purpose may make the software a medical
device, so
an operator must qualify the use before switching `clinical_results` on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.interview.model import Questionnaire
from bot.interview.scoring import Score, score_records

READERS = ("person", "coordinator", "protocol")


def may_compute(questionnaire: Questionnaire, reader: str, clinical_results: bool) -> bool:
    """True when a result may exist for that reader.

    person: social questionnaires only. coordinator: social, and medical when `clinical_results` is on.
    protocol: the crisis questionnaire only, for the code that chooses the reply to a danger.
    """
    if reader not in READERS:
        raise ValueError(f"lecteur inconnu : {reader}")
    if reader == "protocol":
        return questionnaire.kind == "crisis-protocol"
    if questionnaire.kind == "social":
        return True
    return reader == "coordinator" and clinical_results and questionnaire.is_medical


def result_for(
    reader: str,
    questionnaire: Questionnaire,
    records: Mapping[str, Mapping[str, Any]],
    clinical_results: bool = False,
) -> Score | None:
    """The result that `reader` (« person », « coordinator », « protocol ») may have, or None.

    A person and the protocol get the band alone, to be said in words: no number.
    """
    if not may_compute(questionnaire, reader, clinical_results):
        return None
    result = score_records(questionnaire, records)
    if reader == "coordinator":
        return result
    return replace(result, total=None, subscales={}, details={})
