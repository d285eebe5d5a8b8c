"""What the schema cannot say of a questionnaire file: names that exist, bands without gap, types that fit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from bot.interview.conditions import ConditionError, parse, references
from bot.interview.yaml_lines import Path

Problem = tuple[Path, str]
CHOICES = ("single_choice", "multiple_choice")


def _doubles(items: list[dict[str, Any]], path: Path) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, item in enumerate(items):
        if item["id"] in seen:
            yield (*path, index, "id"), f"le nom « {item['id']} » est pris deux fois"
        seen.add(item["id"])


def _names(expression: str, path: Path, known: set[str], uses: set[str]) -> Iterator[Problem]:
    try:
        names = references(parse(expression))
    except ConditionError as error:
        yield path, f"condition illisible : {error}"
        return
    for name in sorted(names):
        if "." in name:
            if name.split(".")[0] not in uses:
                yield path, f"le questionnaire de « {name} » n'est pas dans « uses »"
        elif name not in known:
            yield (path, f"la condition parle de « {name} », qui n'existe pas ou vient après")


def _shape(question: dict[str, Any], path: Path) -> Iterator[Problem]:
    kind, options, bounds = (question["type"], question.get("options", []), question.get("bounds", {}))
    if kind in CHOICES and not options:
        yield path, "il manque le champ « options »"
    if kind == "scale" and not options and not {"min", "max"} <= set(bounds):
        yield path, "une échelle demande « options » ou « bounds » avec min et max"
    if kind == "scale" and any("value" not in option for option in options):
        yield (*path, "options"), "chaque option d'une échelle demande « value »"
    if kind == "yes_no" and options and [o["id"] for o in options] != ["yes", "no"]:
        yield ((*path, "options"), "les options d'une question oui/non sont « yes » puis « no »")
    if kind in ("text", "place", "date", "phone_or_email", "first_name") and options:
        yield (*path, "options"), f"une question « {kind} » n'a pas d'options"
    if question.get("keep_words") and kind != "single_choice":
        yield (*path, "keep_words"), "« keep_words » ne va qu'à une question à choix unique"
    if "min" in bounds and "max" in bounds and bounds["min"] > bounds["max"]:
        yield (*path, "bounds"), "« min » est plus grand que « max »"
    if options:
        yield from _doubles(options, (*path, "options"))


def question_problems(data: Mapping[str, Any]) -> Iterator[Problem]:
    """Problems of the questions: doubles, options and bounds that do not fit, conditions."""
    questions = data["questions"]
    yield from _doubles(questions, ("questions",))
    earlier: set[str] = set()
    for index, question in enumerate(questions):
        path: Path = ("questions", index)
        yield from _shape(question, path)
        if "condition" in question:
            uses = set(data.get("uses", []))
            yield from _names(question["condition"], (*path, "condition"), earlier, uses)
        earlier.add(question["id"])
    announced = int(str(data["length"]).split(" ")[0])
    if announced != len(questions):
        yield (("length",), f"« length » annonce {announced} questions, le fichier en a {len(questions)}")


def _bands(bands: list[dict[str, Any]], path: Path) -> Iterator[Problem]:
    previous: Any = None
    for index, band in enumerate(bands):
        low, high = band.get("min"), band.get("max")
        if low is not None and high is not None and low > high:
            yield ((*path, index), f"la tranche « {band['name']} » finit avant de commencer")
        if index and (low is None or previous is None or not previous < low <= previous + 1):
            yield ((*path, index), f"la tranche « {band['name']} » ne suit pas la précédente")
        previous = high


def _groups(scoring: Mapping[str, Any], letters: set[str]) -> Iterator[Problem]:
    for index, group in enumerate(scoring["groups"]):
        path: Path = ("scoring", "groups", index)
        for letter, points in group["points"].items():
            if letter not in letters:
                yield (*path, "points", letter), f"la réponse « {letter} » n'existe pas"
            if len(points) != len(scoring["items"]):
                yield (
                    (*path, "points", letter),
                    f"il faut {len(scoring['items'])} nombres, il y en a {len(points)}",
                )
        floors = [Decimal(str(step["from"])) for step in group["thresholds"]]
        if floors != sorted(floors, reverse=True):
            yield (*path, "thresholds"), "les seuils vont du plus grand au plus petit"


def _scored(question: Mapping[str, Any], method: str) -> bool:
    if question["type"] in ("number", "yes_no", "scale"):
        return True
    if question["type"] != "single_choice":
        return False
    return method == "groups" or all("value" in option for option in question["options"])


def scoring_problems(data: Mapping[str, Any]) -> Iterator[Problem]:
    """Problems of the scoring: items that cannot be counted, bands with gaps, groups of the wrong length."""
    scoring = data.get("scoring")
    if not scoring:
        return
    by_id = {question["id"]: question for question in data["questions"]}
    path: Path
    lists: list[tuple[Path, list[str]]] = [(("scoring", "items"), scoring["items"])]
    lists += [(("scoring", "subscales", n, "items"), s["items"]) for n, s in scoring.get("subscales", {}).items()]
    lists.append((("scoring", "weights"), list(scoring.get("weights", {}))))
    for path, names in lists:
        for name in names:
            if name not in by_id:
                yield path, f"la question « {name} » n'existe pas"
            elif not _scored(by_id[name], scoring["method"]):
                yield path, f"la question « {name} » n'a pas de valeur à compter"
    if scoring["method"] == "weighted" and set(scoring.get("weights", {})) != set(scoring["items"]):
        yield ("scoring", "weights"), "il faut un poids pour chaque question comptée"
    if scoring["method"] == "groups":
        if "groups" not in scoring or "otherwise" not in scoring:
            yield (("scoring",), "la méthode « groups » demande « groups » et « otherwise »")
        else:
            letters = {o["id"] for name in scoring["items"] for o in by_id.get(name, {}).get("options", [])}
            yield from _groups(scoring, letters)
    if "bands" in scoring:
        yield from _bands(scoring["bands"], ("scoring", "bands"))
    known = {*by_id, "total", *scoring.get("subscales", {})}
    for index, rule in enumerate(scoring.get("rules", [])):
        path = ("scoring", "rules", index, "when")
        if "when" in rule:
            yield from _names(rule["when"], path, known, set())
        elif index != len(scoring["rules"]) - 1:
            yield path[:-1], "seule la dernière règle peut se passer de « when »"


def policy_problems(data: Mapping[str, Any]) -> Iterator[Problem]:
    """What our own rules demand: a file that is off says why, a medical one says what it is."""
    if data.get("enabled") is False and "notice" not in data:
        yield ("enabled",), "un questionnaire désactivé dit pourquoi dans « notice »"
    if data["kind"] in ("medical", "screening-aid", "crisis-protocol") and "notice" not in data:
        yield ("kind",), "un questionnaire médical demande une « notice »"


ALL: tuple[Callable[[Mapping[str, Any]], Iterator[Problem]], ...] = (
    question_problems,
    scoring_problems,
    policy_problems,
)
