"""Settings, read once from the environment and refused at start when they cannot work.

One table (:data:`TABLE`) holds every variable: the reader, ``docs/settings.md`` and the test that compares
them all walk it, so that an undocumented setting cannot exist.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from bot.setting import Setting
from bot.setting import a_list as _list
from bot.setting import a_path as _path
from bot.setting import dialled as _dialled
from bot.setting import one_of as _one_of
from bot.setting import origins as _origins
from bot.setting import text as _text
from bot.setting import url as _url
from bot.setting import whole as _whole
from bot.setting import yes_no as _yes_no
from bot.settings_channels import CHANNELS
from bot.settings_outgoing import OUTGOING, missing


class SettingsError(Exception):
    """A setting has a value that cannot work; the message is a French sentence for the operator."""


TABLE: tuple[Setting, ...] = (
    Setting("RELAIS_HOME", "home", "var", _path, "dossier des données (bases, secrets, mémos)"),
    Setting("RELAIS_HOST", "host", "127.0.0.1", _text, "adresse d'écoute de la porte publique"),
    Setting("RELAIS_PORT", "port", "8080", _whole(1, 65535), "port de la porte publique"),
    Setting("RELAIS_RASA_URL", "rasa_url", "http://127.0.0.1:5005", _url("http", "https"), "adresse privée de Rasa"),
    Setting(
        "RELAIS_ACTIONS_URL",
        "actions_url",
        "http://127.0.0.1:5055",
        _url("http", "https"),
        "adresse privée du serveur d'actions",
    ),
    Setting(
        "DATABASE_URL",
        "database_url",
        "",
        _url("sqlite", "postgresql"),
        "base des demandes et des conversations ; vide : SQLite dans RELAIS_HOME",
    ),
    Setting(
        "DIRECTORY_DATABASE_URL",
        "directory_url",
        "",
        _url("sqlite", "postgresql"),
        "base de l'annuaire ; vide : DATABASE_URL, sinon SQLite dans RELAIS_HOME",
    ),
    Setting(
        "REDIS_URL",
        "redis_url",
        "",
        _url("redis", "rediss"),
        "Redis pour les verrous et la mémoire volatile, nécessaire dès deux processus de même sorte",
    ),
    Setting("RELAIS_MODELS", "models", "models", _path, "dossier des modèles entraînés"),
    Setting(
        "RELAIS_ORGANISATION", "organisation", "l'équipe Relais", _text, "nom de l'organisme qui propose l'assistant"
    ),
    Setting(
        "RELAIS_PHONE", "phone", "", _dialled, "téléphone où une personne répond ; vide : le fichier des lignes d'aide"
    ),
    Setting("RELAIS_COUNTRY", "country", "FR", _one_of("FR", "BE"), "pays par défaut"),
    Setting(
        "RELAIS_ALLOWED_ORIGINS",
        "allowed_origins",
        "",
        _origins,
        "sites (séparés par des virgules) où le module peut être intégré",
    ),
    Setting(
        "RELAIS_TRUSTED_PROXY",
        "trusted_proxy",
        "non",
        _yes_no,
        "la porte est derrière un mandataire : lire X-Forwarded-For et servir en https",
    ),
    Setting("RELAIS_SESSION_HOURS", "session_hours", "24", _whole(1, 720), "durée d'une conversation, en heures"),
    Setting(
        "RELAIS_MESSAGES_PER_MINUTE",
        "messages_per_minute",
        "20",
        _whole(1, 10000),
        "messages par minute et par conversation",
    ),
    Setting(
        "RELAIS_REQUESTS_PER_MINUTE",
        "requests_per_minute",
        "60",
        _whole(1, 100000),
        "messages par minute et par adresse, et autant de lectures",
    ),
    Setting(
        "RELAIS_CLINICAL_RESULTS",
        "clinical_results",
        "non",
        _yes_no,
        "calculer pour les coordinateurs les résultats des questionnaires médicaux",
    ),
    Setting("RELAIS_QUESTIONNAIRES_OFF", "questionnaires_off", "", _list, "questionnaires à ne pas proposer"),
    Setting(
        "RELAIS_QUESTIONNAIRES_ON",
        "questionnaires_on",
        "",
        _list,
        "questionnaires livrés éteints à allumer (aggir : lire d'abord sa notice)",
    ),
    Setting(
        "RELAIS_PACKS",
        "packs",
        "",
        _list,
        "packs ouverts (docs/packs.md), séparés par des virgules ; vide : ceux livrés et ceux de RELAIS_HOME/packs",
    ),
    Setting(
        "RELAIS_LOG_LEVEL",
        "log_level",
        "WARNING",
        _one_of("DEBUG", "INFO", "WARNING", "ERROR"),
        "niveau du journal technique",
    ),
    *OUTGOING,
    *CHANNELS,
)


@dataclass(frozen=True)
class Settings:
    """All settings, typed; see :data:`TABLE` for their meaning."""

    home: Path
    host: str
    port: int
    rasa_url: str
    actions_url: str
    database_url: str
    directory_url: str
    redis_url: str
    models: Path
    organisation: str
    phone: str
    country: str
    allowed_origins: tuple[str, ...]
    trusted_proxy: bool
    session_hours: int
    messages_per_minute: int
    requests_per_minute: int
    clinical_results: bool
    questionnaires_off: tuple[str, ...]
    questionnaires_on: tuple[str, ...]
    packs: tuple[str, ...]
    log_level: str
    public_url: str
    smtp_url: str = field(repr=False)
    mail_from: str
    coordinators_mail: tuple[tuple[str, str], ...]
    mail_services: bool
    webhook_url: str
    webhook_secret: str = field(repr=False)

    telegram_token: str = field(repr=False)
    telegram_secret: str = field(repr=False)
    telegram_api: str
    twilio_sid: str
    twilio_token: str = field(repr=False)
    twilio_sms_from: str
    twilio_whatsapp_from: str
    twilio_whatsapp_news: str
    twilio_api: str
    messenger_page_token: str = field(repr=False)
    messenger_app_secret: str = field(repr=False)
    messenger_verify_token: str = field(repr=False)
    messenger_api: str

    @property
    def sms_open(self) -> bool:
        """True when text messages can come and go: Twilio's three settings, and the address that it calls."""
        return bool(self.public_url and self.twilio_sid and self.twilio_token and self.twilio_sms_from)

    @property
    def door_url(self) -> str:
        """The address written in links: the public one, else where the door listens."""
        return self.public_url or f"http://{self.host}:{self.port}"


