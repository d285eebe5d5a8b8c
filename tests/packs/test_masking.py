"""Numbers and passwords that must not be written here are masked; all the rest stays as it was written."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.privacy.masking import mask


def _nir(sex: str, year: str, month: str, department: str, rest: str) -> str:
    body = sex + year + month + department + rest
    number = int(body.replace("2A", "19").replace("2B", "18"))
    return f"{body}{97 - number % 97:02d}"


@pytest.mark.parametrize(
    "text",
    [
        "mon numero de secu c'est 1 84 12 76 451 089 46 merci",
        "184127645108946",
        "je suis né en corse : 2 94 03 2A 004 123 " + _nir("2", "94", "03", "2A", "004123")[-2:],
        "voila " + _nir("1", "55", "07", "2B", "033025"),
        "13 chiffres seulement 2550814168025",
        "avec des points 1.84.12.76.451.089",
        "numéro national belge 85.07.30-033.28",
    ],
)
def test_a_social_security_number_is_masked(text: str) -> None:
    masked = mask(text)
    assert masked.found == ("nir",) and "[numéro masqué]" in masked.text
    assert not any(len(run) >= 6 for run in masked.text.replace(" ", "").split("[numéromasqué]") if run.isdigit())


@pytest.mark.parametrize(
    ("text", "secret", "kind"),
    [
        ("mon code est 483920", "483920", "code"),
        ("le code que j'ai reçu : 1234 56", "1234", "code"),
        ("le code 771203 ne marche pas", "771203", "code"),
        ("mot de passe : Soleil45!", "Soleil45!", "password"),
        ("mon mot de passe c'est Toto2024", "Toto2024", "password"),
        ("mdp: azerty", "azerty", "password"),
        ("ma carte 4970 1012 3456 7893", "4970", "card"),
        ("numéro de sécu 184127645", "184127645", "nir"),
    ],
)
def test_codes_passwords_and_cards_are_masked(text: str, secret: str, kind: str) -> None:
    masked = mask(text)
    assert masked.found == (kind,) and secret not in masked.text


@pytest.mark.parametrize(
    "text",
    [
        "06 12 34 56 78", "0612345678", "+33 6 12 34 56 78", "04 71 00 11 22 ou 06 12 34 56 78",
        "mon code postal est 71100", "code postal 21000", "71100", "j'ai 84 ans et je vis a 71100 Chalon",
        "mon code est KABOTU-MIDORELA-4", "j'ai perdu mon mot de passe", "mon mot de passe est refusé",
        "mot de passe oublié", "le code a expiré", "code perdu", "mon mdp ne marche plus", "le 12/03/1945",
        "rendez-vous le 12 décembre à 14h30", "elle prend 3 médicaments", "12,50 € le 3 mars 2026",
        "numéro de sécu perdu", "le code n'arrive pas", "SIRET 732 829 320 00074", "FINESS 210780581",
    ],
)  # fmt: skip
def test_what_is_no_secret_stays(text: str) -> None:
    assert mask(text) == mask(text) and mask(text).text == text and mask(text).found == ()


def test_masked_once_it_is_still_found() -> None:
    once = mask("mon code est 483920, il ne marche pas")
    assert mask(once.text) == once


def test_alone_or_among_words() -> None:
    assert mask("mon numero de secu c'est 1 84 12 76 451 089 46").alone
    assert mask("voici le code : 483920").alone
    assert not mask("le code 771203 ne marche pas").alone
    assert not mask("bonjour").alone


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    masked = mask(text)
    assert (masked.text == text) == (not masked.found) or masked.found


@pytest.mark.parametrize("text", [": " * 4000, "1 " * 4000, "code " * 1600, "mot de passe est " * 500, "c'est " * 1300])
def test_a_hostile_text_takes_no_time(text: str) -> None:
    start = time.process_time()
    mask(text[:8000])
    assert time.process_time() - start < 1.0
