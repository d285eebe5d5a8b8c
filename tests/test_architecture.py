"""The shape of the tree: imports go one way, modules are short and explained, the dialogue's files agree."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from tests.sources import ROOT, Module, modules, under

DOMAIN = (
    "bot.interview",
    "bot.orientation",
    "bot.referrals",
    "bot.privacy",
    "bot.content",
    "bot.crisis",
    "bot.understanding",
    "bot.conversations",
    "bot.memos",
    "bot.packs",
    "bot.counts",
    "bot.reminders",
    "bot.returns",
    "resources_directory",
)
FRAMEWORKS = ("rasa", "rasa_sdk", "aiohttp", "aiosmtplib", "sanic")
DOORS = ("bot.gateway", "bot.console", "bot.delivery", "bot.rasa", "bot.commands", "bot.cli", "bot.run", "actions")
STORES = ("bot.referrals", "bot.conversations", "bot.memos", "bot.returns", "bot.reminders", "bot.counts", "bot.console")
LONGEST = 300


def _breaches(rooms: tuple[str, ...], *forbidden: str) -> list[str]:
    return sorted(
        {
            f"{module.path} importe {name}"
            for module in modules()
            if under(module.name, *rooms)
            for name in module.imports()
            if under(name, *forbidden)
        }
    )


def test_the_walk_sees_every_room_and_late_imports() -> None:
    names = {module.name for module in modules()}
    assert {"bot.settings", "bot.gateway.app", "actions.base", "resources_directory"} <= names
    cli = next(module for module in modules() if module.name == "bot.cli")
    assert "bot.run.run" in set(cli.imports()), "an import inside a function must be seen"


def test_a_relative_import_is_read_as_its_full_name(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "room").mkdir()
    (tmp_path / "room" / "part.py").write_text("from . import a\nfrom ..other import b\nimport c.d\n")
    monkeypatch.setattr("tests.sources.ROOT", tmp_path)
    module = Module("top.room.part", (tmp_path / "room" / "part.py").relative_to(tmp_path))
    assert {"top.room.a", "top.other.b", "c.d"} <= set(module.imports())


@pytest.mark.parametrize("room", DOMAIN)
def test_the_domain_knows_no_framework(room: str) -> None:
    assert _breaches((room,), *FRAMEWORKS) == []


def test_the_directory_stands_alone() -> None:
    assert _breaches(("resources_directory",), "bot", "actions") == []


def test_privacy_imports_no_store() -> None:
    assert _breaches(("bot.privacy",), *STORES) == []


@pytest.mark.parametrize("room", DOMAIN)
def test_the_domain_does_not_know_its_doors(room: str) -> None:
    assert _breaches((room,), *DOORS) == []


def test_the_gateway_and_the_console_run_without_rasa() -> None:
    # bot.rasa.typed is the one module that both sides of the wall share, and it imports nothing of Rasa.
    found = _breaches(("bot.gateway", "bot.console", "bot.delivery"), "rasa", "rasa_sdk", "actions", "bot.rasa")
    assert [breach for breach in found if "importe bot.rasa.typed" not in breach] == []
    typed = next(module for module in modules() if module.name == "bot.rasa.typed")
    assert not [name for name in typed.imports() if under(name, "rasa", "rasa_sdk", "bot")]


def test_actions_hold_no_sql_but_the_name_of_its_failure() -> None:
    allowed = {"sqlalchemy.exc", "sqlalchemy.exc.SQLAlchemyError"}
    assert [
        f"{module.path} importe {name}"
        for module in modules()
        if under(module.name, "actions")
        for name in module.imports()
        if under(name, "sqlalchemy") and name not in allowed
    ] == []


def test_no_module_is_longer_than_one_idea() -> None:
    long = {str(module.path): lines for module in modules() if (lines := module.text.count("\n")) > LONGEST}
    assert long == {}


def _undocumented(module: Module) -> Iterator[str]:
    if module.path.name != "__init__.py" and module.text.strip() and ast.get_docstring(module.tree) is None:
        yield f"{module.path}: module"
    for node in module.tree.body:
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) or node.name.startswith("_"):
            continue
        if ast.get_docstring(node) is None:
            yield f"{module.path}: {node.name}"
        if isinstance(node, ast.ClassDef):
            yield from _undocumented_methods(module, node)


def _undocumented_methods(module: Module, owner: ast.ClassDef) -> Iterator[str]:
    for node in owner.body:
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) or node.name.startswith("_"):
            continue
        # A method that takes the place of one of a documented base says nothing new.
        if ast.get_docstring(node) is None and not owner.bases and not _fills_a_protocol(module, node.name):
            yield f"{module.path}: {owner.name}.{node.name}"


def _fills_a_protocol(module: Module, method: str) -> bool:
    """A structural type of the same module documents the method for all who fill it."""
    return any(
        isinstance(node, ast.ClassDef)
        and any(isinstance(b, ast.Name) and b.id == "Protocol" for b in node.bases)
        and any(
            isinstance(m, (ast.FunctionDef, ast.AsyncFunctionDef)) and m.name == method and ast.get_docstring(m)
            for m in node.body
        )
        for node in module.tree.body
    )


def test_everything_public_is_explained() -> None:
    assert [offender for module in modules() for offender in _undocumented(module)] == []


# -- the files of the dialogue


def _yaml(path: str) -> Any:
    return yaml.safe_load((ROOT / path).read_text("utf-8"))


@pytest.fixture(scope="module")
def taxonomy() -> dict[str, list[str]]:
    return _yaml("tests/data/taxonomy.yml")


@pytest.fixture(scope="module")
def domain() -> dict[str, Any]:
    return _yaml("domain.yml")


def test_the_domain_declares_exactly_the_taxonomy(taxonomy: dict[str, list[str]], domain: dict[str, Any]) -> None:
    intents = domain["intents"]
    assert len(intents) == len(set(intents))
    assert set(intents) == {*taxonomy["acts"], *taxonomy["topics"]}


def test_one_rule_for_each_intent(domain: dict[str, Any]) -> None:
    ruled = [
        step["intent"] for rule in _yaml("data/rules/rules.yml")["rules"] for step in rule["steps"] if "intent" in step
    ]
    assert len(ruled) == len(set(ruled)), "two rules for one intent"
    # Rasa itself answers « restart » by action_restart, which we replace; a rule would contradict its own.
    assert set(ruled) == {*domain["intents"], "nlu_fallback"} - {"restart"}
    assert "action_restart" in domain["actions"]


def test_rules_and_stories_use_only_what_the_domain_declares(domain: dict[str, Any]) -> None:
    steps = [
        step
        for file, kind in (("data/rules/rules.yml", "rules"), ("data/stories/stories.yml", "stories"))
        for told in _yaml(file)[kind]
        for step in told["steps"]
    ]
    assert {step["intent"] for step in steps if "intent" in step} <= {*domain["intents"], "nlu_fallback"}
    assert {step["action"] for step in steps if "action" in step} <= {*domain["actions"], *domain["forms"]}


def _action_classes() -> dict[str, str]:
    """``action_name`` of each class in actions/ -> its module."""
    found = {}
    for module in modules():
        if not under(module.name, "actions"):
            continue
        for node in module.tree.body:
            for part in node.body if isinstance(node, ast.ClassDef) else ():
                if isinstance(part, ast.Assign) and getattr(part.targets[0], "id", "") == "action_name":
                    found[ast.literal_eval(part.value)] = module.name
    return {name: module for name, module in found.items() if name}


def test_every_action_of_the_domain_is_written_and_every_written_one_declared(domain: dict[str, Any]) -> None:
    assert set(domain["actions"]) == set(_action_classes())


def _handled() -> list[str]:
    """Every intent named by a decorator ``@on(…)`` in actions/; ``@on(*NAMES)`` reads the tuple of the module."""
    names: list[str] = []
    for module in modules():
        if not under(module.name, "actions"):
            continue
        tuples = {
            node.targets[0].id: ast.literal_eval(node.value)
            for node in module.tree.body
            if isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and isinstance(node.value, ast.Tuple)
            and all(isinstance(e, ast.Constant) for e in node.value.elts)
        }
        for node in ast.walk(module.tree):
            for call in getattr(node, "decorator_list", ()):
                if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "on":
                    for argument in call.args:
                        names += (
                            tuples[argument.value.id]
                            if isinstance(argument, ast.Starred)  # type: ignore[attr-defined]
                            else [ast.literal_eval(argument)]
                        )
    return names


def test_every_intent_has_one_handler(domain: dict[str, Any]) -> None:
    handled = _handled()
    assert len(handled) == len(set(handled)), "two handlers for one intent"
    # « restart » is answered by action_restart, inside and outside a questionnaire.
    assert {*domain["intents"], "nlu_fallback"} - set(handled) == {"restart"}
    assert set(handled) <= {*domain["intents"], "nlu_fallback"}


def test_every_intent_is_taught(domain: dict[str, Any]) -> None:
    taught = {
        entry["intent"]
        for path in sorted((ROOT / "data" / "nlu").glob("*.yml"))
        for entry in yaml.safe_load(path.read_text("utf-8"))["nlu"]
        if "intent" in entry
    }
    assert taught == set(domain["intents"])


def test_every_topic_has_its_card(taxonomy: dict[str, list[str]]) -> None:
    cards = {path.stem for path in (ROOT / "bot" / "content" / "topics").glob("*.yml")}
    assert cards == set(taxonomy["topics"])
