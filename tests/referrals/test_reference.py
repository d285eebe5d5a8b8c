"""The code of a request: its shape, its check digit, and finding it in what a person writes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.referrals.reference import SYLLABLES, Reference, find_reference, new_reference

_SHAPE = re.compile(r"[BDFKLMPRTVZAEIOU]{6}-[BDFKLMPRTVZAEIOU]{8}-\d")
references = st.builds(
    Reference, *(st.lists(st.sampled_from(SYLLABLES), min_size=n, max_size=n).map("".join) for n in (3, 4))
)


def test_a_code_can_be_said_on_the_phone() -> None:
    codes = {new_reference().code for _ in range(300)}
    assert len(codes) == 300 and all(_SHAPE.fullmatch(code) for code in codes)
    # Confused by ear or by eye: C/S, G/J, N/M, Q/K, W/V, H, X, Y.
    assert not set("CGHJNQSWXY") & set("".join(codes))


@given(references)
def test_a_code_is_found_again_as_it_was_given(reference: Reference) -> None:
    assert find_reference(reference.code) == reference


@given(
    references,
    st.sampled_from(
        [
            "{c}",
            "  {c}  ",
            "mon code est {c}.",
            "({c})",
            "Code : {c}\nmerci",
            "« {c} »",
            "c'est le {c}, j'attends depuis lundi",
            "{c} ?",
            "06 11 22 33 44 et {c}",
        ]
    ),
    st.sampled_from([str.upper, str.lower, str.title]),
)
def test_a_code_is_found_inside_a_sentence_in_any_case(reference: Reference, sentence: str, case: object) -> None:
    assert find_reference(sentence.format(c=case(reference.code))) == reference  # type: ignore[operator]


@given(references, st.sampled_from(["", " ", "  ", "-", " - ", "–", ".", ". "]), st.sampled_from(["", " ", "-", " – "]))
def test_spaces_dashes_and_dots_do_not_matter(reference: Reference, one: str, two: str) -> None:
    digit = reference.code[-1]
    assert find_reference(f"{reference.public}{one}{reference.secret}{two}{digit}") == reference


@given(references, st.integers(1, 9))
def test_a_wrong_check_digit_is_refused(reference: Reference, shift: int) -> None:
    wrong = (int(reference.code[-1]) + shift) % 10
    assert find_reference(f"{reference.public}-{reference.secret}-{wrong}") is None


def _caught(changed: list[tuple[str, str]]) -> float:
    return sum(find_reference(after + before[-2:]) is None for before, after in changed) / len(changed)


def test_most_typing_errors_are_caught_and_no_letter_is_left_unchecked() -> None:
    by_place: dict[int, list[tuple[str, str]]] = {}
    for _ in range(400):
        code = new_reference().code
        letters = code[:-2]
        for place, letter in enumerate(letters):
            if letter == "-":
                continue
            others = "AEIOU" if letter in "AEIOU" else "BDFKLMPRTVZ"
            by_place.setdefault(place, []).extend(
                (code, letters[:place] + other + letters[place + 1 :]) for other in others if other != letter
            )
    rates = {place: _caught(changed) for place, changed in by_place.items()}
    assert len(rates) == 14 and min(rates.values()) > 0.8, rates
    assert _caught([pair for changed in by_place.values() for pair in changed]) > 0.9


def test_most_swapped_syllables_are_caught() -> None:
    changed = []
    for _ in range(400):
        code = new_reference().code
        swapped = code[2:4] + code[:2] + code[4:-2]
        if swapped != code[:-2]:
            changed.append((code, swapped))
    assert _caught(changed) > 0.8


@pytest.mark.parametrize(
    "text",
    [
        "",
        "bonjour",
        "KABOTU",
        "KABOTU-MIDORELA",
        "06 11 22 33 44",
        "4",
        "/status",
        "KABOTU-MIDORELA-",
        "KABOTUMIDORELA44",
        "1 KABOTU-MIDORELA-KABOTU",
    ],
)
def test_what_is_no_code_is_no_code(text: str) -> None:
    assert find_reference(text) is None


@given(st.text(max_size=200))
def test_no_text_breaks_the_search(text: str) -> None:
    found = find_reference(text)
    assert found is None or find_reference(found.code) == found


def test_only_a_hash_of_the_secret_is_kept_and_the_public_half_salts_it() -> None:
    one, two = Reference("KABOTU", "MIDORELA"), Reference("KABOTA", "MIDORELA")
    assert re.fullmatch(r"[0-9a-f]{64}", one.secret_hash) and "MIDORELA" not in one.secret_hash.upper()
    assert one.secret_hash != two.secret_hash
