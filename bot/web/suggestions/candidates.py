"""Questions that documents may answer well, made from titles, headings and sentences; none is tried here."""

import re
from collections.abc import Iterator, Mapping, Sequence

from bot.answerers.summary.wish import asking_stems
from bot.question.followup.coreference import unexplained
from bot.question.names import names, opening, weak_stems
from bot.web.suggestions.sentences import ARTICLES, Known, known_in, questions
from bot.web.suggestions.wording import TIMES, bare, headed, spoken, titled
from ingest.documents import Listed, Passage
from ingest.text.language import stop_words
from ingest.text.words import stem, words
from ingest.view import View

LONGEST = 90  # characters of a question
_LONGEST_HEADING = 60  # characters of a heading that a question names
_USUAL = 8  # words of a question
_ASKS = 3  # words of a heading that is a question by itself
_NO_SECTIONS = (".eml", ".ics", ".vcf", ".xlsx", ".csv", ".tsv")
_DONE = re.compile(r"\w+ed")
_POINTING = re.compile(r"\b(?:here|there|this|these|those|such)\b", re.IGNORECASE)  # at what only the document shows
_MENTIONED = 50  # passages looked at for a name


def facts(passages: Sequence[Passage], known: Known | None = None) -> Iterator[str]:
    """What the sentences of a document tell, the questions first that name something and are as long as people's are.

    Of "the first trip" nobody can tell which it is, unless the document's title or a heading speaks of trips.

    Args:
        passages: of the document, or of a part of it.
        known: how the words of the whole document are written; None where the passages are the whole.
    """
    known = known or _known(passages)
    asked: dict[str, bool] = {}  # whether it names something
    for passage in passages:
        about = {stem(word) for word in words(passage.above)} - weak_stems()
        for span in passage.sentences:
            for question in questions(" ".join(passage.quote(*span).split()), known):
                if _POINTING.search(question) or unexplained(question):
                    continue
                named = bool(names(question))
                if named or not about.isdisjoint(map(stem, words(question))):
                    asked.setdefault(question, named)
    yield from sorted(asked, key=lambda one: (not asked[one], abs(len(one.split()) - _USUAL)))


def _known(passages: Sequence[Passage]) -> Known:
    return known_in("\n".join(passage.text for passage in passages))


def _tells(text: str) -> bool:
    """Whether a text has a word that tells something: "3 to 5" and "BR-01" have none."""
    return any(not stop_words("en").issuperset(words(part)) for part in text.split() if not any(map(str.isdigit, part)))


def _names(heading: str) -> bool:
    """Whether a heading is the name of something: "When it opens", "Fixed" and a day are none, nor is "Summary"."""
    if asking_stems().issuperset(map(stem, words(heading))):
        return False
    first = next((word for word in words(heading) if word not in ARTICLES and not word[0].isdigit()), "")
    return _tells(first) and first.capitalize() not in TIMES and not _DONE.fullmatch(heading)


def summaries(
    listed: Sequence[Listed], passages: Mapping[str, Sequence[Passage]], *, alone: bool
) -> Iterator[tuple[str, str]]:
    """Each document with the question for its summary, the largest first, mails and sheets after all others.

    Args:
        listed: the documents.
        passages: of some of them.
        alone: whether there is no other document, and so no need to name it.
    """
    for one in sorted(listed, key=lambda one: (one.source.lower().endswith(_NO_SECTIONS), -one.passages)):
        known = _known(passages.get(one.source, ()))
        # A title with such a line is the name of a file.
        named = one.title and "_" not in one.title
        name = titled(one.title, known) if named else one.source.rsplit("/", 1)[-1]
        asks = f"What is {name} about?" if name.startswith("“") else f"Summarize {name}."
        yield one.source, "Summarize the document." if alone else asks


def next_section(passages: Sequence[Passage], place: tuple[int, int]) -> Iterator[str]:
    """What the section after a place in a document tells, or where no more follow the text, and what it is about."""
    here = next((at for at, one in enumerate(passages) if one.start <= place[0] < one.end), None)
    if here is None:
        return
    old, below = passages[here].heading, passages[here + 1 :]
    headed = next((one.heading for one in below if one.heading not in ("", old)), "")
    known = _known(passages)
    yield from facts([one for one in below if one.heading == headed] if headed else below, known)
    if headed:
        yield from sections([one for one in below if one.heading == headed], known)


def sections(passages: Sequence[Passage], known: Known | None = None) -> Iterator[str]:
    """The sections that passages of a document stand in: their headings that ask something, and summaries of others.

    None of a mail, whose sections are what it quotes, of a calendar, and of a sheet; for `known` see `facts`.
    """
    passages = [one for one in passages if not one.source.lower().endswith(_NO_SECTIONS)]
    known = known or _known(passages)
    titles = {one.heading: one.title for one in passages}
    for heading, title in titles.items():
        name = spoken(bare(heading), known)
        if name.endswith("?") and len(name.split()) >= _ASKS:
            yield name
            continue
        if not 0 < len(name) <= _LONGEST_HEADING or set(words(name)) == set(words(title)) or not _names(name):
            continue
        whole = titled(title, known) if title else ""
        if whole and not whole.removeprefix("the ")[0].islower():
            asked = f"What does {whole} say about {headed(name, known)}?"
        else:  # "the pool" is what its document is about, and says nothing
            asked = f"Summarize {headed(name, known)} in {whole}." if whole else f"Summarize {name}."
        yield asked if len(asked) <= LONGEST else f"Summarize the section “{name}”."


def mentions(view: View, question: str, short: str) -> Iterator[str]:
    """Which documents mention a name in a question, or its answer where that is one, if several do."""
    whole = [short] if names(short) == [short] else []
    for name in dict.fromkeys([*whole, *names(question)]):
        if name in TIMES or name.lower() in opening(question):
            continue
        if len({hit.passage.source for hit in view.phrase(name, _MENTIONED)}) > 1:
            yield f"Which documents mention {name}?"
