"""What is filled in inside a pack: procedures step by step, quizzes, questionnaires, sheets, appointments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from actions import interviews, pack_agreement
from actions.appointments import note
from actions.pack_sheet import add_to_sheet, sheet_words
from actions.pack_state import audience, count, done_steps, keep, progress, situation
from actions.registry import COMMANDS, answered, finish, leave
from actions.turn import Run, Turn
from bot import messages as m
from bot.interview.conditions import references
from bot.interview.model import Question
from bot.memos.content import french_date
from bot.packs import Item, Pack
from bot.packs.counts import ACCOMPANIED
from bot.packs.steps import LATER, STUCK

AUDIENCE = ""  # the item of a run that asks who one is
APPOINTMENT = "appointment"


def run(turn: Turn, pack: Pack, item: Item) -> None:
    """Begin, or take up again, what an item asks; its consent first when it is about health."""
    if item.consent and "screening" not in (turn.get("consents") or []):
        COMMANDS["consent"](turn, {"sheet": True, "then": {"do": "pack_item", "pack": pack.id, "item": item.id}})
        return
    if item.agreement:
        pack_agreement.ask(turn, pack, item)
        return
    engine = turn.world.engine
    names = [APPOINTMENT] if item.kind == APPOINTMENT else list(pack.questionnaire_of(item))
    known: dict[str, Any] = {}
    if item.kind == "steps":
        steps = names[0]
        names = [*item.questionnaires, steps]
        known = {ref: {"value": value} for ref, value in progress(turn, pack).get("answers", {}).items()}
        known |= {f"{steps}.{step}": {"value": "done"} for step in done_steps(turn, pack, item)}
    modes = "+".join([turn.role, *turn.modes])
    state = engine.start([name for name in names if name in engine.library], turn.prefill(), modes)
    state["answers"].update({ref: record for ref, record in known.items() if ref.partition(".")[0] in names})
    turn.set("offer", None)
    turn.start("pack", [], {"pack": pack.id, "item": item.id}, state=engine.resume(state))
    if engine.current(state) is None:
        finished(turn)
        return
    interviews.ask(turn, _opening(turn, pack, item, names, state))


def _opening(turn: Turn, pack: Pack, item: Item, names: Sequence[str], state: dict[str, Any]) -> str:
    """What is said before the first question: where one was, or what is coming."""
    if done_steps(turn, pack, item):
        return "Nous reprenons à l'étape où vous étiez."
    view = turn.world.engine.current(state)
    if item.kind == "steps" and view is not None and view.questionnaire != names[-1]:
        return "Nous avançons ensemble. D'abord, une question."
    return item.intro or turn.world.engine.library[names[-1]].intro or ""


def ask_audience(turn: Turn, pack: Pack, then: dict[str, Any]) -> None:
    """Ask who the pack speaks to, then go on with ``then``."""
    assert pack.audience is not None
    turn.start("pack", [pack.audience.questionnaire], {"pack": pack.id, "item": AUDIENCE, "then": then})
    interviews.ask(turn)


@answered("pack")
def heard(turn: Turn, ref: str) -> str | None:
    """After each answer: a step is kept or helped with, a quiz explains, an alarming answer is met at once."""
    found = _open(turn)
    if found is None:
        return ""
    pack, item, current = found
    answers = turn.world.engine.answers(current["state"])
    if item is None or ref not in answers:
        return ""
    value = answers[ref].get("value")
    question = turn.world.engine.library.question(ref)
    if item.kind == "steps":
        if ref.startswith(f"{pack.id}_{item.id}."):
            return _step(turn, pack, item, ref.partition(".")[2], str(value))
        # What is asked before the first step, once: « pourriez-vous le faire seul ? ».
        keep(turn, pack, answers={**progress(turn, pack).get("answers", {}), ref: value})
        if question is not None and (option := _option(question, value)):
            count(turn, pack, f"before.{question.id}.{option}")
        return item.intro
    words = [(question.feedback or "") if question and item.kind == "quiz" else ""]
    words += [a.text for a in item.alerts if ref in references(a.when) and situation(turn, pack, answers).holds(a.when)]
    said = turn.world.content.numbers("\n\n".join(filter(None, words)))
    turn.set("interview", {**current, "context": {**current["context"], "said": said}})
    return said


def _step(turn: Turn, pack: Pack, item: Item, name: str, value: str) -> str | None:
    if value in (LATER, STUCK):
        # Neither is an answer to keep: the step is put again when one comes back.
        current = turn.run
        state = {**current["state"], "answers": dict(current["state"]["answers"])}
        del state["answers"][f"{pack.id}_{item.id}.{name}"]
        turn.set("interview", {**current, "state": state})
        _left(turn) if value == LATER else _stuck(turn, pack, item, name)
        turn.set("interview", None)
        return None
    done = progress(turn, pack).get("done", {})
    if not any(done.values()):
        count(turn, pack, ACCOMPANIED)
    keep(turn, pack, done={**done, item.id: [*(s for s in done.get(item.id, ()) if s != name), name]})
    return "Très bien, c'est fait."


def _stuck(turn: Turn, pack: Pack, item: Item, name: str) -> None:
    """The help of the step; a line, a place near; the step can be tried again at any time."""
    step = next(s for s in item.steps if s.id == name)
    turn.set("paused", turn.run)
    keep(turn, pack)
    count(turn, pack, f"stuck.{item.id}.{name}")
    needs = list(item.needs) or ["digital_help"]
    turn.set("offer", {"do": "pack_item", "pack": pack.id, "item": item.id})
    line = turn.world.content.used_lines([step.help])
    turn.show(
        m.text(
            turn.world.content.numbers(step.help),
            [
                m.button("Réessayer cette étape", "pack_item", pack=pack.id, item=item.id),
                m.button("Un lieu près de moi", "near", needs=needs),
                m.button("Être rappelé", "call_back", service=""),
                m.button("Mon mémo à imprimer", "memo"),
            ],
            [{"label": f"Appeler le {one.number} ({one.name})", "href": one.href} for one in line]
            or turn.call_link(),
        )
    )


@leave("pack")
def _left(turn: Turn) -> None:
    """« plus tard »: what is done stays, and the same place is offered again, by a button or « reprendre »."""
    turn.set("paused", turn.run)
    turn.set("offer", {"do": "resume"})
    kept = (
        "Votre avancée est gardée." if turn.get("consents") else "Je m'en souviens tant que cette page reste ouverte."
    )
    turn.show(
        m.text(
            f"D'accord, on s'arrête là. {kept} Vous pouvez reprendre quand vous voulez.",
            [m.button("Reprendre", "resume"), m.button("Mon mémo à imprimer", "memo")],
        )
    )


@finish("pack")
def finished(turn: Turn) -> None:
    """All is answered: keep it, say what it gives, offer what follows."""
    found = _open(turn)
    if found is None:
        turn.set("interview", None)
        return
    pack, item, current = found
    answers = turn.world.engine.answers(current["state"])
    values = turn.world.engine.values(current["state"])
    agreed = pack_agreement.answered(turn, pack, item, values) if item is not None and item.agreement else ""
    turn.set("interview", None)
    if item is None:
        _audience_known(turn, pack, current, values)
        return
    said_first = current["context"].get("said", "") or agreed
    if item.kind == "sheet":
        add_to_sheet(turn, pack, item, current["state"], values)
    elif item.kind == APPOINTMENT:
        noted = note(turn, values)
        if noted is None:
            again = m.button("Écrire une autre date", "pack_item", pack=pack.id, item=item.id)
            turn.show(m.text("Je n'ai pas compris le jour. Rien n'est noté.", [again]))
            return
        said_first = noted
    elif item.kind != "quiz" and not item.agreement:
        keep(turn, pack, answers={**progress(turn, pack).get("answers", {}), **values})
    _raise_attention(turn, pack, item, answers)
    _count_end(turn, pack, item, values)
    said = [said_first, turn.world.content.numbers(item.says) or "C'est fait."]
    said += [source_line(item.sources)] if item.sources else []
    if item.kind == "sheet":
        said.append(sheet_words(turn, pack, item))
    turn.show(m.text("\n\n".join(filter(None, said)), next_buttons(turn, pack, item)))


def _raise_attention(turn: Turn, pack: Pack, item: Item, answers: dict[str, Any]) -> None:
    """A request made now carries the level and the reason that an answer gives; a level is never lowered."""
    known, now_ = situation(turn, pack, answers), dict(turn.get("attention") or {"level": 1, "reasons": []})
    for rule in item.attention:
        if known.holds(rule.when):
            now_["level"] = max(int(now_["level"]), rule.level)
            now_["reasons"] = list(dict.fromkeys([rule.reason, *now_["reasons"]]))
            turn.set("attention", now_)


def _audience_known(turn: Turn, pack: Pack, current: Run, values: dict[str, Any]) -> None:
    who = str(next(iter(values.values()), "") or "")
    keep(turn, pack, audience=who or "unknown")
    then = current["context"]["then"]
    COMMANDS[then["do"]](turn, then)


def _count_end(turn: Turn, pack: Pack, item: Item, values: dict[str, Any]) -> None:
    """Its end, and for social questionnaires that the report reads, the option chosen; never an answer about health."""
    if not item.counts:
        return
    count(turn, pack, item.counts)
    for ref, value in values.items():
        questionnaire = turn.world.engine.library.get(ref.partition(".")[0])
        question = turn.world.engine.library.question(ref)
        if questionnaire is None or question is None or questionnaire.is_medical or question.sensitive or item.consent:
            continue
        if item.kind == "questionnaire" and (option := _option(question, value)):
            count(turn, pack, f"{item.counts}.{question.id}.{option}")


def _option(question: Question, value: Any) -> str:
    """The option that a value stands for; empty for free text and lists."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return next((o.id for o in question.options if value == o.id or (o.value is not None and value == o.value)), "")


