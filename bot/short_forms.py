"""What is written short in messages, by whole words: « bcp » is « beaucoup ». Without accents, as our readers compare.

The danger detector keeps a list of its own (``bot/crisis/rules/spelling.yml``): it undoes elisions (« jsuis » is three
words there), and what it knows is measured apart.
"""

from __future__ import annotations

_FORMS = """
association: asso assoc assos
aujourd'hui: auj ajd ojd aujourdhui ojourdui ojourd'hui
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
jamais: jms
je crois: jcrois
je me: jme
je ne: jne
je ne sais pas: jsp
je pense: jpense
je peux: jpeux jpeu jpx jpeut
je sais: jsais jsai jse
je suis: jsuis chui chuis jsui
je veux: jveux jveu
je vis: jvis
je voudrais: jvoudrais
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
petit: ptit
petite: ptite
peut-etre: ptet ptetre
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
quelque: qq qlq kelke
quelque chose: qqch qqc qqchose
qui: ki
quoi: koi kwa
rendez-vous: rdv rdvs
s'il te plait: stp
s'il vous plait: svp sivouplai silvousplait
salut: slt
souvent: svt
telephone: tel
temps: tps
toujours: tjs tjr tjrs toujour
tous: ts
tout: tt
tout le monde: tlm
toute: tte
vous: vs
vraiment: vrmt vrm
"""
SHORT_FORMS: dict[str, str] = {
    short: full
    for full, shorts in (line.split(": ") for line in _FORMS.split("\n") if line)
    for short in shorts.split()
}
