"""A pack needs no code: one written here, in the installation's folder, opens, asks, answers and counts."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from bot.commands import report
from bot.packs import PackError, Packs
from bot.packs.counts import PackCount
from tests.packs.chat import Chat, make_world

PACK = """
id: diabete
title: Vivre avec un diabète
button: Vivre avec un diabète
author: Une association
reviewed_on: 2026-11-25
intro: "Choisissez ce qui vous aide."
opens:
  topics: [chronic_illness_life]
  when: illness == "diabetes"
items:
  - id: shoes
    label: Les pieds
    kind: card
    card: shoes
    words: [pieds, chaussures]
  - id: meter
    label: Mon premier contrôle, pas à pas
    kind: steps
    counts: helped
    says: "Bravo."
    then: [opinion]
    steps:
      - {id: box, do: "Avez-vous ouvert la boîte ?", why: "Tout est dans la boîte, avec une notice.", memo: boîte ouverte, help: "Votre pharmacien l'ouvre avec vous."}
      - {id: note, do: "Avez-vous noté la date du jour ?", why: "La date aide à s'y retrouver ensuite.", memo: date notée, help: "Un calendrier suffit."}
  - id: opinion
    label: Mon avis
    kind: questionnaire
    questionnaires: [diabete_opinion]
    counts: opinion
    says: "Merci."
"""
CARDS = """
shoes:
  title: Les pieds
  needs: [find_professional]
  texts: {FR: {body: ["Regardez vos pieds chaque soir."], easy: ["Regardez vos pieds."]}}
  sources: [{title: Une page, href: "https://www.ameli.fr", seen_on: 2026-11-25, checked: a_verifier}]
"""
QUESTIONS = """
id: diabete_opinion
version: "1.0"
title: Mon avis
audience: [carer, patient, prescriber]
subject: respondent
kind: social
wording: official
licence: MIT
source: Une association
length: 1 question, 1 minute
questions:
  - {id: clear, type: yes_no, text: "Était-ce clair pour vous ?", why: "Votre avis est compté, sans votre nom."}
"""
HEADER = (
    "id;nom;structure;type;besoins;portee;zones;territoire;telephone;courriel;site_web;adresse;code_postal;commune;"
    "code_insee;latitude;longitude;horaires;frais;conditions;publics;maladies;age_min;age_max;modes;presentation;pays;"
    "point_entree;source;source_adresse;date_source;verifie_le;a_verifier;licence"
)
SERVICE = (
    "maison-diabete;La maison du diabète;La maison du diabète;association;patient_association;territoire;"
    "departement:21;Côte-d'Or (21);;;https://exemple.fr" + ";" * 15 + ";FR;;Une association;https://exemple.fr;;;oui;"
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An installation with a pack of its own."""
    folder = tmp_path / "packs" / "diabete"
    (folder / "questionnaires").mkdir(parents=True)
    (folder / "pack.yml").write_text(PACK, "utf-8")
    (folder / "cards.yml").write_text(CARDS, "utf-8")
    (folder / "questionnaires" / "diabete_opinion.yml").write_text(QUESTIONS, "utf-8")
    (folder / "services.csv").write_text(f"{HEADER}\n{SERVICE}\n", "utf-8")
    return tmp_path


def test_it_opens_for_its_illness_only(home: Path) -> None:
    world = make_world(home)
    ill = Chat(world, role="patient", illness={"code": "diabetes", "label": "un diabète"})
    ill.say("vivre avec ma maladie", "chronic_illness_life")
    assert "Vivre avec un diabète" in ill.buttons
    other = Chat(world, role="patient", illness={"code": "crohn", "label": "la maladie de Crohn"})
    other.say("vivre avec ma maladie", "chronic_illness_life")
    assert "Vivre avec un diabète" not in other.buttons


