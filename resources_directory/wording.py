"""The French words of the directory: needs, audiences, reasons."""

from __future__ import annotations

from datetime import date

NEEDS = {
    "respite": "souffler et être relayé",
    "day_care": "un accueil de jour",
    "temporary_stay": "un séjour temporaire",
    "home_help": "de l'aide à la maison",
    "home_nursing": "des soins à la maison",
    "meal_delivery": "des repas livrés à la maison",
    "remote_alarm": "une téléassistance",
    "home_adaptation": "adapter le logement",
    "transport": "se déplacer",
    "nursing_home": "trouver un établissement",
    "hospital_discharge": "organiser un retour de l'hôpital",
    "listening": "parler et être écouté",
    "support_group": "rencontrer d'autres personnes dans la même situation",
    "patient_association": "rencontrer une association sur la maladie",
    "caregiver_training": "apprendre les gestes de l'aide",
    "caregiver_status": "connaître les droits des aidants",
    "caregiver_leave": "concilier travail et aide",
    "apa": "l'aide à l'autonomie des personnes âgées",
    "disability_rights": "les droits liés au handicap",
    "cost_help": "les aides financières",
    "legal_protection": "la protection juridique",
    "care_refusal": "un proche qui refuse l'aide",
    "family_tension": "des tensions dans la famille",
    "memory_behaviour": "des troubles de la mémoire ou du comportement",
    "social_isolation": "rompre la solitude",
    "prevention": "prendre soin de sa santé",
    "mon_espace_sante": "Mon espace santé",
    "digital_help": "être aidé avec internet",
    "chronic_illness_life": "vivre avec une maladie chronique",
    "find_professional": "trouver un soignant",
    "young_caregiver": "un jeune qui aide un proche",
    "end_of_life": "la fin de vie et le deuil",
    "backup_plan": "prévoir un relais en cas d'absence",
}
AUDIENCES = {
    "carer": "les aidants",
    "patient": "les personnes malades",
    "elderly": "les personnes âgées",
    "disabled": "les personnes handicapées",
    "young": "les jeunes",
    "professional": "les professionnels",
}


def why(
    need: str, territory: str, audience: str, distance_km: float | None, national: bool, informs: bool = False
) -> str:
    """One to three short sentences: the need, where it serves, for whom."""
    subject = NEEDS.get(need, need)
    parts = [f"Peut vous renseigner pour {subject}." if informs else f"Votre besoin : {subject}."]
    if national:
        parts.append("Répond dans tout le pays.")
    elif distance_km is not None and not territory:
        near = distance_km < 1
        parts.append(
            "Dans votre commune ou juste à côté." if near else f"À environ {kilometres(distance_km)} de chez vous."
        )
    elif territory:
        parts.append(f"Territoire : {territory}.")
    people = [AUDIENCES[a] for a in audience.split(",") if a in AUDIENCES]
    if people:
        last = people.pop()
        parts.append(f"Pour {', '.join(people)} et {last}." if people else f"Pour {last}.")
    return " ".join(parts)


def kilometres(distance: float) -> str:
    """« dans la commune ou juste à côté », « 3 km ». A place is known by its centre: less than 1 km would be false."""
    return "dans la commune ou juste à côté" if distance < 1 else f"{round(distance)} km"


def origin(source: str, day: date | None) -> str:
    """« Annuaire local DILA, 21/04/2017 »."""
    return f"{source}, {day:%d/%m/%Y}" if day else source
