"""What must hold before anything starts, said in one sentence; and the cache of models."""

from __future__ import annotations

import os
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text as sql

from bot import model_cache, preflight
from bot.database import Database
from bot.preflight import CannotStart
from bot.settings import Settings, load_settings


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _settings(home: Path, **ports: int) -> Settings:
    given = {"gateway": _free_port(), "rasa": _free_port(), "actions": _free_port(), **ports}
    return load_settings(
        {
            "RELAIS_HOME": str(home),
            "RELAIS_PORT": str(given["gateway"]),
            "RELAIS_RASA_URL": f"http://127.0.0.1:{given['rasa']}",
            "RELAIS_ACTIONS_URL": f"http://127.0.0.1:{given['actions']}",
        }
    )


def test_the_home_folder_is_made_and_left_clean(tmp_path: Path) -> None:
    preflight.check_home(tmp_path / "a" / "b")
    assert list((tmp_path / "a" / "b").iterdir()) == []


def test_a_home_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("")
    with pytest.raises(CannotStart, match=r"ne peut pas être écrit .*RELAIS_HOME"):
        preflight.check_home(tmp_path / "var")


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_read_only_home_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(CannotStart, match="Donnez-lui les droits"):
            preflight.check_home(tmp_path)
    finally:
        tmp_path.chmod(0o700)


def test_three_free_ports_pass(tmp_path: Path) -> None:
    preflight.check_ports(_settings(tmp_path))


@pytest.mark.parametrize(
    ("process", "variable"),
    [("gateway", "RELAIS_PORT"), ("rasa", "RELAIS_RASA_URL"), ("actions", "RELAIS_ACTIONS_URL")],
)
def test_a_port_taken_is_named_with_its_variable(tmp_path: Path, process: str, variable: str) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = int(other.getsockname()[1])
        with pytest.raises(CannotStart, match=rf"port {taken} est déjà pris.*{variable}"):
            preflight.check_ports(_settings(tmp_path, **{process: taken}))


@pytest.mark.parametrize(
    ("host", "sentence"),
    [
        ("foo.bar.invalid", "L'adresse foo.bar.invalid est inconnue. Corrigez RELAIS_HOST."),
        ("203.0.113.7", "L'adresse 203.0.113.7 n'est pas celle de cette machine. Corrigez RELAIS_HOST."),
    ],
)
def test_an_address_that_is_not_ours_is_said_to_be_so(tmp_path: Path, host: str, sentence: str) -> None:
    settings = replace(_settings(tmp_path), host=host)
    with pytest.raises(CannotStart) as refused:
        preflight.check_ports(settings)
    assert str(refused.value) == sentence


@pytest.mark.parametrize("name", ["rasa_url", "actions_url"])
@pytest.mark.parametrize("host", ["0.0.0.0", "[::]"])
def test_a_private_process_does_not_listen_to_the_outside(tmp_path: Path, name: str, host: str) -> None:
    settings = replace(_settings(tmp_path), **{name: f"http://{host}:{_free_port()}"})
    with pytest.raises(CannotStart, match=f"^RELAIS_{name.upper()} .* privé : écrivez 127.0.0.1"):
        preflight.check_ports(settings)


