"""How the person lives and is helped, and how the writer is: patterns over normalised text."""

from __future__ import annotations

import re

from bot.french_dates import DAYS

_WHO = (
    r"(?:il|elle|ils|elles|qui|maman|papa|mere|pere|parents|tante|oncle|voisine?|soeur|frere|mamie|papi|"
    r"mari|femme|amie?|fils|fille|"
    r"grand-mere|grand-pere|patiente?|madame|monsieur|dame)"
)
_TOGETHER = re.compile(
    r"\b(?:vit|vis|vivons|vivent|habite|habitons|habitent|loge|loges|demeure|"
    r"installee?)\b(?: \w+){0,2} (?:avec (?:moi|nous|lui|elle|eux|mon|ma|mes)|"
    r"chez (?:moi|nous|lui|eux)\b|ensemble|a deux|tous les deux|sous le meme toit)|sous (?:le|notre|"
    r"mon) (?:meme )?toit|a la maison avec (?:moi|nous)|"
    rf"\b{_WHO} (?:est|sont|reste) (?:\w+ )?(?:chez|avec) (?:moi|nous)\b|\bl'(?:heberge|"
    rf"ai pris\w* (?:chez moi|a la maison))|"
    r"\bl'a(?:vons|i)? (?:accueillie?|recueillie?|prise?) (?:chez|a la maison)|\bchez (?:moi|nous) depuis|"
    r"\b(?:venue?|venir) (?:vivre|habiter) (?:chez|avec) (?:moi|nous)|"
    r"\b(?:je|on) (?:dors|vis|vit|habite) (?:\w+ )?(?:chez|avec) (?:lui|elle|eux|(?:mon|ma|mes|"
    r"notre) \w+)\b|\b(?:vivre|habiter) chez mes parents|"
    r"\b(?:je|j'|on|nous) ?(?:partage\w*|partageons) (?:\w+ )?(?:appart\w*|maison|logement|studio)|"
    r"\bon vit a (?:deux|trois|quatre|cinq|\d)\b|\bj'ai pris (?:\w+ )?\w+ (?:a la maison|chez moi)|"
    r"\bnous vivons (?:a deux|tous)|(?<!pas la )\bmeme (?:maison|"
    r"appartement|toit)\b"
)
_ALONE = re.compile(
    rf"\b{_WHO},? (?:y )?(?:vit|vie|habite|est|reste|demeure) (?:(?:encore|toujours|maintenant|desormais|"
    rf"aussi) )?(?:toute? )?seule?\b(?! a (?:pouvoir|savoir))|"
    r"(?<!pas )\b(?:vit|vivant|habite|habitant|reste) (?:(?:encore|toujours) )?(?:toute? )?seule?\b|"
    r"\b(?:toute? )?seule? (?:chez (?:lui|elle)|a (?:la maison|la ferme|domicile|son domicile)|dans (?:sa|"
    r"son|un|une|cette) (?:grande? )?(?:maison|appart\w*|ferme|village|studio|hlm))|"
    r"\b(?:veuve?|isolee?),? (?:et )?seule?\b|\bdomicile seule?\b"
)
_NO_MORE_ALONE = re.compile(
    r"\bne (?:vit|habite|vis|reste) (?:pas|plus) (?:toute? )?seule?\b|"
    r"\bpas toute? seule? chez"
)
_NO_MORE_TOGETHER = re.compile(r"\bne? ?(?:vit|habite|vivons|habitons) (?:pas|plus) (?:avec|chez|ensemble)")
_NOT_ALONE = re.compile(
    r"\b(?:pas|plus|jamais|laisser|laisse) (?:vivre |rester |"
    r"toute? )?(?:toute? )?seule?\b|\bne (?:vit|reste|vis|habite) (?:pas|plus) seule?"
)
_I_LIVE_ALONE = re.compile(r"\bje (?:vis|suis|habite|reste) (?:\w+ )?(?:toute? )?seule?\b|\bvivant seule?\b")
_TIRED = re.compile(
    r"\b(?:epuise|epuisee|exteneue?e?|extenuee?|fatiguee?|creve|crevee|claque|claquee|lessivee?|videe?|"
    r"rincee?|cassee?|"
    r"au bout du rouleau|a bout(?: de (?:forces?|souffle|nerfs))?|n'en peux plus|en peux plus|en peut plus|"
    r"tiens plus|tiens plus debout|"
    r"je (?:ne )?dors (?:plus|mal|pas|peu|presque)|sans dormir|plus de forces?|burn[ -]?out|h\.s\.?|nazes?|"
    r"sur les rotules|"
    r"je suis a plat|je craque|je sature|plus d'energie|pas dormi|pas dormir|nuits? blanches?|fatigue|kapout|kaput|"
    r"mes nerfs lachent|"
    r"tiens a peine debout|j'en ai (?:marre|plein le dos|ras le bol)|a ramasser a la petite cuillere|"
    r"sur les genoux)(?![\w-])"
)
_OTHERS = re.compile(
    rf"\b{_WHO}(?:,? \w+){{0,2}} (?:est|semble|parait|sera|etait|sont|se sent|a l'air|"
    rf"revient|rentre)(?: \w+){{0,2}} ?$|"
    r"\b(?:il|elle) (?:n')?$|\b(?:il|elle|qui)(?: s'| se)? ?$|"
    r"\b(?:vous|tu|etes|es)(?: \w+){0,2} $|\b(?:se|vite|trop vite|la) $"
)
_NOT = re.compile(r"\b(?:pas|jamais|sans|moins|pas encore)(?: (?:trop|tres|si|vraiment|particulierement))? $")
_FREQUENCY = (
    (
        "constant",
        re.compile(
            r"\b(?:jour et nuit|nuit et jour|24 ?h ?(?:/|sur) ?24|24/24|en permanence|"
            r"24 ?h(?:eures)? sur 24|du matin au soir et la nuit|nuit comme jour|"
            r"toute la journee et la nuit|non[- ]stop|sans arret|7j?/7|tout le temps)"
        ),
    ),
    (
        "daily",
        re.compile(
            r"\b(?:tous les (?:jours|matins|soirs|midis)|chaque (?:jour|matin|soir|midi)|"
            r"quotidien\w*|matin et soir|"
            r"(?:une|deux|trois|quatre|\d) fois par jour|par jour|le (?:soir|matin|midi))\b"
        ),
    ),
    (
        "weekly",
        re.compile(
            rf"\b(?:par semaine|chaque (?:semaine|week-?end)|tous les (?:week-?ends?|(?:{'|'.join(DAYS)})s|"
            rf"deux jours|\d jours)|un week-?end sur|un jour sur deux|le (?:{'|'.join(DAYS)})\b|"
            r"toutes les semaines|hebdomadaire|le week-?end)\b"
        ),
    ),
    (
        "occasional",
        re.compile(
            r"\b(?:par mois|de temps en temps|une fois de temps|parfois|occasionnel\w*|"
            r"tous les mois|par an)\b"
        ),
    ),
)
_PARTS = re.compile(r"[,;.!?](?! ?7j)| (?:et|mais|ou) (?!nuit|la nuit|soir|jour|midi|demi|le \w+di\b)")
_COMES = re.compile(
    r"\b(?:infirmi\w+|ssiad|idel|aide[- ](?:a domicile|menagere|soignante?)|auxiliaire|kine\w*|medecin|dame|"
    r"repas|soignants?|"
    r"famille|soeur|frere|fille|fils|voisine?)\b.{0,20}\b(?:viens?t?|viennent|passe\w*|fait|font|livre\w*|"
    r"prend|aide|fois)\b|"
    r"\b(?:centre|accueil|hopital) de jour\b(?! et nuit)|\bkine\b|\bdialyse\b"
)
_IN_PLACE = {
    "home_help": re.compile(
        r"\b(?:aide[- ](?:a domicile|menagere)|auxiliaire(?: de vie)?|femme de menage|aide familiale|"
        r"une dame)s?\b.{0,30}"
        r"\b(?:vient|viennent|passe|passent|deja|heures|fois)\b|"
        r"\b(?:on a|j'ai|il a|elle a|nous avons|avec) (?:deja )?(?:une|des|l') ?(?:aide[- ](?:a domicile|"
        r"menagere)|auxiliaire|femme de menage|aide familiale)"
    ),
    "home_nursing": re.compile(
        r"\b(?:infirmi\w+|ssiad|idel|soins infirmiers)\b.{0,30}\b(?:viens?t?|"
        r"viennent|passe|passent|deja|matin|jour|fois|soir|en place)\b"
    ),
    "day_care": re.compile(
        r"\b(?:va|vais|allait|il y va|est|frequente)\b.{0,14}\b(?:accueil|centre|hopital) de jour\b|"
        r"\baccueil de jour (?:deja|\w+ fois|\w+ jours?)"
    ),
    "meal_delivery": re.compile(
        r"\b(?:a|ai|avons|avec) (?:deja )?(?:le |un )?portage|\b(?:portage|repas)\b.{0,25}\b(?:deja|"
        r"tous les jours|livres?|en place|arrivent)\b|"
        r"\bplateaux?[ -]repas\b.{0,20}\b(?:deja|livres?)"
    ),
}
_IN_PLACE["remote_alarm"] = re.compile(
    r"\b(?:a|ai|porte|avons|avec|et) (?:deja |deja )?(?:la |une? |sa |son )?(?:tele-?alarme|teleassistance|"
    r"bracelet d'alarme|medaillon)\b"
)
# Asked for, not had.
_WISHED = re.compile(
    r"\b(?:cherche\w*|voudrais|besoin|peut|peuvent|pourrait|trouver|comment|est-ce qu\w*|faudrait|obtenir|"
    r"ni|pas d\w*|pas encore d\w*)\b[^.!?]{0,30}$"
)
_NO_HELP = re.compile(
    r"\b(?:aucune? aide|pas (?:encore )?d'aide|pas d'aides|personne (?:ne )?(?:m'|vient |nous |ne )aide|"
    r"sans aide|aucun aidant|aucun passage|"
    r"\ba part moi,? (?:il n'y a )?personne|n'(?:avons|ai|a|ont) personne|ni infirmi\w+ ni|plus d'aide|"
    r"toute? seule? pour tout|(?:j'ai|on a|elle a|il a|n'ai|n'a) (?:pas |que )?personne (?:pour|qui)|"
    r"rien en place|"
    r"personne pour (?:m'|nous |l')aider|aucun service|je (?:fais|gere|porte) tout (?:toute? )?seule?)"
)
_REFUSES = re.compile(
    r"\b(?:refuse\w*|(?:veut|accepte) (?:pas|plus|rien|personne)|ne veut (?:pas|personne|"
    r"rien)|(?:veut|vouloir) pas (?:d'aide|aller|entendre)|"
    r"s'y oppose|ne se laisse pas|chasse l'aide|renvoie l'aide)"
)


