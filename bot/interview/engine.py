"""The engine of all questionnaires: from a state and an answer to the next state. Pure: nothing is kept
inside.

Every method takes the state (a plain JSON dict), leaves it untouched, and returns a new one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from bot.clock import today as today_here
from bot.interview import flow, own_words, views
from bot.interview.interpret import interpret
from bot.interview.loader import Library, default_library
from bot.interview.model import Question
from bot.interview.policy import result_for
from bot.interview.scoring import Score
from bot.interview.state import State, empty, modes_of, restored
from bot.interview.understand.result import Interpretation, ResolvePlace
from bot.interview.values import SKIPPED_WORDS, UNKNOWN_WORDS, from_fact, from_options, in_words, is_valid
from bot.interview.views import Outcome, Progress, QuestionView, RecapLine, question_view

# Buttons that every question may have beside its own options.
SKIP_ID, UNKNOWN_ID = "_skip", "_unknown"


class Engine:
    """Runs the questionnaires of a library.

    `resolve_place`: text -> [(code, label)], best first, one alone when it is sure. `region`: « FR » or «
    BE », for
    phone numbers. `today`: a clock, for dates and ages.
    """

    def __init__(
        self,
        library: Library | None = None,
        *,
        resolve_place: ResolvePlace | None = None,
        region: str = "FR",
        today: Callable[[], date] = today_here,
    ) -> None:
        self.library = library if library is not None else default_library()
        self.resolve_place = resolve_place
        self.region = region
        self.today = today

    # -- beginning, and what comes in on the way

    def start(
        self, questionnaire_ids: Sequence[str], prefill: Mapping[str, Any] | None = None, mode: Any = ""
    ) -> State:
        """A new state. `prefill`: facts already known, by name. `mode`: « carer », « prescriber », « easy
        », « carer+easy »…

        Raises KeyError for a questionnaire that is not in the library (unknown, or off).
        """
        state = empty(mode, self._useful(prefill or {}))
        for name in questionnaire_ids:
            state = self.add(state, name)
        return state

    def add(self, state: State, questionnaire_id: str) -> State:
        """Open one more questionnaire, after those already open. Twice is harmless. Raises KeyError if
        unknown."""
        questionnaire = self.library[questionnaire_id]
        new = restored(self.library, state)
        new["stopped"] = False
        if questionnaire_id not in new["questionnaires"]:
            new["questionnaires"].append(questionnaire_id)
            new["versions"][questionnaire_id] = questionnaire.version
        return self._prefill(new)

    def learn(self, state: State, facts: Mapping[str, Any]) -> State:
        """Facts said meanwhile: they settle questions not answered yet, never an answer already given."""
        new = restored(self.library, state)
        new["facts"].update(self._useful(facts))
        return self._prefill(new)

    def correct(self, state: State, facts: Mapping[str, Any]) -> State:
        """Facts put right by the person: they replace what was answered or prefilled to the questions that ask them."""
        new = restored(self.library, state)
        useful = self._useful(facts)
        for name in new["questionnaires"]:
            for question in self.library[name].questions:
                if any(from_fact(question, useful.get(fact), self.today()) is not None for fact in question.prefill):
                    new["answers"].pop(question.ref, None)
        return self.learn(new, useful)

    def with_mode(self, state: State, mode: Any) -> State:
        """The same interview in other modes (« easy », « patient »…), for instance once it is known who is
        ill."""
        return {**restored(self.library, state), "modes": modes_of(mode)}

    def _useful(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        """Only what some question asks: nothing else is kept in the state."""
        wanted = {name for q in self.library.values() for question in q.questions for name in question.prefill}
        return {name: fact for name, fact in facts.items() if name in wanted and fact is not None}

    def _fact(self, state: State, question: Question) -> Any | None:
        for name in question.prefill:
            value = from_fact(question, state["facts"].get(name), self.today())
            if value is not None:
                return value
        return None

    def _prefill(self, state: State) -> State:
        for name in state["questionnaires"]:
            for question in self.library[name].questions:
                if question.ref in state["answers"] or question.prefill_confirm:
                    continue
                value = self._fact(state, question)
                if value is not None:
                    state["answers"][question.ref] = {"value": value, "prefilled": True}
        return state

    # -- the question

    def current(self, state: State) -> QuestionView | None:
        """The question to put now; None when all is answered or the person stopped."""
        sound = restored(self.library, state)
        question = None if sound["stopped"] else flow.pending(self.library, sound)
        if question is None:
            return None
        questionnaire = self.library[question.ref.partition(".")[0]]
        put = [
            q
            for q in flow.path(self.library, sound)
            if q.ref.startswith(questionnaire.id + ".") and (flow.by_person(sound, q) or q.ref == question.ref)
        ]
        known = sound["answers"].get(question.ref)
        suggestion = known.get("value") if known else self._fact(sound, question)
        place = (put.index(question) + 1, len(put))
        return question_view(question, questionnaire, sound["modes"], place, suggestion, sound["candidates"])

    # -- answers

    def answer(self, state: State, text: str | None = None, option_ids: Sequence[str] | None = None) -> Outcome:
        """One answer, typed or by buttons. At most one clarification, then « ne sait pas », never a guess."""
        sound = restored(self.library, state)
        question = None if sound["stopped"] else flow.pending(self.library, sound)
        if question is None:
            return Outcome(sound, "finished", "finished")
        if option_ids is not None:
            return self._buttons(sound, question, [str(item) for item in option_ids])
        said = self.understand(sound, question, text or "")
        if said.kind == "other":
            return Outcome(sound, "not_an_answer", "not_an_answer", question.ref)
        if said.kind in ("skip", "unknown"):
            return self._pass(sound, question, "skipped" if said.kind == "skip" else "unknown")
        if said.kind == "answer" and is_valid(question, said.value):
            words = own_words.kept(question, sound["said"], text or "")
            return self._record(sound, question, {"value": said.value, **words}, "accepted")
        return self._clarify(sound, question, said, own_words.kept(question, sound["said"], text or ""))

    def understand(self, state: State, question: Question, text: str) -> Interpretation:
        """What a text says of a question, with the places just proposed."""
        candidates: tuple[tuple[str, str], ...] = tuple((c, label) for c, label in state.get("candidates", []))
        return interpret(
            question,
            text,
            resolve_place=self.resolve_place,
            today=self.today(),
            candidates=candidates,
            # « 0470 12 34 56 » is a mobile in Belgium, and would pass for a number of the south-east of France.
            region="BE" if "belgian" in state.get("modes", ()) else self.region,
        )

    def _buttons(self, state: State, question: Question, ids: list[str]) -> Outcome:
        if ids in ([SKIP_ID], [UNKNOWN_ID]):
            return self._pass(state, question, "skipped" if ids == [SKIP_ID] else "unknown")
        value: Any = from_options(question, ids)
        if question.type == "place" and len(ids) == 1:
            value = next(({"code": c, "label": label} for c, label in state["candidates"] if c == ids[0]), None)
        if value is None:
            # A button of another question: it changes nothing and does not use up the clarification.
            return Outcome(state, "clarify", "clarify_choices", question.ref)
        return self._record(state, question, {"value": value}, "accepted")

    def _record(self, state: State, question: Question, record: dict[str, Any], message: str) -> Outcome:
        state["answers"][question.ref] = record
        state.update({"at": None, "tries": 0, "said": "", "candidates": []})
        if flow.pending(self.library, state) is None:
            return Outcome(state, "finished", message, question.ref)
        return Outcome(state, "accepted", message, question.ref)

    def _pass(self, state: State, question: Question, status: str) -> Outcome:
        if not question.skip:
            return Outcome(state, "clarify", "cannot_skip", question.ref)
        return self._record(state, question, {"status": status}, status)

    def _clarify(self, state: State, question: Question, said: Interpretation, words: dict[str, str]) -> Outcome:
        reason = said.reason or "clarify_choices"
        if state["tries"] and not said.candidates:
            if question.skip:
                return self._record(state, question, {"status": "unknown", **words}, "moved_on")
            return Outcome(state, "clarify", "still_needed", question.ref)
        if state["tries"] and state["candidates"] and question.skip:
            return self._record(state, question, {"status": "unknown"}, "moved_on")
        state.update({"tries": 1, **words})
        state["candidates"] = [list(pair) for pair in said.candidates]
        bounds = question.bounds
        values = {"min": str(bounds.min or 0), "max": str(bounds.max if bounds.max is not None else "")}
        return Outcome(state, "clarify", reason, question.ref, values)

    # -- commands

    def skip(self, state: State) -> Outcome:
        """« passer »: the question is left unanswered, by choice."""
        return self.answer(state, option_ids=[SKIP_ID])

    def unknown(self, state: State) -> Outcome:
        """« je ne sais pas »."""
        return self.answer(state, option_ids=[UNKNOWN_ID])

    def back(self, state: State) -> Outcome:
        """« revenir »: the question put before the present one; its answer is kept until another is given."""
        new = restored(self.library, state)
        new.update({"tries": 0, "said": "", "candidates": [], "stopped": False})
        questions = flow.path(self.library, new)
        now = flow.pending(self.library, new)
        place = questions.index(now) if now else len(questions)
        earlier = [q for q in questions[:place] if q.ref in new["answers"]]
        put = [q for q in earlier if flow.by_person(new, q)] or earlier
        if not put:
            return Outcome(new, "clarify", "nothing_before", now.ref if now else None)
        new["at"] = put[-1].ref
        return Outcome(new, "accepted", "back", put[-1].ref)

    def modify(self, state: State, question_ref: str) -> Outcome:
        """« modifier »: put that question again. One that does not apply changes nothing."""
        new = restored(self.library, state)
        if question_ref not in {q.ref for q in flow.path(self.library, new)}:
            return Outcome(new, "not_an_answer", "unknown_question")
        new.update({"at": question_ref, "tries": 0, "said": "", "candidates": [], "stopped": False})
        return Outcome(new, "accepted", "modify", question_ref)

    def forget(self, state: State, question_refs: Sequence[str]) -> State:
        """Drop these answers: they are asked again, the others stand."""
        new = restored(self.library, state)
        new["answers"] = {ref: kept for ref, kept in new["answers"].items() if ref not in question_refs}
        new.update({"at": None, "tries": 0, "said": "", "candidates": [], "stopped": False})
        return new

    def stop(self, state: State) -> State:
        """« arrêter »: no more questions; the answers given stay."""
        return {**restored(self.library, state), "stopped": True}

    def resume(self, state: State) -> State:
        """Take an interview up again, where it was; also after a restart or a new version of the files."""
        return self._prefill({**restored(self.library, state), "stopped": False})

    # -- what is known

    def answers(self, state: State) -> dict[str, dict[str, Any]]:
        """The records that count, by full name: those of questions that (still) apply."""
        sound = restored(self.library, state)
        known = sound["answers"]
        return {q.ref: known[q.ref] for q in flow.path(self.library, sound) if q.ref in known}

    def values(self, state: State) -> dict[str, Any]:
        """What was answered, by full name; a question that was passed over is not there."""
        return {ref: record["value"] for ref, record in self.answers(state).items() if "value" in record}

    def recap(self, state: State) -> list[RecapLine]:
        """Every answer in words, also the prefilled ones, in order."""
        sound = restored(self.library, state)
        lines = []
        for ref, record in self.answers(sound).items():
            question = self.library.question(ref)
            questionnaire = self.library[ref.partition(".")[0]]
            if question is None:
                continue
            others = views.third_person(questionnaire, sound["modes"])
            status = record.get("status", "answered")
            fixed = {"skipped": SKIPPED_WORDS, "unknown": UNKNOWN_WORDS}
            words = fixed[status] if status in fixed else in_words(question, record["value"], others)
            if "said" in record:  # without a choice, the words are the answer
                words = f"« {record['said']} »" if status == "unknown" else f"{words} (« {record['said']} »)"
            text = question.short or views.wording(question, questionnaire, sound["modes"])
            prefilled = record.get("prefilled", False)
            lines.append(RecapLine(ref, questionnaire.id, text, words, status, prefilled, question.sensitive))
        return lines

    def progress(self, state: State) -> Progress:
        """Over all open questionnaires, without the questions that a fact settled."""
        sound = restored(self.library, state)
        put = [q for q in flow.path(self.library, sound) if flow.by_person(sound, q)]
        now = None if sound["stopped"] else flow.pending(self.library, sound)
        done = sum(1 for q in put if q.ref in sound["answers"])
        return Progress(done, len(put), now.ref.partition(".")[0] if now else None)

    def result_for(
        self, state: State, reader: str, questionnaire_id: str, clinical_results: bool = False
    ) -> Score | None:
        """The result that a reader (« person », « coordinator », « protocol ») may have; see policy.py."""
        return result_for(reader, self.library[questionnaire_id], self.answers(state), clinical_results)
