"""Reads one pack's folder and refuses what cannot work, in a French sentence that names the file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.interview.conditions import ConditionError, Node, parse, references
from bot.interview.errors import QuestionnaireError
from bot.interview.loader import load_file, problems_of
from bot.interview.model import Questionnaire
from bot.packs.hears import read_hears
from bot.packs.local import read_locals
from bot.packs.model import AGREEMENTS, KINDS, Alert, Attention, Audience, Item, Pack, PackError, Step
from bot.packs.situation import KINDS as COMPUTED
from bot.packs.situation import NAMES
from bot.packs.steps import questionnaire_data
from bot.yaml_files import read_mapping

_FIELDS = {
    "steps": "steps", "questionnaire": "questionnaires", "quiz": "questionnaires", "sheet": "questionnaires",
    "card": "card", "search": "needs", "workshops": "needs", "menu": "items", "do": "do", "level": "levels",
}  # fmt: skip


def read_pack(folder: Path) -> Pack:
    """The pack of a folder.

    :raises PackError: a file is missing, is not YAML, or says something that cannot work.
    """
    raw = _yaml(folder / "pack.yml")
    cards = _optional(folder / "cards.yml")
    local, familiar = _optional(folder / "local.yml"), _optional(folder / "familiar.yml")
    name = f"{folder.name}/pack.yml"
    try:
        items = {item["id"]: _item(item, name) for item in raw["items"]}
        opens = raw["opens"]
        audience = raw.get("audience")
        made = Pack(
            id=str(raw["id"]),
            title=str(raw["title"]),
            button=str(raw["button"]),
            intro=str(raw["intro"]),
            intros=dict(raw.get("intros", {})),
            folder=folder,
            topics=tuple(opens.get("topics", ())),
            when=_condition(opens.get("when"), name),
            anywhere=_condition(opens.get("anywhere"), name),
            after_stock=_condition(opens.get("after_stock"), name),
            doors=tuple(opens.get("doors", ())),
            items=items,
            cards=cards,
            questionnaires=tuple(_questionnaires(folder, str(raw["id"]), items.values())),
            audience=Audience(
                str(audience["questionnaire"]),
                tuple((str(g["is"]), _needed(g["when"], name)) for g in audience.get("guess", ())),
                tuple(audience.get("familiar", ())),
            )
            if audience
            else None,
            hears=read_hears(raw.get("hears", {})),
            author=str(raw["author"]),
            reviewed_on=raw["reviewed_on"],
            familiar={str(said): str(words) for said, words in familiar.items()},
            local=read_locals(local, _condition(local.get("when"), f"{folder.name}/local.yml")),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise PackError(f"{name} : le champ {error} manque ou n'a pas la forme attendue.") from error
    except QuestionnaireError as error:
        raise PackError(f"{folder.name}/questionnaires/{error}") from error
    for problem in _problems(made):
        raise PackError(f"{name} : {problem}")
    return made


def _item(raw: Mapping[str, Any], name: str) -> Item:
    kind = raw["kind"]
    if kind not in KINDS:
        raise PackError(f"{name} : « {kind} » n'est pas une sorte connue. Il y a : {', '.join(KINDS)}.")
    if kind in _FIELDS and not raw.get(_FIELDS[kind]):
        raise PackError(f"{name} : « {raw['id']} » est de sorte « {kind} » : il manque « {_FIELDS[kind]} ».")
    plain = {field: str(raw.get(field, "")).strip() for field in ("card", "says", "intro", "counts", "agreement")}
    lists = {field: tuple(raw.get(field, ())) for field in ("words", "needs", "items", "then", "questionnaires")}
    given: dict[str, Any] = {**plain, **lists}
    return Item(
        id=raw["id"],
        kind=kind,
        label=raw["label"],
        when=_condition(raw.get("when"), name),
        steps=tuple(Step(**step) for step in raw.get("steps", ())),
        do=dict(raw.get("do", {})),
        sources=tuple(raw.get("sources", ())),
        consent=bool(raw.get("consent", False)),
        hidden=bool(raw.get("hidden", False)),
        first=bool(raw.get("first", False)),
        alerts=tuple(Alert(_needed(a["when"], name), str(a["text"])) for a in raw.get("alerts", ())),
        attention=tuple(
            Attention(_needed(a["when"], name), int(a["level"]), str(a["reason"])) for a in raw.get("attention", ())
        ),
        levels={int(level): str(text) for level, text in raw.get("levels", {}).items()},
        **given,
    )


def _questionnaires(folder: Path, pack: str, items: Any) -> Iterator[Questionnaire]:
    yield from (load_file(path) for path in sorted((folder / "questionnaires").glob("*.yml")))
    for item in items:
        if item.kind == "steps":
            data = questionnaire_data(pack, item)
            errors, made = problems_of(json.dumps(data, ensure_ascii=False), f"{data['id']}.yml")  # JSON is YAML
            if errors or made is None:
                raise PackError(f"{folder.name}/pack.yml, « {item.id} » : {errors[0].reason}")
            yield made


def _problems(pack: Pack) -> Iterator[str]:
    if pack.id != pack.folder.name:
        yield "« id » n'est pas le nom du dossier"
    for item in pack.items.values():
        if item.agreement and (item.agreement not in AGREEMENTS or item.kind != "questionnaire"):
            yield f"« {item.id} » : « agreement » ne peut être que : {', '.join(AGREEMENTS)}, sur un questionnaire"
        for other in (*item.items, *item.then):
            if other not in pack.items:
                yield f"« {item.id} » nomme « {other} », qui n'existe pas"
        conditions = [item.when, *(alert.when for alert in item.alerts), *(a.when for a in item.attention)]
        for name in sorted(n for node in conditions if node for n in references(node)):
            kind, dot, _ = name.partition(".")
            if not dot and name not in NAMES:
                yield f"« {item.id} » : la condition parle de « {name} », inconnu"
            if dot and kind not in COMPUTED and kind not in {q.id for q in pack.questionnaires}:
                yield f"« {item.id} » : la condition parle de « {name} », inconnu"
    asked = {name for made in pack.questionnaires for question in made.questions for name in question.prefill}
    for heard in pack.hears:
        if heard.name not in asked:
            yield f"« hears » : aucune question ne demande « {heard.name} » (prefill)"
    for name in sorted(references(pack.local.when) if pack.local.when else ()):
        if name not in NAMES:
            yield f"local.yml : la condition parle de « {name} », inconnu"
    for name, card in pack.cards.items():
        if not card.get("title") or not (card.get("texts") or {}).get("FR", {}).get("body"):
            yield f"la fiche « {name} » n'a pas de titre ou de texte"
        if not card.get("sources"):
            yield f"la fiche « {name} » n'a pas de source ; écrivez « checked: a_verifier » si elle manque"


def _condition(text: Any, name: str) -> Node | None:
    return None if text is None else _needed(text, name)


def _needed(text: Any, name: str) -> Node:
    try:
        return parse(str(text))
    except ConditionError as error:
        raise PackError(f"{name} : la condition « {text} » ne peut pas être lue : {error}.") from error


def _optional(path: Path) -> dict[str, Any]:
    return _yaml(path) if path.exists() else {}


def _yaml(path: Path) -> dict[str, Any]:
    return read_mapping(path, PackError, f"{path.parent.name}/{path.name}")
