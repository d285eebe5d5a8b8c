"""In what role the writer speaks: carer, patient, or professional who orients somebody."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.understanding.illness import Illness

_CARE = re.compile(
    r"\b(?:je (?:m'occupe|m'en occupe|l'aide|la lave|le lave|l'accompagne|veille (?:sur|toute)|soigne|gere tout|fais tout|le garde|la garde|"
    r"le porte|la porte|l'habille|leur fais|lui fais|le surveille|la surveille|suis (?:l'|son |sa |une? )?aidante?)|j'aide|"
    r"on s'occupe d|j'accompagne|c'est moi qui (?:m'|fais|gere|le|la|l'|lui)|a ma charge|aidante? (?:de|d'|familiale?|principale?)|"
    r"proche aidante?|m'occupe d|m'en occupe|m'occuper d|occupe de lui|occupe d'elle|jeune aidante?)")
_TITLE = (r"(?:infirmier|infirmiere|pharmacien|pharmacienne|assistante? sociale?|medecin|generaliste|ide|idel|ergotherapeute|"
          r"ergo|aide[- ]soignante?|auxiliaire de vie|kinesitherapeute|kine|travailleur social|travailleuse sociale|"
          r"conseillere? (?:france services|conjugale?|numerique)|secretaire de mairie|secretaire medicale?|professionnel|"
          r"professionnelle|coordinatrice|coordinateur|orthophoniste|psychologue|psy|cadre de sante|gestionnaire de cas|"
          r"mandataire|educateur|educatrice|neurologue|geriatre|interne|preparatrice|referente?|case manager|benevole)")
_PROFESSIONAL = re.compile(
    rf"\bje suis (?:une? |le |la |l')?(?:\w+ )?{_TITLE}\b|^(?:bonjour |ici )?,?(?:dr |docteur )?{_TITLE} (?:liberale?|a |au |en |de |du |hospitalier|"
    rf"\w+ here)|^{_TITLE},|\bnous (?:sommes|suivons|accompagnons)\b.{{0,30}}\b(?:service|ssiad|equipe|ccas|clic|cpas|patiente?|usagere?|beneficiaire)|"
    r"\b(?:ma|mon|mes|une?|notre|nos|cette|ce|la|le) (?:patient|patiente|usager|usagere|beneficiaire|residente?|administree?)s?\b|"
    r"\bpatiente? (?:de )?\d|^(?:pt|pte|patiente?)\b|\bdocteur \w+,? (?:generaliste|medecin)|\bpour orientation\b|"
    r"\b(?:en|a) l'officine\b|\bma patientele\b|\bmon cabinet\b|\bcollegue (?:as|ide|assistante)\b")
_NOT_OURS = re.compile(r"\b(?:je suis (?:une? |la |le )?patiente?|en tant que patiente?|(?:une?|autres?) patientes? comme moi|patient expert)")
_PATIENT = re.compile(
    r"\bje suis (?:\w+ )?(?:malade|handicape\w*|hospitalise\w*|en fauteuil|atteinte?|diabetique|epileptique|invalide|paraplegique|"
    r"tetraplegique|aveugle|malvoyante?|sourde?|veuve|veuf|agee?|dependante?|tombee?|une? patiente?|bipolaire|schizophrene|autiste|"
    r"parkinsonien\w*|crohnien\w*|porteu\w+)\b|"
    r"\bma (?:maladie|poche|stomie|dialyse|chimio|sep|rch|mici|curatelle|rechute)\b|\bmes (?:poussees|chimios?|dialyses|jambes|crises)\b|"
    r"\bmon (?:handicap|crohn|infirmiere?|traitement|fauteuil|aidante?)\b|\bje souffre d|"
    r"\bje (?:ne |n')?(?:arrive|peux|marche|sors|vois|tiens) (?:plus|pas|mal|quasi)\w*\b.{0,25}\b(?:seule?|courses|marcher|sortir|escalier|laver|debout|lire)|"
    r"\bje (?:vis|suis|habite) (?:\w+ )?seule?\b|\bon m'a (?:diagnostique|annonce|decouvert|trouve|opere)|\bm'aident?\b|\bje tombe\b")


def role_of(normal: str, relation: bool, illnesses: Sequence[Illness], own_age: int | None) -> str | None:
    """« carer », « patient », « prescriber », or None when nothing says it.

    ``relation``: a relative who is helped was named; ``own_age``: the writer's age, when given.
    """
    if not relation and _PROFESSIONAL.search(normal) and not _NOT_OURS.search(normal):
        return "prescriber"
    if relation or _CARE.search(normal):
        return "carer"
    if any(illness.ours for illness in illnesses) or _PATIENT.search(normal):
        return "patient"
    if own_age is not None and own_age >= 75:
        return "patient"
    return None
