"""The codes of the store in French words. An unknown code is shown as it is, without its underscores."""

from __future__ import annotations

import re

from bot.referrals import news, proposals
from bot.referrals.lifecycle import REASONS, STATE_LABELS

LEVELS: dict[int, str] = {0: "prévention", 1: "légère", 2: "moyenne", 3: "élevée"}
_DOORS = {"carer": "un proche aidant", "patient": "la personne elle-même", "prescriber": "un professionnel"}
_CHANNELS = {"web": "le site", "telegram": "Telegram", "whatsapp": "WhatsApp", "sms": "SMS", "messenger": "Messenger"}
_ANSWERS = {
    "steps": "Étapes faites",
    "relation": "Lien",
    "illness": "Maladie dite",
    "age": "Âge",
    "living": "Domicile",
    "tired": "Fatigue",
    "refuses": "Refus d'aide",
    "person": "Personne à appeler",
    "needs": "Besoins",
    "result": "Résultat",
    "place": "Lieu",
    "level": "Niveau d'attention",
    "plan": "Plan d'action",
    "follow_up": "Réponse au suivi",
    "body": "Corps",
    "mind": "Moral",
    "social": "Vie sociale",
}
CALL_OUTCOMES: dict[str, str] = {
    "reached": "personne jointe",
    "call-later": "à rappeler plus tard",
    "voicemail": "message laissé",
    "no-answer": "pas de réponse",
    "wrong-contact": "numéro ou adresse faux",
}
# Why requests ended; a reason that nobody coded is said so.
OUTCOMES: dict[str, str] = {**REASONS, "none": "sans raison notée"}
_ACTIONS: dict[str, str] = {
    "login": "connexion",
    "login.failed": "échec de connexion",
    "logout": "déconnexion",
    "refused": "accès refusé",
    "referrals.view": "liste des demandes",
    "referrals.search": "recherche de demandes",
    "referral.view": "lecture d'une demande",
    "referral.reveal": "affichage des coordonnées",
    "referral.state": "changement d'état",
    "referral.assign": "attribution",
    "referral.call": "appel noté",
    "referral.note": "note ajoutée",
    "referral.redirect": "demande adressée à un autre service",
    "journal.view": "lecture du journal",
    "journal.verify": "contrôle du journal",
    "users.view": "liste des comptes",
    "user.view": "lecture d'un compte",
    "user.create": "compte créé",
    "user.edit": "compte modifié",
    "user.disable": "compte fermé",
    "user.enable": "compte rouvert",
    "user.password": "mot de passe remplacé",
    "user.totp-on": "second facteur activé pour ce compte",
    "user.totp-off": "second facteur retiré",
    "account.password": "mot de passe changé",
    "account.totp-on": "second facteur activé",
    "account.totp-off": "second facteur retiré par son titulaire",
    "statistics.view": "lecture des chiffres",
    "statistics.export": "export des chiffres",
    "data.export": "lecture de tout ce qui est gardé d'une conversation",
    "data.erase": "effacement de tout ce qui est gardé d'une conversation",
    "keys.rotate": "changement de clé de chiffrement",
    "export.view": "lecture de la page des exports",
    "export.csv": "export des demandes en CSV",
    "export.xlsx": "export des demandes en XLSX",
    "export.fhir": "export des demandes en FHIR",
    "export.fhir-contact": "export des demandes en FHIR avec coordonnées",
    "directory.view": "lecture de l'annuaire",
    "directory.search": "recherche dans l'annuaire",
    "service.view": "lecture d'un service",
    "service.verify": "service vérifié",
    "service.report": "service signalé",
    "service.edit": "fiche corrigée",
    "service.closed": "service fermé",
    "service.active": "service rouvert",
    "conflict.settle": "désaccord réglé",
    "duplicates.find": "doublons cherchés",
    "duplicates.merge": "doublon fusionné",
    "duplicates.apart": "doublon écarté",
    "directory.import-preview": "aperçu d'un import",
    "directory.import": "import dans l'annuaire",
    "content.view": "lecture des contenus",
    "loop.view": "lecture des suivis",
    "loop.news": "nouvelles notées",
    "loop.proposal": "autre service décidé",
    "loop.retry": "message renvoyé",
    "answer.view": "demande lue par le lien d'un service",
    "answer.give": "réponse par le lien d'un service",
}
OPINIONS: dict[str, str] = {"useful": "utile", "not-useful": "pas utile"}
_LOOP: dict[str, str] = {**news.ANSWERS, news.WORSE: "c'est plus dur qu'avant", **proposals.CAUSES, **OPINIONS}
# What a page says after an action, by the code in its address.
DONE: dict[str, str] = {
    "state": "L'état est changé.",
    "assign": "La demande est confiée.",
    "call": "L'appel est noté.",
    "note": "La note est ajoutée.",
    "redirect": "La demande est adressée au nouveau service.",
    "password": "Votre mot de passe est changé.",
    "totp-on": "La double vérification est active.",
    "totp-off": "La double vérification est retirée.",
    "user": "Le compte est modifié.",
    "disabled": "Le compte est fermé.",
    "enabled": "Le compte est rouvert.",
    "user-totp": "La double vérification de ce compte est retirée.",
    "verified": "Merci. La fiche est vérifiée à la date du jour.",
    "reported": "Merci. Le signalement est enregistré.",
    "loop-news": "La réponse est notée.",
    "loop-yes": "La demande va maintenant à l'autre service.",
    "loop-no": "C'est noté : la personne ne veut pas de ce service.",
    "loop-retry": "Le message va repartir dans la minute.",
    "loop-nothing": "Rien n'a été changé : c'était déjà fait.",
    "edited": "La fiche est corrigée, à la date du jour. Aucun import n'écrasera ces champs.",
    "closed": "Le service est fermé. Il n'est plus proposé.",
    "active": "Le service est rouvert. Il est proposé de nouveau.",
    "settled": "Le désaccord est réglé.",
    "duplicates-found": "De nouvelles paires sont à comparer.",
    "duplicates-none": "Aucun nouveau doublon.",
    "duplicates-merged": "Les deux fiches n'en font plus qu'une.",
    "duplicates-apart": "C'est noté : ce sont deux services. Ils ne seront plus proposés.",
    "bye": "Vous êtes déconnecté.",
}