def living(normal: str, patient: bool) -> str | None:
    """« together », « alone » or None; the writer's own home when the writer is the patient."""
    alone = (_ALONE.search(normal) or (patient and _I_LIVE_ALONE.search(normal))) and not _NOT_ALONE.search(normal)
    if _TOGETHER.search(normal) and not _NO_MORE_TOGETHER.search(normal):
        return "together"
    return "alone" if alone else None


def not_living(normal: str) -> list[str]:
    """The ways of living that the message says not to be, or no longer: « elle ne vit plus seule »."""
    denials = {"alone": _NO_MORE_ALONE, "together": _NO_MORE_TOGETHER}
    return [code for code, pattern in denials.items() if pattern.search(normal)]


def tired(normal: str) -> bool:
    """Whether the writer says to be worn out; somebody else's tiredness does not count, nor its denial."""
    return any(
        not _OTHERS.search(before := normal[max(0, match.start() - 40) : match.start()]) and not _NOT.search(before)
        for match in _TIRED.finditer(normal)
    )


def frequency(normal: str) -> str | None:
    """How often the writer helps: « constant », « daily », « weekly », « occasional » or None.

    How often others come is not looked at."""
    mine = " ; ".join(part for part in _PARTS.split(normal) if not _COMES.search(part))
    return next((code for code, pattern in _FREQUENCY if pattern.search(mine)), None)


def refuses(normal: str) -> bool:
    """Whether somebody is said to refuse."""
    return bool(_REFUSES.search(normal))


def in_place(normal: str) -> list[str] | None:
    """The help that already comes, as need codes; [] when there is said to be none; None when nothing is said."""
    found = [
        need
        for need, pattern in _IN_PLACE.items()
        if (match := pattern.search(normal)) and not _WISHED.search(normal[: match.start()])
    ]
    return found if found or _NO_HELP.search(normal) else None