#: Variables of the same family that are read elsewhere: secrets (``bot/privacy/keys.py``), addresses between
#: processes (``bot/run.py``), and what only tests read.
_ELSEWHERE = ("SIGNING_KEY", "INTERNAL_TOKEN", "ENCRYPTION_KEYS", "ACTIONS_LISTEN", "ACTIONS_WEBHOOK",
              "TEST_DATABASE", "CHROMIUM", "SCREENSHOTS")  # fmt: skip


def _misspelled(names: Iterable[str]) -> list[str]:
    """A sentence for each variable that is nearly one of ours: silently ignored, it would be a setting lost.

    What looks like none of ours is left alone (an orchestrator names its services so too).
    """
    known = [s.variable for s in TABLE] + [f"RELAIS_{name}" for name in _ELSEWHERE]
    unknown = sorted(name for name in names if name.startswith("RELAIS_") and name not in known)
    near = [(name, get_close_matches(name, known, 1, 0.8)) for name in unknown]
    return [f"{name} n'existe pas : écrivez {match[0]}." for name, match in near if match]


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read every setting of :data:`TABLE`.

    :raises SettingsError: naming each wrong variable in one French sentence.
    """
    source = os.environ if environ is None else environ
    values: dict[str, Any] = {}
    wrong: list[str] = []
    for setting in TABLE:
        raw = source.get(setting.variable, setting.default)
        try:
            values[setting.field] = setting.parse(raw)
        except ValueError as error:
            hint = str(error) if "attendu" in str(error) else "un nombre entier est attendu"
            shown = "valeur non montrée" if setting.secret else raw
            wrong.append(f"{setting.variable} vaut « {shown} » : {hint}.")
    wrong += missing(values) + _misspelled(source)
    if wrong:
        raise SettingsError("Réglage refusé. " + " ".join(wrong))
    home: Path = values["home"]
    explicit = values["database_url"]
    values["database_url"] = explicit or f"sqlite:///{home / 'relais.sqlite'}"
    values["directory_url"] = values["directory_url"] or explicit or f"sqlite:///{home / 'directory.sqlite'}"
    return Settings(**values)
