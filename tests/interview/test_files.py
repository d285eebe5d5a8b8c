"""Files: the shipped ones are right, and a wrong one is named with its line and the reason."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.interview import Library, QuestionnaireError
from bot.interview.check import check, main
from bot.interview.loader import load_file, problems_of
from bot.interview.readability import MAX_WORDS, figures, long_sentences, measure, syllables, texts_of

TABLE = """essential bsfc_s phq4 find aggir epices digital_ease lsns6 ucla3 seven_domains pro2_crohn
pro2_uc asq satisfaction follow_up ibd_quiz callback"""
GOOD = """id: good
version: "1.0"
title: Essai
audience: [carer]
subject: carer
kind: social
wording: official
licence: MIT
source: Relais
length: 2 questions, 1 minute
questions:
  - id: one
    type: yes_no
    text: Une question ?
    why: Pour essayer la lecture.
  - id: two
    type: single_choice
    text: Une autre question ?
    why: Pour essayer la lecture.
    condition: one == true
    options:
      - {id: a, label: Un, value: 1}
      - {id: b, label: Deux, value: 2}
scoring:
  method: sum
  items: [one, two]
  bands:
    - {name: low, min: 0, max: 1}
    - {name: high, min: 2, max: 3}
"""


def test_the_shipped_files_are_right() -> None:
    assert check() == []
    assert main([]) == 0


def test_the_files_of_the_table_are_there(library: Library) -> None:
    assert set(TABLE.split()) <= set(library)


def test_the_good_file_is_read() -> None:
    errors, questionnaire = problems_of(GOOD, "good.yml")
    assert errors == []
    assert questionnaire is not None and [q.ref for q in questionnaire.questions] == ["good.one", "good.two"]


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("kind: social", "kind: sociale", 6, "« kind » vaut « sociale »"),
        ("title: Essai\n", "", 1, "il manque le champ « title »"),
        ("licence: MIT", "licence: MIT\nlicense: MIT", 9, "« license » n'existe pas"),
        ("licence: MIT", "licence: MIT\nlicence: MIT", 9, "écrit deux fois"),
        (
            "    why: Pour essayer la lecture.\n    condition",
            "    condition",
            16,
            "il manque le champ « why »",
        ),
        ("type: yes_no", "type: oui_non", 13, "« type » vaut « oui_non »"),
        ("id: two", "id: one", 16, "« one » est pris deux fois"),
        ("condition: one == true", "condition: three == true", 20, "« three »"),
        ("condition: one == true", "condition: one ==", 20, "s'arrête trop tôt"),
        ("condition: one == true", "condition: other.one == true", 20, "« uses »"),
        ("id: b, label: Deux, value: 2", "id: a, label: Deux, value: 2", 23, "« a » est pris deux fois"),
        ("id: b, label: Deux, value: 2", "id: b, label: Deux", 26, "n'a pas de valeur à compter"),
        ("id: b, label: Deux, value: 2", 'id: b, label: Deux, value: "2"', 23, "doit être un nombre"),
        ("items: [one, two]", "items: [one, three]", 26, "« three » n'existe pas"),
        ("min: 2, max: 3", "min: 4, max: 3", 29, "finit avant de commencer"),
        ("min: 2, max: 3", "min: 5, max: 9", 29, "ne suit pas"),
        ("length: 2 questions", "length: 3 questions", 10, "annonce 3 questions"),
        ("length: 2 questions, 1 minute", "length: court", 10, "bonne forme"),
        ("kind: social", "kind: medical", 6, "notice"),
        ("id: good", "id: bad", 1, "nom du fichier"),
        ("audience: [carer]", "audience: [carer", 5, "YAML mal formé"),
        ("audience: [carer]", "audience: carer", 4, "doit être une liste"),
        ("method: sum", "method: magic", 25, "« method » vaut « magic »"),
        ("  - id: one\n    type: yes_no", "  - id: one\n    type: multiple_choice", 12, "« options »"),
    ],
)
def test_a_wrong_file_is_named_with_its_line(old: str, new: str, line: int, says: str, tmp_path: Path) -> None:
    assert old in GOOD
    path = tmp_path / "good.yml"
    path.write_text(GOOD.replace(old, new, 1), "utf-8")
    with pytest.raises(QuestionnaireError) as caught:
        load_file(path)
    message = str(caught.value)
    assert says in message
    assert re.match(rf"good\.yml, ligne {line} : .*\.$", message), message
    assert main([str(tmp_path)]) == 1


def test_a_condition_on_a_question_that_another_file_does_not_have(tmp_path: Path) -> None:
    (tmp_path / "good.yml").write_text(GOOD, "utf-8")
    other = GOOD.replace("id: good", "id: other").replace("wording:", "uses: [good, left_out]\nwording:")
    (tmp_path / "other.yml").write_text(other.replace("one == true", "good.one == true or left_out.x missing"), "utf-8")
    assert set(Library.load(tmp_path)) == {"good", "other"}
    (tmp_path / "other.yml").write_text(other.replace("one == true", "good.nine == true"), "utf-8")
    with pytest.raises(QuestionnaireError, match=r"good\.nine"):
        Library.load(tmp_path)


@pytest.mark.parametrize("text", ["", "[]", "3", "~", "\x00", "a: &b [*b]", "!!python/object:os.system {}", "- " * 500])
def test_a_file_that_is_not_a_questionnaire(text: str) -> None:
    errors, questionnaire = problems_of(text, "good.yml")
    assert errors and questionnaire is None


def test_an_empty_folder_is_said(tmp_path: Path) -> None:
    assert "aucun questionnaire" in str(check(tmp_path)[0])


def test_every_question_has_a_humane_reason_and_easy_words(library: Library) -> None:
    ours = TABLE.split()
    for name in ours:
        for question in library[name].questions:
            assert question.easy, question.ref
            assert question.why.endswith("."), question.ref
            assert not re.search(r"\b(score|statisti|obligatoire)", question.why), question.ref
            assert len(question.easy.split()) <= len(question.text.split()) + 3, question.ref


def test_no_sentence_is_long(library: Library) -> None:
    found = [(q.id, *found) for q in library.values() for found in long_sentences(q)]
    assert found == []
    assert MAX_WORDS == 15


def test_paraphrases_say_so_and_medical_files_have_a_notice(library: Library) -> None:
    for name in (
        "bsfc_s",
        "phq4",
        "find",
        "aggir",
        "epices",
        "lsns6",
        "ucla3",
        "pro2_crohn",
        "pro2_uc",
        "asq",
    ):
        assert library[name].wording == "paraphrase"
        assert library[name].notice
    assert "permission écrite" in (library["aggir"].notice or "")
    assert "indicatif" in (library["aggir"].notice or "").lower()
    assert not library["aggir"].enabled


def test_no_phone_number_lives_in_a_questionnaire(library: Library) -> None:
    for questionnaire in library.values():
        for question in questionnaire.questions:
            for text in texts_of(question):
                assert not re.search(r"\b(3\d{3}|0 ?800|15|112)\b", text), question.ref


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("aide", 1),
        ("santé", 2),
        ("maladie", 3),
        ("inquiète", 2),
        ("eau", 1),
        ("oui", 1),
        ("créer", 2),
        ("forte", 1),
    ],
)
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


def test_kandel_moles_by_hand() -> None:
    # 2 sentences of 3 words, 6 words, 7 syllables: 207 - 1.015 x 3 - 73.6 x 7 / 6
    found = figures("x", ["Je dors mal. Tu vas bientôt."])
    assert (found.sentences, found.words, found.longest) == (2, 6, 3)
    assert found.kandel_moles == round(207 - 1.015 * 3 - 73.6 * 7 / 6, 1)
    with pytest.raises(ValueError, match="aucun mot"):
        figures("x", ["…"])


def test_our_questions_are_easy_to_read(library: Library) -> None:
    rows = {row.name: row for row in measure(library)}
    assert rows["(questions)"].kandel_moles >= 80
    assert rows["(easy)"].words_per_sentence <= rows["(questions)"].words_per_sentence
    assert rows["(why)"].words_per_sentence <= 12
