"""Settings: read from the environment, refused with a sentence, and all of them documented."""

from __future__ import annotations

import re
from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.settings import TABLE, Settings, SettingsError, load_settings
from tests.sources import ROOT

_ROW = re.compile(r"^\| `([A-Z_]+)` \| (?:`(.*?)`|\(vide\)) \| (.+) \|$", re.MULTILINE)
_SECRETS = ("RELAIS_SIGNING_KEY", "RELAIS_INTERNAL_TOKEN", "RELAIS_ENCRYPTION_KEYS")


def test_with_nothing_set_everything_is_local() -> None:
    settings = load_settings({})
    assert settings.home == Path("var").resolve()
    assert (settings.host, settings.port) == ("127.0.0.1", 8080)
    assert settings.database_url == f"sqlite:///{settings.home / 'relais.sqlite'}"
    assert settings.directory_url == f"sqlite:///{settings.home / 'directory.sqlite'}"
    assert settings.redis_url == "" and settings.allowed_origins == ()
    assert settings.trusted_proxy is False and settings.country == "FR"


def test_the_table_fills_every_field_once() -> None:
    assert [setting.field for setting in TABLE] == [field.name for field in fields(Settings)]
    assert len({setting.variable for setting in TABLE}) == len(TABLE)


def test_settings_do_not_change_while_running() -> None:
    with pytest.raises(FrozenInstanceError):
        load_settings({}).port = 1  # type: ignore[misc]


def test_the_directory_follows_the_database_unless_it_has_its_own() -> None:
    shared = load_settings({"DATABASE_URL": "postgresql://relais@base/relais"})
    assert shared.directory_url == shared.database_url == "postgresql://relais@base/relais"
    apart = load_settings(
        {"DATABASE_URL": "postgresql://base/relais", "DIRECTORY_DATABASE_URL": "postgresql+psycopg2://base/annuaire"}
    )
    assert apart.directory_url == "postgresql+psycopg2://base/annuaire"


def test_values_are_read_as_people_write_them() -> None:
    settings = load_settings(
        {
            "RELAIS_ALLOWED_ORIGINS": " https://www.ville.fr/ ,https://ccas.fr,, ",
            "RELAIS_TRUSTED_PROXY": "Oui",
            "RELAIS_RASA_URL": "http://rasa:5005/",
            "RELAIS_PORT": " 80 ",
            "RELAIS_PHONE": " 03 80 00 00 00 ",
            "RELAIS_QUESTIONNAIRES_OFF": "epices, ucla3",
            "REDIS_URL": "rediss://memoire:6379/0",
        }
    )
    assert settings.allowed_origins == ("https://www.ville.fr", "https://ccas.fr")
    assert settings.trusted_proxy is True and settings.port == 80
    assert settings.rasa_url == "http://rasa:5005" and settings.phone == "03 80 00 00 00"
    assert settings.questionnaires_off == ("epices", "ucla3") and settings.redis_url == "rediss://memoire:6379/0"


def test_the_home_folder_is_made_absolute() -> None:
    assert load_settings({"RELAIS_HOME": "~/relais"}).home == Path.home() / "relais"


