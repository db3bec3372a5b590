"""Verbs, as far as their forms and neighbours tell: no parser is asked."""

import re
from collections.abc import Collection, Sequence

from bot.question.names import weak_stems
from ingest.text.words import stem, words

BE = frozenset("is are was were be been being".split())
AUXILIARIES = BE | frozenset("has have had do does did will would shall should can could may might must to".split())
# Verbs that have one form for all times.
UNCHANGED = frozenset("cut put set hit let shut spread split cast burst".split())
# The forms of irregular verbs: other forms of a verb have one stem anyway.
_FORMS = """
die/died lie/lied sue/sued tie/tied
beat/beaten become/became begin/began/begun bite/bit/bitten blow/blew/blown break/broke/broken bring/brought
build/built buy/bought catch/caught choose/chose/chosen come/came deal/dealt dig/dug draw/drew/drawn drink/drank/drunk
drive/drove/driven eat/ate/eaten fall/fell/fallen feed/fed fight/fought find/found fly/flew/flown
forget/forgot/forgotten freeze/froze/frozen get/got/gotten give/gave/given go/went/gone grow/grew/grown hear/heard
hide/hid/hidden hold/held keep/kept know/knew/known lead/led leave/left lend/lent lose/lost make/made mean/meant
meet/met pay/paid ride/rode/ridden ring/rang/rung rise/rose/risen run/ran see/saw/seen sell/sold send/sent shoot/shot
sing/sang/sung sink/sank/sunk sit/sat sleep/slept speak/spoke/spoken spend/spent stand/stood steal/stole/stolen
strike/struck swim/swam/swum take/took/taken teach/taught tear/tore/torn think/thought throw/threw/thrown
wear/wore/worn win/won write/wrote/written bear/bore/born breed/bred flee/fled lay/laid say/said tell/told seek/sought
rebuild/rebuilt repay/repaid withdraw/withdrew/withdrawn uphold/upheld overcome/overcame undertake/undertook/undertaken
understand/understood
"""
_IRREGULAR = {form: stem(present) for present, *forms in (verb.split("/") for verb in _FORMS.split()) for form in forms}
_WITHIN = frozenset("not never also ever still soon already".split())  # may stand between an auxiliary and its verb
_OBJECTS = frozenset("the a an to with for his her its their that".split())  # what may follow a verb


def root(word: str) -> str:
    """The stem of a word, of an irregular form that of the present."""
    return _IRREGULAR.get(word, stem(word))


def irregular(word: str) -> bool:
    """Whether a word is the past or the participle of an irregular verb."""
    return word in _IRREGULAR


def is_verb(found: Sequence[str], at: int, capitals: Collection[str] = frozenset()) -> bool:
    """Whether a word is surely a verb that tells something.

    Args:
        found: the words of a text, as `words` gives them.
        at: the word.
        capitals: those that the text writes with a capital: between one of them and another, or an article, is a verb.
    """
    word = found[at]
    if not word.isalpha() or word in AUXILIARIES or stem(word) in weak_stems():
        return False
    helped = at - 1
    while helped > 0 and found[helped] in _WITHIN:
        helped -= 1
    # "did not commit to increasing"
    auxiliary = helped >= 0 and found[helped] in AUXILIARIES and not (found[helped] == "to" and word.endswith("ing"))
    if word.endswith("ed") or irregular(word) or auxiliary:
        return True
    if not at or at + 1 == len(found) or word in capitals:
        return False
    before, after = found[at - 1], found[at + 1]
    if before in capitals and (after in capitals or after in _OBJECTS):
        return True
    # "the orchard supplies the cannery"
    return word.endswith("s") and before.isalpha() and stem(before) not in weak_stems() and after in _OBJECTS


def verbs(text: str) -> frozenset[str]:
    """The roots of the words of a text that are surely verbs."""
    found = words(text)
    capitals = {word for name in re.findall(r"\b[A-Z][\w’'-]*", text) for word in words(name)}
    return frozenset(root(found[at]) for at in range(len(found)) if is_verb(found, at, capitals))
