"""In what role the writer speaks: carer, patient, or professional who orients somebody."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.understanding.illness import Illness

_CARE = re.compile(
    r"\b(?:je (?:m'occupe|m'en occupe|l'aide|la lave|le lave|l'accompagne|veille (?:sur|toute)|soigne|"
    r"gere tout|fais tout|le garde|la garde|"
    r"le porte|la porte|l'habille|leur fais|lui fais|passe l'aider|passe les aider|viens l'aider|"
    r"vais l'aider|le surveille|la surveille|suis (?:l'|son |sa |"
    r"une? )?aidante?)|j'aide|"
    r"on s'occupe d|j'accompagne|c'est moi qui (?:m'|fais|gere|le|la|l'|lui)|a ma charge|aidante? (?:de|d'|"
    r"familiale?|principale?)|"
    r"proche aidante?|m'occupe d|m'en occupe|m'occuper d|occupe de lui|occupe d'elle|jeune aidante?)"
)
_TITLE = (
    r"(?:infirmier|infirmiere|pharmacien|pharmacienne|assistante? sociale?|medecin|generaliste|ide|"
    r"idel|ergotherapeute|"
    r"ergo|aide[- ]soignante?|auxiliaire de vie|kinesitherapeute|kine|travailleur social|"
    r"travailleuse sociale|"
    r"conseillere? (?:france services|conjugale?|numerique)|secretaire de mairie|secretaire medicale?|"
    r"professionnel|"
    r"professionnelle|coordinatrice|coordinateur|orthophoniste|psychologue|psy|cadre de sante|"
    r"gestionnaire de cas|"
    r"mandataire|educateur|educatrice|neurologue|geriatre|interne|preparatrice|referente?|"
    r"case manager|benevole|idec|aes|avs|ash|assistante? de vie|responsable de secteur|aide a domicile)"
)
_AT_WORK = (
    r"(?:\bj'(?:interviens|accompagne|ai une?|oriente|exerce)\b|\bje (?:suis|passe|vois|travaille|prends en charge|"
    r"recois|visite|vais chez|m'occupe d'une?)\b|\bnous\b|"
    r"\b(?:patiente?|residente?|usagere?|beneficiaire)s?\b|\b(?:une?|cette|ce) (?:dame|monsieur|famille|couple)\b)"
)
_PROFESSIONAL = re.compile(
    rf"\bje suis (?:une? |le |la |l')?(?:\w+ )?{_TITLE}\b|"
    # « infirmière à Dijon » alone is who is looked for; with what one does there, it is who writes.
    rf"^(?=.*{_AT_WORK})(?:bonjour |ici )?,?(?:dr |docteur )?{_TITLE} (?:liberale?|a |au |en |de |du |hospitalier)|"
    rf"^(?:bonjour )?{_TITLE} here\b|^(?:stagiaire |etudiante? |ancien\w* )?{_TITLE},(?! j'ai \d)|"
    r"^aide a domicile (?:chez|aupres) |"
    r"\bje travaille (?:au|a la|a l'|dans un|dans une|pour un|en|pour le|chez) (?:\w+ )?(?:ccas|cpas|clic|"
    r"dac|ssiad|had|ehpad|chu|hopital|service|cabinet|mairie|spasad|samsah|savs|pharmacie)\b.{0,40}"
    r"\b(?:accompagne|suis|suivons|cherche|patiente?|personne|dame|monsieur|usagere?|famille)|"
    r"\b(?:situation complexe|sortie prevue)\b|\bchez un couple\b|\bnous (?:sommes|suivons|"
    r"accompagnons)\b.{0,30}\b(?:service|ssiad|equipe|ccas|"
    rf"clic|cpas|patiente?|usagere?|beneficiaire)|"
    r"\b(?:ma|mon|mes|une?|notre|nos|cette|ce|la|le) (?:patient|patiente|usager|usagere|beneficiaire|"
    r"residente?|administree?)s?\b|"
    r"\bpatiente? (?:de )?\d|^(?:pt|pte|patiente?)\b|\bdocteur \w+,? (?:generaliste|medecin)|"
    r"\bpour orientation\b|"
    r"\b(?:en|a) l'officine\b|\bma patientele\b|\bmon cabinet\b|\bcollegue (?:as|ide|assistante)\b"
)
_NOT_OURS = re.compile(
    r"\b(?:je suis (?:une? |la |le )?patiente?|en tant que patiente?|(?:une?|"
    r"autres?) patientes? comme moi|patient expert)"
)
_ILL_MYSELF = re.compile(
    r"\bc'est moi (?:la |le |qui (?:ai|suis) (?:la |le )?)(?:malade|patiente?)|"
    r"\bc'est moi qui ai\b|"
    r"\bde moi que je parle\b|\b(?:diagnostique|decouvert|trouve)\w* chez moi\b|\bdepuis mes \d|"
    r"\bbesoin d'aide moi[- ]meme\b"
)
_PATIENT = re.compile(
    r"\bje suis une? (?:\w+ )?(?:vieille dame|vieux monsieur|dame agee|personne agee)\b|"
    r"\bje suis (?:\w+ )?(?:malade|handicape\w*|hospitalise\w*|en fauteuil|atteinte?|diabetique|epileptique|"
    r"invalide|paraplegique|"
    r"tetraplegique|aveugle|malvoyante?|sourde?|veuve|veuf|agee?|dependante?|tombee?|une? patiente?|"
    r"bipolaire|schizophrene|autiste|"
    r"parkinsonien\w*|crohnien\w*|porteu\w+)\b|"
    r"\bma (?:maladie|poche|stomie|dialyse|chimio|sep|rch|mici|curatelle|rechute)\b|\bmes (?:poussees|"
    r"chimios?|dialyses|jambes|crises)\b|"
    r"\bmon (?:handicap|crohn|infirmiere?|traitement|fauteuil|aidante?)\b|\bje souffre d|"
    r"\bje (?:ne |n')?(?:arrive|peux|marche|sors|vois|tiens) (?:plus|pas|mal|quasi)\w*\b.{0,25}\b(?:seule?|"
    r"courses|marcher|sortir|escalier|laver|debout|lire)|"
    r"\bje (?:vis|suis|habite) (?:\w+ )?seule?\b|\bon m'a (?:diagnostique|annonce|decouvert|trouve|opere)|"
    r"\bm'aident?\b|\bje tombe\b"
)


def says_ill(normal: str) -> bool:
    """Whether the writer says plainly to be the one who is ill: the relatives named are then around, not helped."""
    return bool(_ILL_MYSELF.search(normal))


def cares(normal: str) -> bool:
    """Whether the writer says in so many words to take care of somebody."""
    return bool(_CARE.search(normal))


def role_of(
    normal: str, relation: bool, illnesses: Sequence[Illness], own_age: int | None, helped: bool = False
) -> str | None:
    """« carer », « patient », « prescriber », or None when nothing says it.

    ``relation``: a relative who is helped was named; ``own_age``: the writer's age, when given;
    ``helped``: a relative is said to take care of the writer.
    """
    if says_ill(normal) and not _CARE.search(normal):
        return "patient"
    if not relation and _PROFESSIONAL.search(normal) and not _NOT_OURS.search(normal):
        return "prescriber"
    if helped and not relation and not _CARE.search(normal):
        return "patient"
    if relation or _CARE.search(normal):
        return "carer"
    if any(illness.ours for illness in illnesses) or _PATIENT.search(normal):
        return "patient"
    if own_age is not None and own_age >= 75:
        return "patient"
    return None
