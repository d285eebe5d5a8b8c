"""French as people type it, brought to one form: for the models and the rules, never for display."""

from __future__ import annotations

import re

from anyascii import anyascii

_SPACES = re.compile(r"\s+")
_LONG = re.compile(r"(.)\1{2,}")
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'"})
# What is written short in messages, by whole words. The full word is what the models and the rules know.
_FORMS = """
aujourd'hui: auj ajd ojd aujourdhui ojourdui ojourd'hui
association: asso assoc assos
avec: av ac
beaucoup: bcp bocou bocoup
bonjour: bjr bonj bonjr
bonsoir: bsr
c'est: c cest
c'etait: cetait
chaque: chak chaq
comment: cmt coman komen koman commen
coucou: cc
d'accord: daccord dacord dac
dans: ds
de la: dla
desole: dsl
docteur: dr
domicile: dom
donc: dc
ehpad: ehpa epad ephad epahd hepad ehepad ehpade
est-ce que: esk eske esque esceque estceque
hopital: hosto hopitale opital
il y a: ya
j'ai: g jai
j'arrive: jarrive jarive
j'en: jen
je crois: jcrois
je me: jme
je ne sais pas: jsp
je ne: jne
je pense: jpense
je peux: jpeux jpeu jpx jpeut
je sais: jsais jsai jse
je suis: jsuis chui chuis jsui
je veux: jveux jveu
je vis: jvis
je voudrais: jvoudrais
jamais: jms
kinesitherapeute: kine
l'hopital: lhopital
longtemps: lgtps lgtemps
madame: mme
maintenant: mnt mtn maintnant
mais: ms
mdph: mdhp mpdh
medecin: md medcin medecain
meme: mm
monsieur: mr
n'ai: nai
n'est: nest
non: nn nan
nous: ns
numero: num
oui: we oue ouais ouep
parce que: pcq pck psk pasque parceke
pas: pa
patient: pt
patiente: pte
pendant: pdt
pour: pr
pourquoi: pk pq pkoi prk pourkoi
probleme: pb pbm
problemes: pbs
qu'est-ce que: keske kesk
qu'il: quil kil
qu'on: quon
quand: qd kan
que: ke
quelqu'un: qqn qqun quelqun kelkun qq1 qlq1 kelk1
quelque chose: qqch qqc qqchose
quelque: qq qlq kelke
qui: ki
quoi: koi kwa
rendez-vous: rdv rdvs
s'il te plait: stp
s'il vous plait: svp sivouplai silvousplait
salut: slt
telephone: tel
temps: tps
toujours: tjs tjr tjrs toujour
tous: ts
tout le monde: tlm
tout: tt
toute: tte
vous: vs
vraiment: vrmt vrm
"""
_SHORT = {
    short: full
    for full, shorts in (line.split(": ") for line in _FORMS.split("\n") if line)
    for short in shorts.split()
}
_TOKEN = re.compile(r"[\w']+", re.UNICODE)
# An apostrophe left out or replaced by a space: « j ai », « l aide », « c est »; never a letter that stands for itself.
_ELIDED = re.compile(r"\b(?:(j|l|d|n|m|s|qu|jusqu|lorsqu) (?=[aeiouy]\w|h[aeiou])|(c) (?=est\b|etait\b))")


def fold(text: str) -> str:
    """Lower case, no accents, straight apostrophes, single spaces; letters repeated more than twice are cut to two."""
    lowered = anyascii(text.translate(_APOSTROPHES)).lower()
    return _SPACES.sub(" ", _LONG.sub(r"\1\1", lowered)).strip()


def normalise(text: str) -> str:
    """:func:`fold`, then lost apostrophes put back and the short forms of messages spelled out."""
    whole = _ELIDED.sub(lambda match: f"{match.group(1) or match.group(2)}'", fold(text))
    return _TOKEN.sub(lambda match: _SHORT.get(match.group(), match.group()), whole)
