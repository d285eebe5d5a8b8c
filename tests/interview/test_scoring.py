"""Scores: every vector worked by hand, missing answers, exact decimals, and the whole AGGIR table."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.interview import Library, score
from bot.interview.score_command import main

VECTORS = yaml.safe_load((Path(__file__).parent / "vectors.yml").read_text("utf-8"))
CASES = [(name, case) for name, cases in VECTORS.items() for case in cases]


def run(name: str, answers: Any, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any], str]:
    code = main([name, answers if isinstance(answers, str) else json.dumps(answers)])
    out, err = capsys.readouterr()
    return code, json.loads(out) if out else {}, err


@pytest.mark.parametrize(("name", "case"), CASES, ids=[f"{n}-{i}" for i, (n, _) in enumerate(CASES)])
def test_vector(name: str, case: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    code, result, _ = run(name, case["answers"], capsys)
    assert code == 0
    assert set(result) == {"total", "band", "subscales"}
    assert (result["total"], result["band"]) == (case["total"], case["band"])
    if "positive" in case:
        positive = [scale for scale, found in result["subscales"].items() if found["positive"]]
        assert positive == case["positive"]


def test_every_scored_questionnaire_has_vectors(library: Library) -> None:
    scored = {name for name, q in library.items() if q.scoring}
    assert scored == set(VECTORS)


@pytest.mark.parametrize("name", ["phq4", "bsfc_s", "find", "epices", "lsns6", "ucla3", "pro2_crohn", "pro2_uc"])
def test_one_missing_answer_gives_no_score(name: str, library: Library) -> None:
    questionnaire = library[name]
    assert questionnaire.scoring
    full = {
        q.id: True if q.type == "yes_no" else (q.options[0].id if q.options else 1) for q in questionnaire.questions
    }
    if name == "pro2_crohn":
        full = {"pain": 1, "stools": 2}
    assert score(questionnaire, full).band is not None or name == "ucla3"
    for missing in questionnaire.scoring.items:
        result = score(questionnaire, {**full, missing: None})
        assert (result.total, result.band, dict(result.subscales)) == (None, None, {})


def test_aggir_without_a_variable_gives_no_rank(library: Library) -> None:
    letters = {q.id: "A" for q in library["aggir"].questions[:-1]}
    assert score(library["aggir"], letters).band is None


def test_epices_is_exact(library: Library) -> None:
    yes = {"health_cover", "holidays", "family", "housing_help", "material_help"}
    answers = {q.id: q.id in yes for q in library["epices"].questions}
    result = score(library["epices"], answers)
    assert result.total == Decimal("30.17")
    assert result.band == "precarious"


def test_epices_stays_between_0_and_100(library: Library) -> None:
    questions = library["epices"].questions
    totals = [
        score(library["epices"], dict(zip((q.id for q in questions), values, strict=True))).total
        for values in product([True, False], repeat=len(questions))
    ]
    assert min(t for t in totals if t is not None) == 0
    assert max(t for t in totals if t is not None) == 100


def test_aggir_gives_each_of_the_6561_profiles_one_group(library: Library) -> None:
    questionnaire = library["aggir"]
    names = [q.id for q in questionnaire.questions]
    found = Counter(
        score(questionnaire, dict(zip(names, letters, strict=True))).band for letters in product("ABC", repeat=8)
    )
    assert sum(found.values()) == 6561
    assert set(found) == {f"GIR {n}" for n in range(1, 7)}


@pytest.mark.parametrize(
    ("name", "answers", "says"),
    [
        ("phq4", [1, 1, 2], "4 réponses"),
        ("phq4", [1, 1, 2, 1, 0], "4 réponses"),
        ("phq4", [1, 1, 2, 4], "Réponse 4"),
        ("phq4", [1, -1, 2, 1], "Réponse 2"),
        ("phq4", [1, 1.5, 2, 1], "Réponse 2"),
        ("phq4", [1, "un", 2, 1], "Réponse 2"),
        ("phq4", [True, 1, 2, 1], "Réponse 1"),
        ("phq4", [[1], 1, 2, 1], "Réponse 1"),
        ("phq4", [{"a": 1}, 1, 2, 1], "Réponse 1"),
        ("phq4", "[1, 1, 2, NaN]", "nombre permis"),
        ("phq4", "[1, 1, 2", "liste JSON"),
        ("phq4", '{"a": 1}', "liste JSON"),
        ("phq4", "[" * 100000, "liste JSON"),
        ("epices", [2] + [False] * 10, "true ou false"),
        ("epices", ["oui"] + [False] * 10, "true ou false"),
        ("epices", [False] * 10, "11 réponses"),
        ("aggir", ["D"] + ["A"] * 7, "Réponse 1"),
        ("aggir", [1] + ["A"] * 7, "Réponse 1"),
        ("aggir", ["A"] * 7, "8 réponses"),
        ("find", [2, 0, 0, 0, 0], "Réponse 1"),
        ("pro2_crohn", [4, 0], "de 0 à 3"),
        ("pro2_crohn", [[1, 1, 1], 0], "7 valeurs"),
        ("asq", [True, False, False, False], "5 réponses"),
        ("digital_ease", [True], "6 réponses"),
        ("satisfaction", [6, 1], "Réponse 1"),
        ("essential", ["spouse"], "ne calcule pas"),
        ("nothing", [1], "inconnu"),
    ],
)
def test_wrong_answers_are_refused(name: str, answers: Any, says: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, result, err = run(name, answers, capsys)
    assert (code, result) == (2, {})
    assert says in err
    assert err.strip().endswith(".")


def test_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    assert main(["phq4"]) == 2
    assert "Usage" in capsys.readouterr().err


def test_a_missing_answer_in_the_command_gives_no_score(capsys: pytest.CaptureFixture[str]) -> None:
    code, result, _ = run("phq4", [1, None, 2, 1], capsys)
    assert (code, result) == (0, {"total": None, "band": None, "subscales": {}})
