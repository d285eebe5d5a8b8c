"""Reads one pack's folder and refuses what cannot work, in a French sentence that names the file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from bot.interview.conditions import ConditionError, Node, parse
from bot.interview.errors import QuestionnaireError
from bot.interview.loader import load_file, problems_of
from bot.interview.model import Questionnaire
from bot.packs.checks import problems
from bot.packs.hears import read_hears
from bot.packs.local import read_locals
from bot.packs.model import KINDS, Alert, Attention, Audience, Item, Pack, PackError, Step
from bot.packs.steps import questionnaire_data
from bot.yaml_files import read_mapping

_FIELDS = {
    "steps": "steps", "questionnaire": "questionnaires", "quiz": "questionnaires", "sheet": "questionnaires",
    "card": "card", "search": "needs", "workshops": "needs", "menu": "items", "do": "do", "level": "levels",
}  # fmt: skip
_ITEM = frozenset(field.name for field in fields(Item))
_STEP = frozenset(field.name for field in fields(Step))
_OPENS = frozenset({"topics", "when", "anywhere", "after_stock", "doors"})
_PACK = frozenset({"id", "title", "button", "author", "reviewed_on", "intro", "intros", "opens", "audience", "items",
                   "hears"})  # fmt: skip


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
                str(audience.get("questionnaire", "")),
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
    _known_fields(raw, _PACK, name)
    _known_fields(raw["opens"], _OPENS, f"{name}, « opens »")
    if wrong := list(problems(made)):
        raise PackError("\n".join(f"{name} : {problem}." for problem in wrong))
    return made


def _item(raw: Mapping[str, Any], name: str) -> Item:
    _known_fields(raw, _ITEM, f"{name}, « {raw.get('id')} »")
    for step in raw.get("steps", ()):
        _known_fields(step, _STEP, f"{name}, « {raw['id']} », étape « {step.get('id')} »")
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


def _known_fields(raw: Mapping[str, Any], allowed: frozenset[str], where: str) -> None:
    """A field that nothing reads is a misspelled one.

    :raises PackError: there is one.
    """
    unknown = [str(field) for field in raw if field not in allowed]
    if unknown:
        raise PackError(f"{where} : le champ « {unknown[0]} » n'existe pas. Il y a : {', '.join(sorted(allowed))}.")


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
