"""From a ranking of intents to what to do: answer, propose the likeliest topics, or say that it is not ours.

The thresholds were chosen on cross-validated rankings (docs/understanding.md): a confidence is a probability there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from bot.understanding.clauses import clauses

OUT_OF_SCOPE = "out_of_scope"
ACTS = frozenset(
    (
        "greet",
        "goodbye",
        "thank",
        "affirm",
        "deny",
        "dont_know",
        "prefer_not_to_say",
        "go_back",
        "change_answer",
        "repeat",
        "why_ask",
        "pause",
        "resume",
        "restart",
        "ask_human",
        "bot_challenge",
        "ask_help",
        "start_screening",
        "ask_privacy",
        "erase_data",
        "export_data",
        "withdraw_consent",
        "referral_status",
        "report_wrong_info",
        "complain",
        "chitchat",
        "inform",
    )
)
SURE = 0.45  # the best intent is answered at once
OUT = 0.40  # « out of scope » is said: above the other threshold's cost, a good request must not be sent away
KNOWN = 0.10  # below, even the topics proposed would be guesses
SECOND = 0.20  # a further need is kept
CLAUSE = 0.55  # a clause says a need of its own
PROPOSED = 3

Ranking = Sequence[tuple[str, float]]


@dataclass(frozen=True)
class Decision:
    """« sure »: answer ``intents[0]``; « propose »: offer ``intents`` as buttons; « out_of_scope »; « unknown »."""

    kind: Literal["sure", "propose", "out_of_scope", "unknown"]
    intents: list[str] = field(default_factory=list)


def is_topic(name: str) -> bool:
    """Whether an intent is a need, with a card, rather than a dialogue act."""
    return name not in ACTS and name != OUT_OF_SCOPE and not name.startswith("crisis")


def decide(ranking: Ranking, text: str) -> Decision:
    """What to do with a message, from its ranking (best first). An empty ranking or text is unknown."""
    if not ranking or not any(c.isalnum() for c in text):
        return Decision("unknown")
    name, score = ranking[0]
    if name == OUT_OF_SCOPE:
        if score >= OUT:
            return Decision("out_of_scope", [name])
    elif score >= SURE:
        return Decision("sure", [name])
    likely = [other for other, other_score in ranking if is_topic(other) and other_score >= KNOWN / 2][:PROPOSED]
    if likely and sum(s for n, s in ranking if n in likely) >= KNOWN:
        return Decision("propose", likely)
    if name == OUT_OF_SCOPE:
        return Decision("out_of_scope", [name])
    # No topic is likely: the act that is, even unsurely, costs less than « I did not understand ».
    return Decision("sure" if score >= SURE / 2 and not is_topic(name) else "unknown", [name])


def needs(ranking: Ranking) -> list[str]:
    """The likely topics of a message, the best first, with those that :func:`with_clauses` has raised."""
    return [
        name for position, (name, score) in enumerate(ranking) if is_topic(name) and (position == 0 or score >= SECOND)
    ]


def with_clauses(ranking: Ranking, by_clause: Sequence[Ranking]) -> list[tuple[str, float]]:
    """The ranking, the needs that a clause says surely raised to :data:`SECOND` at least; the first stays first."""
    said = {each[0][0] for each in by_clause if each and each[0][1] >= CLAUSE and is_topic(each[0][0])}
    best, score = ranking[0]
    raised = [(name, max(own, min(SECOND, score)) if name in said else own) for name, own in ranking[1:]]
    return [(best, score), *sorted(raised, key=lambda item: -item[1])]


__all__ = ["Decision", "clauses", "decide", "is_topic", "needs", "with_clauses"]