@pytest.mark.parametrize(
    ("variable", "value", "hint"),
    [
        ("RELAIS_PORT", "quatre-vingt", "un nombre entier"),
        ("RELAIS_PORT", "", "un nombre entier"),
        ("RELAIS_PORT", "0", "entre 1 et 65535"),
        ("RELAIS_PORT", "70000", "entre 1 et 65535"),
        ("RELAIS_SESSION_HOURS", "-3", "entre 1 et 720"),
        ("RELAIS_MESSAGES_PER_MINUTE", "1.5", "un nombre entier"),
        ("RELAIS_COUNTRY", "France", "FR, BE"),
        ("RELAIS_TRUSTED_PROXY", "peut-être", "« oui » ou « non »"),
        ("RELAIS_LOG_LEVEL", "BAVARD", "DEBUG, INFO, WARNING, ERROR"),
        ("RELAIS_RASA_URL", "127.0.0.1:5005", "http:// ou https://"),
        ("RELAIS_ACTIONS_URL", "ftp://actions", "http:// ou https://"),
        ("DATABASE_URL", "mysql://base/relais", "sqlite:// ou postgresql://"),
        ("REDIS_URL", "memcached://m", "redis:// ou rediss://"),
        ("RELAIS_MAIL_FROM", "equipe", "adresse électronique"),
        ("RELAIS_ALLOWED_ORIGINS", "foo", "https://www.ville.fr"),
        ("RELAIS_ALLOWED_ORIGINS", "*", "https://www.ville.fr"),
        ("RELAIS_ALLOWED_ORIGINS", "https://ville.fr/page", "https://www.ville.fr"),
        ("RELAIS_ALLOWED_ORIGINS", "https://a.fr,https://*.b.fr", "https://www.ville.fr"),
        ("RELAIS_PHONE", "abc", "un numéro de téléphone"),
        ("RELAIS_PHONE", "1", "un numéro de téléphone"),
        ("RELAIS_TWILIO_SMS_FROM", "0600", "+33612345678"),
        ("RELAIS_TWILIO_WHATSAPP_FROM", "whatsapp:0600", "+33612345678"),
        ("RELAIS_COORDINATORS_MAIL", "a@b.fr; c@d.fr", "adresses électroniques"),
    ],
)
def test_a_wrong_value_is_refused_with_a_sentence_that_names_it(variable: str, value: str, hint: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings({variable: value})
    said = str(refused.value)
    assert said.startswith("Réglage refusé. ") and said.endswith(".")
    assert f"{variable} vaut « {value} »" in said and hint in said and "attendu" in said


def test_the_number_of_whatsapp_is_read_as_its_provider_writes_it() -> None:
    for typed in ("whatsapp:+33612345678", "+33612345678"):
        assert load_settings({"RELAIS_TWILIO_WHATSAPP_FROM": typed}).twilio_whatsapp_from == "+33612345678"


def test_all_wrong_values_are_said_at_once() -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings({"RELAIS_PORT": "x", "RELAIS_COUNTRY": "DE", "REDIS_URL": "tcp://r"})
    assert all(name in str(refused.value) for name in ("RELAIS_PORT", "RELAIS_COUNTRY", "REDIS_URL"))


def test_a_misspelled_variable_is_refused_with_the_right_name() -> None:
    with pytest.raises(SettingsError, match="RELAIS_TWILIO_ACCOUNT_SID n'existe pas : écrivez RELAIS_TWILIO_SID"):
        load_settings({"RELAIS_TWILIO_ACCOUNT_SID": "AC1"})
    load_settings({"RELAIS_GATEWAY_SERVICE_HOST": "10.0.0.1", "RELAIS_SIGNING_KEY": "s"})  # not ours, or known


def test_mailboxes_are_read_by_departement() -> None:
    settings = load_settings({"RELAIS_COORDINATORS_MAIL": " equipe@ex.fr, 21=cote-dor@ex.fr ,2a = corse@ex.fr "})
    assert dict(settings.coordinators_mail) == {
        "": "equipe@ex.fr",
        "21": "cote-dor@ex.fr",
        "2A": "corse@ex.fr",
    }


def test_links_lead_to_the_door_unless_told_otherwise() -> None:
    assert load_settings({"RELAIS_PORT": "81"}).door_url == "http://127.0.0.1:81"
    assert load_settings({"RELAIS_PUBLIC_URL": "https://relais.fr/"}).door_url == "https://relais.fr"


@pytest.mark.parametrize(
    ("given_settings", "missing"),
    [
        ({"RELAIS_SMTP_URL": "smtp://h"}, "RELAIS_MAIL_FROM"),
        ({"RELAIS_WEBHOOK_URL": "https://h"}, "RELAIS_WEBHOOK_SECRET"),
        (
            {"RELAIS_SMTP_URL": "smtp://h", "RELAIS_MAIL_FROM": "a@b.fr", "RELAIS_TRUSTED_PROXY": "oui"},
            "RELAIS_PUBLIC_URL",
        ),
    ],
)
def test_a_setting_that_another_one_needs_is_named(given_settings: dict[str, str], missing: str) -> None:
    with pytest.raises(SettingsError, match=f"{missing} manque"):
        load_settings(given_settings)


def test_a_password_is_not_shown_when_it_is_refused() -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings({"RELAIS_SMTP_URL": "ftp://nom:motdepasse@hote"})
    held = load_settings({"RELAIS_SMTP_URL": "smtp://nom:motdepasse@hote", "RELAIS_MAIL_FROM": "a@b.fr"})
    assert "motdepasse" in held.smtp_url and "motdepasse" not in repr(held)
    assert "motdepasse" not in str(refused.value) and "RELAIS_SMTP_URL" in str(refused.value)


@given(st.sampled_from([setting.variable for setting in TABLE]), st.text(max_size=40))
def test_any_value_is_taken_or_refused_never_a_crash(variable: str, value: str) -> None:
    try:
        load_settings({variable: value})
    except SettingsError as refused:
        assert variable in str(refused)


def test_every_setting_is_documented_as_it_is() -> None:
    page = (ROOT / "docs" / "settings.md").read_text("utf-8")
    written = {name: (default, meaning) for name, default, meaning in _ROW.findall(page)}
    assert written == {setting.variable: (setting.default, setting.meaning) for setting in TABLE}


def test_the_secrets_are_documented_too() -> None:
    page = (ROOT / "docs" / "settings.md").read_text("utf-8")
    assert all(f"| `{name}` |" in page for name in _SECRETS)


def test_no_variable_is_read_that_no_page_names() -> None:
    page = (ROOT / "docs" / "settings.md").read_text("utf-8")
    read = {
        name
        for path in (ROOT / "bot").rglob("*.py")
        for name in re.findall(r'"((?:RELAIS_|REDIS_|DATABASE_|DIRECTORY_)[A-Z_]+)"', path.read_text("utf-8"))
    }
    assert {name for name in read if f"`{name}`" not in page} == set()
