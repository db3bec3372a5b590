"""What kind of thing a question asks for, by the words that ask for it in each language."""

import re

AUXILIARY = "(?:is|are|was|were|did|does|do|has|have|had|can|could|will|would|should)"
_ENGLISH = (
    ("yes or no", rf"^\W*(?:{AUXILIARY}(?:n['’]t)?|am|may|must|shall|might)\b"),
    ("age", r"how old\b|what age\b"),
    ("count", r"how many"),
    ("number", r"how (?:much|long|far|often|tall|big|large|high|deep|fast|heavy)|percent|what number"),
    ("date", r"\bwhen\b|(?:what|which) (?:year|date|month|day|century|decade|time|season)"),
    ("person", r"\bwho(?:m|se)?\b|(?:what|which) (?:person|man|woman|actor|actress|singer|author|leader|president)"),
    ("place", r"\bwhere\b|(?:what|which) (?:city|country|state|place|town|region|continent|location)"),
    ("reason", r"\bwhy\b|\breasons?\b|how come"),
    ("purpose", r"what for\b|\b(?:purpose|goal|aim|role|task|mission|function) of\b|used for\b|designed to\b"),
    (
        "extreme",
        r"\b(?:most|least|(?:larg|high|low|small|bigg|long|old|young|great|few|rich|poor|fast|earli|lat)e?st)\b",
    ),
)
# The same in other languages, as far as it can be told there.
_OTHERS = {
    "de": (
        (
            "yes or no",
            r"^\W*(?:ist|sind|war|waren|ha[bt]en?|hat|darf|dürfen|k[aö]nn(?:en)?|m[uü]ss(?:en)?|soll|wird|gibt es)\b",
        ),
        ("age", r"wie alt\b"),
        ("count", r"wie ?viele\b"),
        (
            "number",
            r"wie (?:viel|hoch|lang|lange|weit|oft|groß|schnell|schwer|tief|teuer)\b|wieviel|was kostet|prozent",
        ),
        ("date", r"\bwann\b|(?:welche[mnrs]?) (?:jahr|tag|monat|datum)"),
        ("person", r"\b(?:wer|wen|wem|wessen)\b"),
        ("place", r"\b(?:wo|wohin|woher)\b"),
        ("reason", r"\b(?:warum|weshalb|wieso)\b"),
    ),
    "fr": (
        (
            "yes or no",
            r"^\W*(?:est-ce|(?:est|sont|peut|doit|faut|a|ont|y a)-(?:t-)?(?:il|elle|on|ils|elles)|puis-je)\b",
        ),
        ("age", r"quel âge\b"),
        ("count", r"\bcombien de\b"),
        ("number", r"\bcombien\b|quel(?:le)? (?:prix|montant|longueur|hauteur|taille|durée)|pour ?cent"),
        ("date", r"\bquand\b|quel(?:le)? (?:date|jour|mois|année|heure)"),
        ("person", r"\bqui\b"),
        ("place", r"\boù\b"),
        ("reason", r"\bpourquoi\b"),
    ),
    "es": (
        (
            "yes or no",
            r"^\W*(?:es|son|está|están|hay|puede|pueden|puedo|debe|deben|se puede|tiene|tienen|hace falta)\b",
        ),
        ("age", r"qué edad\b|cuántos años"),
        ("count", r"\bcuánt[oa]s\b"),
        ("number", r"\bcuánt[oa]\b|qué (?:precio|importe|altura|longitud)|por ciento"),
        ("date", r"\bcuándo\b|qué (?:fecha|día|mes|año|hora)"),
        ("person", r"\bquién(?:es)?\b"),
        ("place", r"\bd?dónde\b"),
        ("reason", r"\bpor qué\b"),
    ),
}


def kind_of(question: str, language: str) -> str:
    """What is asked for: "date", "number" …, one of the names above; "other" where no word tells.

    The word that opens a question tells before others: "Who stands in when she is away?" asks for a person.
    """
    cues = _OTHERS.get(language, _ENGLISH)
    opening = (name for name, cue in cues if re.match(rf"\W*(?:{cue})", question, re.I))
    anywhere = (name for name, cue in cues if re.search(cue, question, re.I))
    return next(opening, None) or next(anywhere, "other")