def plain(code: str) -> str:
    """A code without a label, made readable."""
    return re.sub(r"[_.:-]+", " ", code).strip()


def upfirst(text: str) -> str:
    """A capital at the beginning; the rest stays as it is (« APA », « Côte-d'Or »)."""
    return text[:1].upper() + text[1:]


def state(code: str) -> str:
    """« à traiter »."""
    return STATE_LABELS.get(code, plain(code))


def level(number: int) -> str:
    """« attention élevée »."""
    return f"attention {LEVELS[number]}" if number in LEVELS and number else LEVELS.get(number, str(number))


def answer(code: str) -> str:
    """What an answer handed over with a request is about."""
    return _ANSWERS.get(code) or upfirst(plain(code))


def reason(code: str) -> str:
    """Why a state was chosen, how a call ended, which news the person gave, why another service was looked for."""
    return REASONS.get(code) or CALL_OUTCOMES.get(code) or _LOOP.get(code) or plain(code)


def door(code: str) -> str:
    """Who asks."""
    return _DOORS.get(code, plain(code))


def channel(code: str) -> str:
    """By which way the request came."""
    return _CHANNELS.get(code, plain(code))


def action(code: str) -> str:
    """A line of the journal."""
    return _ACTIONS.get(code, plain(code))


def actions() -> dict[str, str]:
    """All the actions that the journal may hold."""
    return dict(_ACTIONS)


def phone_link(contact: str) -> str | None:
    """The ``tel:`` or ``mailto:`` link of a contact; None when it is neither a phone nor an address."""
    if re.fullmatch(r"[^@\s<>\"'?&]+@[^@\s<>\"'?&]+\.[a-zA-Z]{2,}", contact):
        return f"mailto:{contact}"
    digits = re.sub(r"[\s.\-()]", "", contact)
    return f"tel:{digits}" if re.fullmatch(r"\+?\d{3,15}", digits) else None
