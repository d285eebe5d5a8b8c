"""Messages of every kind, in the shapes of the chat API, as a gateway would send them."""

from __future__ import annotations

from typing import Any

Message = dict[str, Any]

OPENING: Message = {
    "id": "opening",
    "kind": "text",
    "text": (
        "Bonjour. Je suis Relais, un assistant automatique, pas une personne.\n\n"
        "Je réponds à vos questions et je cherche un service près de chez vous. "
        "Rien n'est gardé sans votre accord.\n\n"
        "Par où commençons-nous ? Choisissez, ou écrivez votre question."
    ),
    "buttons": [
        {"id": "door-carer", "label": "J'aide un proche"},
        {"id": "door-patient", "label": "Je suis malade ou fragile"},
        {"id": "door-professional", "label": "Je suis professionnel"},
        {"id": "door-question", "label": "Une question"},
    ],
}

RESPITE: Message = {
    "id": "respite",
    "kind": "text",
    "text": (
        "Vous vous occupez de votre mari, et vous êtes épuisée. "
        "Quelqu'un peut prendre le relais quelques heures.\n\n"
        "Le saviez-vous ?\n• Les plateformes de répit aident toutes les familles.\n• Appeler n'engage à rien."
    ),
    "buttons": [
        {"id": "find", "label": "Trouver un service"},
        {"id": "stock", "label": "Faire le point"},
        {"id": "human", "label": "Parler à quelqu'un"},
    ],
    "links": [{"label": "Ma Boussole Aidants", "href": "https://www.maboussoleaidants.fr"}],
}

SERVICES: Message = {
    "id": "services",
    "kind": "services",
    "text": "Voici deux services près de Beaune.",
    "services": [
        {
            "id": "s1",
            "name": "Plateforme de répit du Pays beaunois",
            "organization": "Mutualité Française Bourgogne",
            "why": "Elle remplace l'aidant à domicile, et son territoire comprend Beaune.",
            "phone": "03 80 12 34 56",
            "email": "repit@example.org",
            "website": "https://repit.example.org",
            "address": "12 rue des Tonneliers, 21200 Beaune",
            "distance_km": 2.4,
            "territory": "Pays beaunois",
            "hours": "du lundi au vendredi, 9 h à 17 h",
            "verified_on": "2026-10-05",
            "source": "FINESS",
        },
        {
            "id": "s2",
            "name": "Accueil de jour Les Hirondelles",
            "why": "Votre mari y passe la journée, deux fois par semaine.",
            "phone": "03 80 65 43 21",
            "address": "4 avenue de la Gare, 21200 Beaune",
            "distance_km": 0.6,
            "territory": "Côte-d'Or",
            "source": "https://www.example.org/annuaire",
        },
    ],
    "buttons": [
        {"id": "call-back", "label": "Demander qu'on me rappelle"},
        {"id": "more", "label": "Voir d'autres services"},
        {"id": "wrong", "label": "Signaler une erreur"},
    ],
}

QUESTION: Message = {
    "id": "q2",
    "kind": "question",
    "text": "Depuis un mois, comment dormez-vous ?",
    "question": {
        "id": "sleep",
        "questionnaire": "essential",
        "index": 2,
        "total": 5,
        "type": "single",
        "why": "Le manque de sommeil fatigue le corps et le moral. C'est souvent là qu'une aide change tout.",
        "options": [
            {"id": "sleep-good", "label": "Bien"},
            {"id": "sleep-average", "label": "Moyennement"},
            {"id": "sleep-bad", "label": "Mal, presque toutes les nuits"},
        ],
    },
    "buttons": [
        {"id": "skip", "label": "Passer"},
        {"id": "back", "label": "Revenir"},
        {"id": "stop", "label": "Arrêter"},
    ],
}

MULTIPLE: Message = {
    "id": "q3",
    "kind": "question",
    "text": "Quelles aides avez-vous déjà ?",
    "question": {
        "id": "help",
        "questionnaire": "essential",
        "index": 3,
        "total": 5,
        "type": "multiple",
        "why": "Pour ne pas vous proposer ce que vous avez déjà.",
        "options": [
            {"id": "help-nurse", "label": "Une infirmière"},
            {"id": "help-home", "label": "Une aide à domicile"},
            {"id": "help-family", "label": "La famille ou les voisins"},
            {"id": "help-none", "label": "Aucune"},
        ],
    },
    "buttons": [{"id": "skip", "label": "Passer"}],
}

RECAP: Message = {
    "id": "recap",
    "kind": "text",
    "text": "Voici ce que j'ai noté :\n• Sommeil : mal\n• Aides : une infirmière",
    "buttons": [
        {"id": "edit-sleep", "label": "Modifier : sommeil"},
        {"id": "edit-help", "label": "Modifier : aides"},
        {"id": "right", "label": "C'est exact"},
    ],
}

