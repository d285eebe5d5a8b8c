"""Why a request has its level, in the words of the rules of orientation, said of the person to a coordinator."""

from __future__ import annotations

from functools import lru_cache

from bot.console.labels import plain
from bot.orientation.rulebook import Rule, Rulebook, RulesError
from bot.orientation.voice import Voice
from bot.packs import PackError, Packs


def level_reasons(codes: str, door: str) -> list[str]:
    """French sentences for codes separated by spaces; a code that the rules no longer hold is shown as it is.

    :param door: who asks (carer | patient | prescriber).
    """
    voice = Voice("they", "patient" if door == "patient" else "carer")
    rules = _rules()
    said = [voice.say(rules[code].text) if code in rules else plain(code) for code in codes.split()]
    return list(dict.fromkeys(said))


@lru_cache(maxsize=1)
def _rules() -> dict[str, Rule]:
    try:
        book = Rulebook.load(also=Packs.load().rules())
    except (RulesError, PackError):
        return {}
    return {rule.code: rule for rule in (*book.levels, *book.urgent, *book.signals)}