@pytest.mark.parametrize(
    ("field", "names", "sentence"),
    [
        ("questionnaires_off", ("epices", "nope"), "RELAIS_QUESTIONNAIRES_OFF : « nope » n'est pas un questionnaire. "),
        ("questionnaires_on", ("zarit",), "RELAIS_QUESTIONNAIRES_ON : « zarit » n'est pas un questionnaire. "),
        ("questionnaires_on", ("epices",), "RELAIS_QUESTIONNAIRES_ON : « epices » n'est pas un questionnaire éteint. "),
    ],
)
def test_a_questionnaire_that_is_not_there_is_said(
    tmp_path: Path, field: str, names: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(CannotStart) as refused:
        preflight.check_questionnaires(replace(_settings(tmp_path), **{field: names}))
    assert str(refused.value).startswith(sentence) and "aggir" in str(refused.value)


def test_questionnaires_that_are_there_pass(tmp_path: Path) -> None:
    settings = replace(_settings(tmp_path), questionnaires_off=("epices", "ucla3"), questionnaires_on=("aggir",))
    preflight.check_questionnaires(settings)


def test_redis_that_does_not_answer_is_said_and_stops_nothing(tmp_path: Path) -> None:
    assert preflight.redis_down("") == ""
    sentence = preflight.redis_down(f"redis://:motdepasse@127.0.0.1:{_free_port()}")
    assert "Redis ne répond pas" in sentence and "REDIS_URL" in sentence and "motdepasse" not in sentence


def test_a_database_that_does_not_answer_is_said_without_its_password(tmp_path: Path) -> None:
    settings = load_settings(
        {
            "RELAIS_HOME": str(tmp_path),
            "DATABASE_URL": f"postgresql://relais:motdepasse@127.0.0.1:{_free_port()}/relais",
        }
    )
    with pytest.raises(CannotStart) as refused:
        preflight.prepare_databases(settings)
    assert "DATABASE_URL" in str(refused.value) and "motdepasse" not in str(refused.value)


def test_a_database_of_a_later_version_is_said(tmp_path: Path) -> None:
    settings = _settings(tmp_path)
    preflight.prepare_databases(settings)
    with Database(settings.database_url).session() as session:
        session.execute(sql("UPDATE alembic_version SET version_num = '9999_later'"))
    with pytest.raises(CannotStart, match="d'une autre version de Relais, plus récente"):
        preflight.prepare_databases(settings)


# -- the model cache


def test_the_hash_changes_with_content_and_name_not_with_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_cache, "ROOT", tmp_path)
    one, two = tmp_path / "one.yml", tmp_path / "two.yml"
    one.write_text("a")
    first = model_cache.digest([one])
    os.utime(one, (1, 1))
    assert model_cache.digest([one]) == first
    one.write_text("b")
    assert model_cache.digest([one]) != first
    one.write_text("a")
    one.rename(two)
    assert model_cache.digest([two]) != first


def test_the_inputs_are_what_a_model_is_made_from() -> None:
    names = {str(path.relative_to(model_cache.ROOT)) for path in model_cache.inputs()}
    assert {
        "config.yml",
        "domain.yml",
        "data/rules/rules.yml",
        "data/nlu/respite.yml",
        "bot/rasa/intent_classifier.py",
        "bot/understanding/intents.py",
    } <= names


def test_a_model_is_trained_once_then_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trained: list[Path] = []

    def train(wanted: Path) -> None:
        trained.append(wanted)
        wanted.write_bytes(b"a model")

    monkeypatch.setattr(model_cache, "_train", train)
    assert model_cache.ensure(tmp_path) == model_cache.ensure(tmp_path) == model_cache.model_path(tmp_path)
    assert len(trained) == 1


def test_a_model_that_was_changed_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_cache, "_train", lambda wanted: wanted.write_bytes(b"a model"))
    model_cache.ensure(tmp_path).write_bytes(b"another")
    with pytest.raises(model_cache.TrainingFailed, match="a été modifié"):
        model_cache.ensure(tmp_path)


def test_rasa_is_started_silent_and_sends_nothing_outside() -> None:
    environment = model_cache.rasa_environment()
    assert environment["RASA_TELEMETRY_ENABLED"] == "false"
    assert environment["PYTHONPATH"].split(os.pathsep)[0] == str(model_cache.ROOT)


def test_of_two_that_want_the_same_model_one_trains(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trained: list[Path] = []

    def train(wanted: Path) -> None:
        trained.append(wanted)
        time.sleep(0.2)
        wanted.write_bytes(os.urandom(16))

    monkeypatch.setattr(model_cache, "_train", train)
    with ThreadPoolExecutor(4) as people:
        found = list(people.map(model_cache.ensure, [tmp_path] * 4))
    assert len(trained) == 1 and set(found) == {model_cache.model_path(tmp_path)}