MEMO: Message = {
    "id": "memo",
    "kind": "memo",
    "text": "Votre mémo\n\nAppeler la plateforme de répit au 03 80 12 34 56.\n\nDites : « J'ai besoin de souffler. »",
    "links": [{"label": "Ouvrir le mémo à imprimer", "href": "/memo/abc"}],
}

CRISIS: Message = {
    "id": "crisis",
    "kind": "crisis",
    "text": (
        "Vous parlez de mourir. Je le prends au sérieux.\n\n"
        "Appelez maintenant. Une personne vous écoute, jour et nuit. "
        "Personne ne lit ce message en direct.\n\n• 3114 : prévention du suicide, 24 h/24 (gratuit)\n"
        "• 15 : urgence vitale (gratuit)\n• 114 : urgence par SMS (gratuit)"
    ),
    "links": [
        {"label": "Appeler le 3114", "href": "tel:3114"},
        {"label": "Appeler le 15", "href": "tel:15"},
        {"label": "Écrire au 114", "href": "sms:114"},
    ],
    "buttons": [{"id": "resume", "label": "Continuer la conversation"}],
}

NOTICE: Message = {
    "id": "notice",
    "kind": "notice",
    "text": "Votre demande est enregistrée. Son code est BIVO-72.",
}

RECEIPT = "Tout est effacé : vos réponses, vos demandes et cette conversation."

# What the fake gateway answers, by what the person typed or pressed.
BY_TEXT: dict[str, list[Message]] = {
    "je m'occupe de mon mari, je suis épuisée": [RESPITE],
    "services": [SERVICES],
    "question": [QUESTION],
    "plusieurs": [MULTIPLE],
    "mémo": [MEMO],
    "notice": [NOTICE],
    "je veux mourir": [CRISIS],
    "récapitulatif": [RECAP],
}
BY_BUTTON: dict[str, list[Message]] = {
    "door-carer": [RESPITE],
    "find": [SERVICES],
    "stock": [QUESTION],
    "resume": [NOTICE],
    "sleep-good": [MULTIPLE],
    "sleep-average": [MULTIPLE],
    "sleep-bad": [MULTIPLE],
    "skip": [MULTIPLE],
    "help-nurse": [RECAP],
    "right": [SERVICES],
    "edit-sleep": [QUESTION],
    "call-back": [NOTICE],
}

# Hostile values: markup, schemes, quotes, template syntax. Each sets window.__pwned if it ever runs.
ATTACKS = [
    "<script>window.__pwned=1</script>",
    '<img src=x onerror="window.__pwned=1">',
    "<svg onload=window.__pwned=1>",
    '"><img src=x onerror=window.__pwned=1>',
    "'-(window.__pwned=1)-'",
    "javascript:window.__pwned=1",
    "JaVaScRiPt:window.__pwned=1",
    "java\nscript:window.__pwned=1",
    " javascript:window.__pwned=1",
    "data:text/html,<script>parent.__pwned=1</script>",
    "vbscript:window.__pwned=1",
    "{{constructor.constructor('window.__pwned=1')()}}",
    "${window.__pwned=1}",
    "</style><script>window.__pwned=1</script>",
    "<a href=javascript:window.__pwned=1>x</a>",
    'tel:15" onclick="window.__pwned=1',
    "&lt;script&gt;window.__pwned=1&lt;/script&gt;",
    '<iframe srcdoc="<script>parent.__pwned=1</script>"></iframe>',
    "<details open ontoggle=window.__pwned=1>",
    "a@b.c?cc=<script>window.__pwned=1</script>",
    "\u202e<b onmouseover=window.__pwned=1>x</b>",
]


def hostile(value: str) -> list[Message]:
    """One hostile value in every field of every kind of message."""
    button = {"id": value, "label": value}
    link = {"label": value, "href": value}
    service = {
        key: value
        for key in (
            "id",
            "name",
            "organization",
            "why",
            "phone",
            "email",
            "website",
            "address",
            "territory",
            "hours",
            "fees",
            "verified_on",
            "source",
            "distance_km",
        )
    }
    question = {
        "id": value,
        "questionnaire": value,
        "why": value,
        "index": value,
        "total": value,
        "options": [button],
    }
    return [
        *(
            {"id": value, "kind": kind, "text": value, "buttons": [button], "links": [link]}
            for kind in ("text", "memo", "crisis", "notice", value)
        ),
        {"id": value, "kind": "services", "text": value, "services": [service]},
        {"id": value, "kind": "question", "text": value, "question": {**question, "type": "single"}},
        {"id": value, "kind": "question", "text": value, "question": {**question, "type": "multiple"}},
    ]


# Shapes that no gateway should send, and that must not break the conversation.
ODD: list[Any] = [
    None,
    3,
    "text",
    {},
    {"kind": "text"},
    {"kind": "text", "text": {"a": 1}, "buttons": "x", "links": 4},
    {"kind": "services", "services": [None, 7, {}]},
    {"kind": "question", "question": {"options": [None, {}]}},
    {"kind": "question", "question": "x", "text": "Toujours là."},
]
