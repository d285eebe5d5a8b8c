"""What every action works with, built once when the server starts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from bot.content import Content
from bot.content.helplines import Helpline
from bot.database import Database
from bot.interview.engine import Engine
from bot.interview.loader import Library
from bot.orientation.rulebook import Rulebook
from bot.packs import Packs
from bot.packs.familiar import Familiar
from bot.personal_data import register_all
from bot.privacy.keys import load_secrets
from bot.privacy.vault import Vault
from bot.settings import Settings, load_settings
from resources_directory import Directory
from resources_directory.gazetteer import Gazetteer


@dataclass
class World:
    """The domain's objects, opened when first used."""

    settings: Settings
    _familiar: dict[str, Familiar] = field(default_factory=dict)

    @cached_property
    def content(self) -> Content:
        """Cards, helplines, sentences."""
        return Content.load()

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """Communes."""
        return Gazetteer.load()

    @cached_property
    def directory(self) -> Directory:
        """Services."""
        return Directory(self.settings.directory_url)

    @cached_property
    def database(self) -> Database:
        """Referrals, consents, conversations."""
        return Database(self.settings.database_url)

    @cached_property
    def vault(self) -> Vault:
        """Encryption of what names a person; what holds such data is registered with ``bot.privacy`` here."""
        vault = Vault(load_secrets(self.settings.home).encryption_keys)
        register_all(vault)
        return vault

    @cached_property
    def engine(self) -> Engine:
        """Questionnaires, without those that the operator left out."""
        library = Library.load(
            enabled=self.settings.questionnaires_on,
            disabled=self.settings.questionnaires_off,
            also=self.packs.questionnaires(),
        )
        return Engine(library, resolve_place=self._places, region=self.settings.country)

    @cached_property
    def packs(self) -> Packs:
        """What the projects of this installation add."""
        return Packs.load(self.settings.packs, own=self.settings.home / "packs")

    def familiar(self, pack: str = "") -> Familiar:
        """How the young are spoken to: everywhere, and in a pack's own words; numbers in their places."""
        if pack not in self._familiar:
            say, own = self.content.numbers, self.packs[pack].familiar if pack in self.packs else {}
            self._familiar[pack] = Familiar({say(k): say(v) for k, v in {**self.content.familiar, **own}.items()})
        return self._familiar[pack]

    @cached_property
    def rulebook(self) -> Rulebook:
        """The rules of orientation, with those of the packs."""
        return Rulebook.load(also=self.packs.rules())

    def _places(self, text: str) -> Sequence[tuple[str, str]]:
        found = self.gazetteer.resolve(text)
        best = found.candidates if found.ambiguous else found.candidates[:1]
        return [(place.code, place.label) for place in best[:5]]

    def phone_in(self, country: str) -> str:
        """A number where a person answers: the organisation's, else the national line of carers of this country."""
        return self.settings.phone or self.human_line_in(country).number

    def human_line_in(self, country: str) -> Helpline:
        """The national line to name when the organisation gave no number."""
        return self.content.line("tele_accueil" if country == "BE" else "avec_nos_proches")

    @property
    def phone(self) -> str:
        """:meth:`phone_in` the country of the installation, where no conversation tells another."""
        return self.phone_in(self.settings.country)

    def warm(self) -> None:
        """Open everything now, so that the first person does not wait."""
        for name in ("content", "gazetteer", "directory", "database", "vault", "packs", "engine", "rulebook"):
            getattr(self, name)
        self.database.warm()


@lru_cache(maxsize=1)
def world() -> World:
    """The world of this process."""
    return World(load_settings())
