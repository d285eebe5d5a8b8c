"""The mapping holds in both directions, and only with words that the other registers know."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from resources_directory.importers.dila import KINDS
from resources_directory.loading import embedded_records
from resources_directory.mapping import DATA_INCLUSION, FINESS, RELAIS, mapping
from resources_directory.wording import AUDIENCES, NEEDS

SCHEMA = json.loads((Path(__file__).parent / "data" / "data-inclusion" / "service.json").read_text(encoding="utf-8"))
WORDS = {name: set(SCHEMA["$defs"][name]["enum"]) for name in ("Thematique", "TypeService", "Public", "ModeAccueil")}
WANTED = [
    "127",
    "156",
    "202",
    "207",
    "209",
    "354",
    "390",
    "395",
    "445",
    "446",
    "448",
    "449",
    "460",
    "463",
    "500",
    "501",
    "502",
    "604",
    "606",
    "609",
    "640",
    "700",
    "705",
]


def test_every_need_is_published_with_words_of_the_schema() -> None:
    words = mapping()
    assert set(words.needs) == set(NEEDS)
    for need, entry in words.needs.items():
        assert entry["themes"] and set(entry["themes"]) <= WORDS["Thematique"], need
        assert entry["type"] in WORDS["TypeService"], need
        assert words.hsds_name(need).strip(), need
    names = [words.hsds_name(n) for n in NEEDS]
    assert len(set(names)) == len(names)


def test_every_theme_that_gives_a_need_is_one_under_which_this_need_is_published() -> None:
    words = mapping()
    assert set(words.themes) <= WORDS["Thematique"]
    for theme, entry in words.themes.items():
        by_type = entry.get("by_type", {})
        assert set(by_type) <= WORDS["TypeService"]
        for need in [*entry["needs"], *(n for needs in by_type.values() for n in needs)]:
            assert theme in words.themes_of([need]), (theme, need)


@pytest.mark.parametrize(
    "need",
    [
        "caregiver_training",
        "support_group",
        "digital_help",
        "disability_rights",
        "legal_protection",
        "social_isolation",
        "transport",
        "prevention",
        "listening",
    ],
)
def test_there_and_back_by_themes(need: str) -> None:
    words = mapping()
    assert need in words.needs_of_themes(words.themes_of([need]), words.type_of([need]))


def test_food_aid_is_not_taken_for_meals_at_home() -> None:
    assert mapping().needs_of_themes(["equipement-et-alimentation--alimentation"]) == ()


def test_finess_both_ways() -> None:
    words = mapping()
    assert sorted(words.categories) == WANTED and set(words.refused) == {"462"}
    for code, kind in {**words.categories, **words.activities}.items():
        assert kind.needs and set(kind.needs) <= set(NEEDS), code
        assert set(kind.audience) <= set(AUDIENCES) and kind.reach in {"territory", "distance"}
        assert len(kind.type) <= 60
    assert [code for code, kind in words.activities.items() if "respite" in kind.needs] == ["963"]
    assert [code for code, kind in words.categories.items() if "nursing_home" in kind.needs][:2] == ["202", "448"]


def test_hsds_terms_come_back() -> None:
    words = mapping()
    for need in NEEDS:
        assert words.needs_of_hsds(RELAIS, need) == (need,)
    assert words.needs_of_hsds(FINESS, "609")[0] == "disability_rights"
    assert words.needs_of_hsds(DATA_INCLUSION, "remobilisation--lien-social") == ("social_isolation",)
    assert words.needs_of_hsds("other", "respite") == () and words.needs_of_hsds(RELAIS, "bonheur") == ()


def test_publics_both_ways() -> None:
    words = mapping()
    assert set(words.publics["ours"].values()) | set(words.publics["others"]) <= WORDS["Public"]
    assert set(words.publics["read"]) <= WORDS["Public"] and set(words.modes.values()) == WORDS["ModeAccueil"]
    assert words.publics_of(["elderly", "disabled"]) == ["seniors", "personnes-en-situation-de-handicap"]
    assert words.publics_of([]) == ["tous-publics"]
    assert words.audience_of(["seniors"], []) == ("carer", "elderly")
    assert words.audience_of(["seniors", "familles"], []) == () and words.audience_of([], []) == ()
    assert words.audience_of(["demandeurs-emploi"], ["sante--acces-aux-soins"]) is None
    assert words.audience_of(["actifs"], ["famille--soutien-aidants"]) == ()


def test_who_only_informs_is_told_in_our_words() -> None:
    words = mapping()
    types = (
        {r.type for r in embedded_records()}
        | {k.type for k in words.categories.values()}
        | {k[0] for k in KINDS.values()}
    )
    assert set(words.informers) <= types
    assert all(needs <= set(NEEDS) for needs in words.informers.values()) and words.from_afar <= set(NEEDS)
    # A département says who gives respite, and gives the allowance itself.
    assert words.informs("point d'entrée", False, "respite") and not words.informs("point d'entrée", False, "apa")
    assert words.informs("association", True, "day_care") and not words.informs("association", True, "listening")
    assert not words.informs("plateforme de répit", False, "respite")
