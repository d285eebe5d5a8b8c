"""`python -m bot …`: the commands of operators and scripts. JSON lines out, errors in French, exit 2 on wrong use."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

from bot.settings import Settings, SettingsError, load_settings
from resources_directory.french_parser import Parser, quiet

Command = Callable[[Settings, Sequence[str]], int]


def _run(settings: Settings, arguments: Sequence[str]) -> int:
    from bot.run import run

    _no_more(arguments)
    return run(settings)


def _gateway(settings: Settings, arguments: Sequence[str]) -> int:
    from bot.gateway.app import serve
    from bot.privacy.keys import load_secrets

    _no_more(arguments)
    serve(settings, load_secrets(settings.home))
    return 0


def _process(settings: Settings, arguments: Sequence[str]) -> int:
    from bot.run import become

    parser = Parser(prog="python -m bot process", description="Devenir un des processus privés.")
    parser.add_argument("name", choices=("rasa", "actions"))
    parser.add_argument("--listen", default="", help="adresse d'écoute (sinon celle de RELAIS_RASA_URL)")
    chosen = parser.parse_args(list(arguments))
    become(settings, chosen.name, chosen.listen)
    return 0


def _train(settings: Settings, arguments: Sequence[str]) -> int:
    from bot import crisis_model, model_cache

    _no_more(arguments)
    crisis_model.ensure(settings.models)
    print(model_cache.ensure(settings.models))
    return 0


def _understand(settings: Settings, arguments: Sequence[str]) -> int:
    from bot.commands.understand import main

    return main(settings, arguments)


def _chat(settings: Settings, arguments: Sequence[str]) -> int:
    from bot.commands.chat import main

    return main(settings, arguments)


def _export(settings: Settings, arguments: Sequence[str]) -> int:
    from bot.commands.data import export

    return export(settings, arguments)


def _erase(settings: Settings, arguments: Sequence[str]) -> int:
    from bot.commands.data import erase

    return erase(settings, arguments)


def _report(settings: Settings, arguments: Sequence[str]) -> int:
    from bot.commands.report import main

    return main(settings, arguments)


def _workshops(settings: Settings, arguments: Sequence[str]) -> int:
    from bot.commands.workshops import main

    return main(settings, arguments)


def _user(settings: Settings, arguments: Sequence[str]) -> int:
    from bot.console.user_command import main

    return main(arguments, settings)


def _journal(settings: Settings, arguments: Sequence[str]) -> int:
    from bot.console.journal_command import main

    return main(arguments, settings)


def _score(_settings: Settings, arguments: Sequence[str]) -> int:
    from bot.interview.score_command import main

    return main(arguments)


def _check(settings: Settings, arguments: Sequence[str]) -> int:
    from bot.commands.check import main

    return main(settings, arguments)


def _retain(settings: Settings, arguments: Sequence[str]) -> int:
    import json

    from bot.database import Database
    from bot.privacy.keys import load_secrets
    from bot.retention import retain

    _no_more(arguments)
    print(json.dumps(retain(Database(settings.database_url), load_secrets(settings.home).signing_key)))
    return 0


def _fhir(settings: Settings, arguments: Sequence[str]) -> int:
    from bot.commands.fhir import main

    return main(settings, arguments)


def _rotate_keys(settings: Settings, arguments: Sequence[str]) -> int:
    from bot.commands.rotate import main

    return main(settings, arguments)


def _migrate(settings: Settings, arguments: Sequence[str]) -> int:
    from bot.preflight import check_home, prepare_databases

    _no_more(arguments)
    check_home(settings.home)
    prepare_databases(settings)
    return 0


COMMANDS: dict[str, tuple[Command, str]] = {
    "run": (_run, "vérifier, préparer, puis lancer les trois processus"),
    "train": (_train, "entraîner les modèles s'ils ne le sont pas"),
    "migrate": (_migrate, "mettre les bases à jour et charger l'annuaire fourni"),
    "process": (_process, "rasa | actions : lancer un processus privé seul (conteneurs, systemd)"),
    "gateway": (_gateway, "lancer la porte publique seule"),
    "understand": (_understand, "--stdin : un message par ligne, ce qui est compris en JSON"),
    "chat": (_chat, "une conversation dans le terminal, par la porte publique"),
    "check": (_check, "vérifier questionnaires, fiches et numéros"),
    "score": (_score, "QUESTIONNAIRE '[réponses]' : le résultat en JSON"),
    "retain": (_retain, "effacer ce qui a dépassé sa durée de conservation"),
    "export": (_export, "SESSION : tout ce qui est gardé d'une conversation, en JSON"),
    "erase": (_erase, "SESSION ou CODE : tout effacer, avec un reçu"),
    "report": (_report, "PACK --from JOUR --to JOUR : le bilan d'un pack, en CSV ou XLSX"),
    "workshops": (_workshops, "PACK FICHIER.csv : les ateliers d'une association ; --template : le modèle"),
    "fhir": (_fhir, "[--since DATE] : les demandes en FHIR R4, sans nom ni téléphone"),
    "rotate-keys": (_rotate_keys, "chiffrer de nouveau avec la clé la plus récente"),
    "user": (_user, "add | list | disable | reset-password : les comptes de la console"),
    "journal": (_journal, "vérifier la chaîne du journal des accès"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it went well, 1 when it could not be done, 2 on wrong use."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or given[0] in ("-h", "--help"):
        print(_help())
        return 0 if given else 2
    if given[0] not in COMMANDS:
        print(f"Commande inconnue : « {given[0]} ».\n{_help()}", file=sys.stderr)
        return 2
    try:
        code = COMMANDS[given[0]][0](load_settings(), given[1:])
        sys.stdout.flush()
        return code
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:  # « … | head »: who reads has enough
        quiet()
        return 0
    except Exception as error:
        if not _said(error):
            raise
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _said(error: Exception) -> bool:
    """True for the failures whose message is already a sentence for the operator."""
    from bot.commands.errors import Unfinished
    from bot.content import ContentError
    from bot.model_cache import TrainingFailed
    from bot.packs import PackError
    from bot.preflight import CannotStart
    from bot.privacy.keys import SecretsError

    return isinstance(error, (CannotStart, SecretsError, TrainingFailed, ContentError, Unfinished, PackError))


def _help() -> str:
    width = max(map(len, COMMANDS))
    return "Usage : python -m bot COMMANDE\n\n" + "\n".join(
        f"  {name:<{width}}  {meaning}" for name, (_, meaning) in COMMANDS.items()
    )


def _no_more(arguments: Sequence[str]) -> None:
    Parser(prog="python -m bot").parse_args(list(arguments))
