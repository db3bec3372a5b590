"""Plain sentences of rules and minutes, and what may be asked of them: the same from the same seed.

People who write examples shun the plainest ones, "Dogs are allowed" beside "Are dogs allowed?": these are made here.
"""

import random
from collections.abc import Iterator

Triple = tuple[str, str, str]  # question, sentence, "yes", "no" or "neither"
_THINGS = (
    "dogs bicycles visitors children laptops drinks cameras candles scooters members students pets cars tents phones "
    "prams skates drones barbecues guests lanterns canoes trailers ladders"
).split()
_PLACES = (
    "in the garden", "in the hall", "on the terrace", "in the reading room", "on the ferry", "in the workshop",
    "by the pool", "in the boat house", "on the upper deck", "in the kitchen", "at weekends", "after ten o'clock",
)  # fmt: skip
_MAY = ("allowed", "permitted", "welcome", "admitted", "accepted")
_MAY_NOT = ("forbidden", "prohibited", "banned", "not allowed", "not permitted", "not admitted", "not accepted")
_DO = (
    "park in the yard", "smoke on the balcony", "use the lift", "cook in the rooms", "swim in the lake",
    "borrow a boat", "take photographs", "bring their own food", "leave early", "sleep in the van", "light a fire",
    "wash a car", "lend the key to others", "play music", "pay in cash", "sublet the room", "fish from the pier",
)  # fmt: skip
_WHO = ("Guests", "Tenants", "Members", "Readers", "Players", "Campers", "Volunteers")
_OFFERED = (
    "parking",
    "the sauna",
    "the guided tour",
    "the locker",
    "breakfast",
    "the ferry",
    "the Wi-Fi",
    "the course",
)
_BODIES = ("board", "committee", "council", "assembly", "jury", "general meeting")
_MOTIONS = ("budget", "new statutes", "purchase", "rise in fees", "application", "sale of the barn", "plan")
_FOR = ("approved", "accepted", "adopted", "agreed to", "passed")
_AGAINST = ("rejected", "turned down", "refused", "voted against", "threw out")
_ROOMS = ("The library", "The pool", "The office", "The museum", "The shop", "The clinic", "The archive")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def plain(count: int, seed: int) -> Iterator[Triple]:
    """So many questions beside sentences, of all the families in turn."""
    chance = random.Random(seed)  # noqa: S311 (not for secrets)
    families = (_allowed, _done, _duty, _charged, _decided, _open)
    for at in range(count):
        question, said, verdict = families[at % len(families)](chance)
        if chance.random() < 0.25:
            question = question.lower().rstrip("?")
        yield question, said, verdict


def _allowed(chance: random.Random) -> Triple:
    thing, other = chance.sample(_THINGS, 2)
    place, may = chance.choice(_PLACES), chance.random() < 0.5
    said = f"{thing.capitalize()} are {chance.choice(_MAY if may else _MAY_NOT)} {place}."
    asked_may = chance.random() < 0.8
    word = chance.choice(_MAY if asked_may else _MAY_NOT[:3])
    if chance.random() < 0.15:
        return f"Are {other} {word} {place}?", said, "neither"
    return f"Are {thing} {word} {place}?", said, _word(may == asked_may)


def _done(chance: random.Random) -> Triple:
    what, other = chance.sample(_DO, 2)
    (who, others), may = chance.sample(_WHO, 2), chance.random() < 0.5
    verb = chance.choice(("may", "can", "are free to") if may else ("may not", "must not", "are not to"))
    said = f"{who} {verb} {what}."
    if chance.random() < 0.25:
        asked = (f"{chance.choice(('May', 'Can'))} {others.lower()} {what}?", f"May {who.lower()} {other}?")
        return chance.choice(asked), said, "neither"
    mine = what.replace("their", "my")
    asked_of = (f"May I {mine}?", f"Can I {mine}?", f"Am I allowed to {mine}?", f"Is it ok to {what}?")
    return chance.choice((*asked_of, f"May {who.lower()} {what}?", f"Can {who.lower()} {what}?")), said, _word(may)


def _duty(chance: random.Random) -> Triple:
    what, (who, others), must = chance.choice(_DO), chance.sample(_WHO, 2), chance.random() < 0.5
    verb = chance.choice(("must", "have to", "are obliged to") if must else ("need not", "do not have to"))
    said = f"{who} {verb} {what}."
    if chance.random() < 0.2:
        return f"Do {others.lower()} have to {what}?", said, "neither"
    mine = what.replace("their", "my")
    asked = (f"Do I have to {mine}?", f"Must {who.lower()} {what}?", f"Do {who.lower()} need to {what}?")
    return chance.choice(asked), said, _word(must)


def _charged(chance: random.Random) -> Triple:
    (what, other), free, price = chance.sample(_OFFERED, 2), chance.random() < 0.5, f"£{chance.randint(2, 90)}"
    name = f"{what[0].upper()}{what[1:]}"
    said = chance.choice(
        (f"{name} is free.", f"There is no charge for {what}.", f"{name} costs nothing.")
        if free
        else (f"{name} costs {price}.", f"{price} is charged for {what}.", f"For {what} there is a fee of {price}.")
    )
    if chance.random() < 0.15:
        return f"Is {other} free?", said, "neither"
    question, yes = chance.choice(
        (
            (f"Is {what} free?", free),
            (f"Is {what} free of charge?", free),
            (f"Do I have to pay for {what}?", not free),
            (f"Is there a fee for {what}?", not free),
            (f"Does {what} cost anything?", not free),
        )
    )
    return question, said, _word(yes)


def _decided(chance: random.Random) -> Triple:
    body, (what, other), carried = chance.choice(_BODIES), chance.sample(_MOTIONS, 2), chance.random() < 0.5
    said = f"The {body} {chance.choice(_FOR if carried else _AGAINST)} the {what}."
    if chance.random() < 0.3:
        verb = chance.choice(("was carried", "was accepted") if carried else ("was rejected", "fell"))
        said = f"The {what} {verb} by {chance.randint(5, 9)} votes to {chance.randint(1, 4)}."
    if chance.random() < 0.15:
        return f"Did the {body} approve the {other}?", said, "neither"
    question, yes = chance.choice(
        (
            (f"Did the {body} approve the {what}?", carried),
            (f"Was the {what} accepted?", carried),
            (f"Was the {what} rejected?", not carried),
            (f"Did the {what} get through?", carried),
        )
    )
    return question, said, _word(yes)


def _open(chance: random.Random) -> Triple:
    room, (day, other), is_open = chance.choice(_ROOMS), chance.sample(_DAYS, 2), chance.random() < 0.5
    said = f"{room} is {'open' if is_open else 'closed'} on {day}s."
    if chance.random() < 0.15:
        return f"Is {room.lower()} open on {other}?", said, "neither"
    asked_open = chance.random() < 0.75
    return f"Is {room.lower()} {'open' if asked_open else 'closed'} on {day}s?", said, _word(is_open == asked_open)


def _word(yes: bool) -> str:
    return "yes" if yes else "no"
