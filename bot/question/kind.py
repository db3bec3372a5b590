"""What kind of thing was said: a question, a wish for a summary or for every mention, or a greeting."""

import re
from dataclasses import dataclass
from typing import Literal

_GREETING = re.compile(
    r"^(?:(?:hi|hello|hey|hiya|howdy|greetings|good (?:morning|afternoon|evening|day)|yo)\b(?: there| again| all"
    r"| everyone| footnote| bot)?"
    r"|how are you(?: doing)?(?: today)?|what'?s up|nice to meet you|are you there)[\s!.,?]*$",
    re.I,
)
_THANKS = re.compile(
    r"^(?:(?:ok|okay|great|cool|perfect|nice|good|awesome|alright)[\s,!.]*)*"
    r"(?:(?:many )?thanks?(?: (?:you|a lot|so much|very much|again))*|thx|ty|cheers|much appreciated"
    r"|that'?s (?:all|great|helpful)|great|cool|perfect|nice|ok|okay|awesome|got it|well done|good (?:job|bot))"
    r"[\s!.]*$",
    re.I,
)
_FAREWELL = re.compile(r"^(?:ok[\s,]*)?(?:good ?bye|bye(?: bye)?|see (?:you|ya)(?: later)?|good night)[\s!.]*$", re.I)
_HELP = re.compile(
    r"^(?:help|what can (?:i|you) (?:ask|do)(?: you| here| for me| about)?|who are you|what are you"
    r"|what is this (?:bot|program|page|chatbot|app)|how (?:does this|do you) work"
    r"|what do you (?:do|know)(?: about)?)[\s?!.]*$",
    re.I,
)
_THIS = (
    r"(?:(?:this|that|the|these|those|my|your|all|all the|all of the)\s+)?"
    r"(?:(?:main|whole|entire|full|shipped|uploaded)\s+)?"
    r"(?:article|document|documents|text|texts|file|files|report|page|story|piece|paper|content|contents|docs?|seeds?)"
)
_SUMMARY = re.compile(
    rf"^(?:(?:please|can you|could you|would you|kindly|i want|i need|i'd like|give me|show me|write)\s+)*"
    rf"(?:(?:(?:summari[sz]e|sum up|outline|recap)\b(?P<what>.{{0,80}}))"
    rf"|(?:(?:a|the|an)\s+)?(?:(?:short|brief|quick|concise|one paragraph)\s+)?"
    rf"(?:summary|overview|outline|gist|synopsis|recap)\b(?P<of>\s+(?:of|for|about|in)\b.{{0,80}})?"
    rf"|(?:what(?:'s| is| are| do| does| did)?\s+(?:is\s+)?(?:it|this|that|{_THIS})(?:\s+(?:all|mainly|really))?"
    rf"\s*(?:about|say|tell us|discuss|cover))"
    rf"|what(?:'s| is| are| were)\s+the\s+(?:main|key|central|most important)\s+"
    rf"(?:points?|ideas?|topics?|takeaways?|messages?|themes?|arguments?|findings?)(?:\s+(?:of|in|from)\s+{_THIS})?"
    rf"|(?:the\s+)?(?:main|key)\s+(?:points?|takeaways?|ideas?)(?:\s+(?:of|in|from)\s+{_THIS})?|tl;?dr)[\s?!.]*$",
    re.I,
)
_MENTION = re.compile(
    r"^(?:(?:please|can you|could you|show me|tell me|find|list|give me)\s+)*"
    r"(?:(?:(?:where|how often|how many times|in (?:which|what) (?:documents?|passages?|files?|sections?))\s+"
    r"(?:(?:is|are|does|do|was|were|has|have)\s+)?(?:(?:the )?(?:documents?|article|text)\s+)?"
    r"(?:(?:mention|say|use)s?\s+)?(?P<where>.+?)\s*(?:been\s+)?"
    r"(?:mentioned|named|referred to|referenced|quoted|come up|comes up|appears?|occurs?|found|discussed)?"
    r"(?:\s+in\s+(?:the\s+)?(?:documents?|article|text))?)"
    r"|(?:(?:all|every|each|any|the)\s+)*(?:mentions?|occurrences?|references?)\s+(?:of|to)\s+(?P<every>.+?)"
    r"|every(?:where)?\s+(?:place|passage|sentence|time)?\s*(?:that|where)?\s*(?:mentions?|names?)\s+(?P<names>.+?))"
    r"[\s?!.]*$",
    re.I,
)
_SAID = re.compile(r"\b(?:mention|named|referred|referenced|appear|occur|comes? up|discussed)", re.I)
_QUOTED = re.compile(r"^[\"“„«]([^\"“”«»]+)[\"”“»][\s?!.]*$")

_LONGEST = 500  # characters of what may be small talk or a wish: to look for these takes time that grows faster

Kind = Literal["question", "summary", "mentions", "smalltalk"]
CAPABLE = "Ask me about the documents: a question, a summary, or where something is mentioned."
_REPLIES = (
    (_GREETING, f"Hello! {CAPABLE}"),
    (_THANKS, f"You're welcome! {CAPABLE}"),
    (_FAREWELL, "Goodbye! Your documents stay here whenever you have another question."),
    (_HELP, f"I answer from your documents and show the exact passage for every sentence. {CAPABLE}"),
)


@dataclass(frozen=True, slots=True)
class Intent:
    """What was said.

    Attributes:
        kind: what to do about it.
        reply: what to say, for small talk.
        phrase: what to find, for mentions; what to keep to, for a summary of more than all there is: else "".
    """

    kind: Kind
    reply: str = ""
    phrase: str = ""

    @property
    def whole(self) -> bool:
        """Whether it is about a phrase as it stands or all there is: conversation and retrieval add nothing."""
        return self.kind == "mentions" or (self.kind == "summary" and not self.phrase)


def intent_of(text: str) -> Intent:
    """Tell what a message wants. Whatever is none of the others is a question."""
    quoted = _QUOTED.match(text)
    if quoted:
        return Intent("mentions", phrase=quoted[1].strip())
    if len(text) > _LONGEST:
        return Intent("question")
    for pattern, reply in _REPLIES:
        if pattern.match(text):
            return Intent("smalltalk", reply=reply)
    summary = _SUMMARY.match(text)
    if summary:
        return Intent("summary", phrase=_topic(summary["what"] or summary["of"] or ""))
    mention = _MENTION.match(text)
    if mention and _SAID.search(text):
        phrase = next(group for group in mention.groups() if group)
        return Intent("mentions", phrase=_bare(phrase))
    return Intent("question")


def _topic(rest: str) -> str:
    """What a summary is wanted of: nothing in particular, if only "the article in 3 sentences" was said."""
    rest = re.sub(
        r"\bin\s+(?:\w+|a few)\s+(?:sentences?|words|lines|points|bullets?(?: points)?)\b", "", rest, flags=re.I
    )
    rest = re.sub(r"\b(?:for me|please|briefly|shortly|everything|it)\b", "", rest, flags=re.I).strip(' "“”?!.,:')
    rest = re.sub(r"^(?:of|for|about)\s+", "", rest, flags=re.I)
    return "" if re.fullmatch(_THIS, rest, re.I) else rest


def _bare(phrase: str) -> str:
    """A phrase without quotation marks and article around it."""
    return re.sub(r"^(?:the|a|an)\s+", "", phrase.strip(" \"“”„«»'"), flags=re.I).strip(" \"“”„«»'")
