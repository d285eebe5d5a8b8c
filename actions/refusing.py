"""« je ne veux pas faire le point », « pas d'aide à domicile, j'ai pas confiance »: a refusal is heard as one.

The words of what is refused look like a request for it; what is refused is left, and something else is offered.
"""

from __future__ import annotations

import re

from actions import search
from actions.offers import doors
from actions.registry import on_words
from actions.turn import Turn
from bot import messages as m
from bot.orientation.topics import lowered

_REFUSES = re.compile(
    r"^(?:non |mais |et |merci |ah |euh |franchement )*(?:(?:je|on) (?:ne )?(?:veux|veut|voulons|souhaite|tiens) "
    r"(?:pas|plus|surtout pas)"
    r"|(?:surtout )?pas (?:de|d'|du|des)\b|pas question)"
)
_PLACE = re.compile(r"\b(?:ville|commune|adresse|code postal|ou (?:j'habite|je (?:vis|suis)|on habite)|lieu)\b")
_STOCK = re.compile(r"\bfaire le point\b|\b(?:vos|de|des|aux|tes) questions?\b|\bquestionnaire\b")
_PHONE = re.compile(r"\btelephone\b|\btel\b|\btelephoner\b|\bappeler\b|\bappels?\b")
_LONG = 12  # words: longer, the message says what is wanted too
SERVICES = frozenset(
    {"respite", "day_care", "temporary_stay", "home_help", "home_nursing", "meal_delivery", "remote_alarm"}
    | {"nursing_home", "home_adaptation", "transport", "support_group", "digital_help", "listening"}
)
OTHERS = ("respite", "day_care", "meal_delivery", "listening", "support_group")


def _refuses(turn: Turn, what: re.Pattern[str] | None = None) -> bool:
    if turn.in_form or len(turn.text.split()) > _LONG or not _REFUSES.match(turn.normal):
        return False
    return what is None or bool(what.search(turn.normal))


@on_words("refuses_stock", lambda turn: _refuses(turn, _STOCK))
def no_questions(turn: Turn) -> None:
    """« je ne veux pas faire le point »."""
    turn.offer("next", "refused")
    turn.say("no_questions", doors()[::2])


@on_words("refuses_place", lambda turn: _refuses(turn, _PLACE))
def no_place(turn: Turn) -> None:
    """« je veux pas donner ma ville »: what answers in the whole country, when the need is known."""
    needs = (turn.facts.get("needs") or [])[:1]
    if needs:
        search.show(turn, needs, None)
        return
    turn.offer("next", "refused")
    turn.say("no_place", doors())


@on_words("refuses_phone", lambda turn: _refuses(turn, _PHONE))
def no_phone(turn: Turn) -> None:
    """« pas de téléphone »: by mail, on paper."""
    turn.offer("call_back", "refused", service="")
    turn.say(
        "no_phone", [m.button("Écrire à quelqu'un", "call_back", service=""), m.button("Mon mémo à imprimer", "memo")]
    )


@on_words("refuses_need", lambda turn: _refuses(turn) and turn.intent in SERVICES)
def no_such_help(turn: Turn) -> None:
    """« pas d'aide à domicile »: left, and something else is offered."""
    refused = turn.intent
    kept = {name: [need for need in turn.facts.get(name) or () if need != refused] for name in ("needs", "waiting")}
    turn.set("facts", {**turn.facts, **kept})
    content = turn.world.content
    titles = {need: content.card(need, turn.country).title for need in OTHERS if need != refused}
    turn.offer("next", "refused")
    turn.show(
        m.text(
            turn.words("no_such_help", service=lowered(content.card(refused, turn.country).title)),
            [*(m.button(title, "topic", topic=need) for need, title in titles.items()), *doors()[2:]],
        )
    )