def source_line(sources: Sequence[Any]) -> str:
    """« Source : …, vue le … », or that it is still to be checked."""
    sure = next((s for s in sources if s.get("checked") != "a_verifier"), None)
    if sure is None:
        return "À vérifier : cette information n'a pas encore été confirmée par une source officielle."
    return f"Source : {sure['title']}, page vue le {french_date(str(sure['seen_on']))}."


def next_buttons(turn: Turn, pack: Pack, item: Item) -> list[m.Button]:
    """What an item says comes after it, then the menu, then a person."""
    after = item_buttons(turn, pack, [pack.items[name] for name in item.then])
    return [
        *after,
        m.button(f"Menu : {pack.title}", "pack", pack=pack.id),
        m.intent_button("Parler à une personne", "ask_human"),
    ]


def item_buttons(turn: Turn, pack: Pack, items: Sequence[Item] | Iterable[Item]) -> list[m.Button]:
    """One button for each item that stands for this person."""
    known = situation(turn, pack)
    return [m.button(item.label, "pack_item", pack=pack.id, item=item.id) for item in items if known.holds(item.when)]


def _open(turn: Turn) -> tuple[Pack, Item | None, Run] | None:
    """The pack, the item (None: who one is) and the run under way; None when a newer version no longer has them."""
    current = turn.interview
    pack = turn.world.packs.get(current["context"]["pack"]) if current else None
    if current is None or pack is None:
        return None
    name = current["context"]["item"]
    item = pack.items.get(name)
    return None if item is None and name != AUDIENCE else (pack, item, current)


__all__ = ["ask_audience", "audience", "finished", "item_buttons", "next_buttons", "run"]