def test_its_card_its_steps_its_questionnaire_and_its_counts(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    world = make_world(home)
    chat = Chat(world, role="patient", illness={"code": "diabetes", "label": "un diabète"})
    chat.say("mes pieds avec le diabète", "chronic_illness_life")
    assert "Regardez vos pieds chaque soir." in chat.text and "À vérifier" in chat.text
    chat.press("Menu").press("Mon premier contrôle")
    assert "ouvert la boîte" in chat.text
    chat.say("je suis bloqué")
    assert "pharmacien" in chat.text
    chat.press("Réessayer").press("C'est fait").press("Plus tard")
    chat.press("Reprendre")
    assert "noté la date" in chat.text and not chat.messages[0]["text"].startswith("Avez-vous ouvert")
    chat.say("c'est fait")
    assert "Bravo." in chat.text
    chat.press("Mon avis").say("oui")
    assert "Merci." in chat.text
    with world.database.session() as session:
        counted = {row.action: row.times for row in session.scalars(select(PackCount).filter_by(pack="diabete"))}
    assert counted == {
        "opened": 1, "accompanied": 1, "stuck.meter.box": 1, "helped": 1, "opinion": 1, "opinion.clear.yes": 1,
    }  # fmt: skip
    assert report.main(world.settings, ["diabete"]) == 0
    out = capsys.readouterr().out
    assert "Personnes touchées" in out and "masqué" in out and '"1"' not in out


def test_its_services_are_in_the_directory(home: Path) -> None:
    world = make_world(home)
    place = world.gazetteer.resolve("Dijon").candidates[0]
    found = world.directory.search(["patient_association"], place, audience="patient", limit=10)
    assert "La maison du diabète" in [service.name for service in found]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("kind: card", "n'est pas une sorte connue"),
        ("card: shoes", "il manque « card »"),
        ("then: [opinion]", "qui n'existe pas"),
        ('when: illness == "diabetes"', "ne peut pas être lue"),
        ("id: diabete\n", "n'est pas le nom du dossier"),
        ("intro:", "manque ou n'a pas la forme"),
    ],
)
def test_a_wrong_pack_is_refused_with_its_reason(home: Path, wrong: str, said: str) -> None:
    path = home / "packs" / "diabete" / "pack.yml"
    put = {
        "kind: card": "kind: carte", "card: shoes": "", "then: [opinion]": "then: [rien]",
        'when: illness == "diabetes"': 'when: illness == ("', "id: diabete\n": "id: autre\n", "intro:": "entree:",
    }[wrong]  # fmt: skip
    path.write_text(PACK.replace(wrong, put, 1), "utf-8")
    with pytest.raises(PackError, match=r"diabete/pack\.yml") as raised:
        Packs.load(own=home / "packs")
    assert said in str(raised.value)


def test_an_unknown_name_is_refused_and_none_is_none(home: Path) -> None:
    with pytest.raises(PackError, match="rien"):
        Packs.load(["rien"])
    assert not Packs.load(["aucun"])
    assert list(Packs.load(["mica", "diabete"], own=home / "packs")) == ["mica", "diabete"]


def test_the_pack_of_the_page_works_as_it_is_written(tmp_path: Path) -> None:
    """The three files of « En dix minutes » in docs/packs.md, copied as they stand."""
    page = (Path(__file__).parents[2] / "docs" / "packs.md").read_text("utf-8")
    part = page[page.index("## En dix minutes") :]
    folder = tmp_path / "packs" / "diabete"
    (folder / "questionnaires").mkdir(parents=True)
    for name in ("pack.yml", "cards.yml", "questionnaires/diabete_quiz.yml"):
        text = part[part.index(f"`{name}`\n```yaml\n") :].split("```yaml\n", 1)[1].split("```", 1)[0]
        (folder / name).write_text(text, "utf-8")
    world = make_world(tmp_path)
    chat = Chat(world, role="patient", illness={"code": "diabetes", "label": "un diabète"})
    chat.say("vivre avec ma maladie", "chronic_illness_life").press("Vivre avec un diabète")
    assert "Choisissez ce qui vous aide" in chat.text
    chat.press("Mes pieds")
    assert "Regardez vos pieds chaque soir." in chat.text and "À vérifier" in chat.text
    chat.press("Un petit quiz").press("Oui")
    assert "Non, il ne s'attrape pas." in chat.text and "Merci d'avoir joué." in chat.text
    chat.press("Menu").press("Préparer ma visite").say("je ne sais pas")
    assert "Le secrétariat du médecin" in chat.text
    chat.press("Réessayer").press("C'est fait")
    assert "C'est prêt." in chat.text
