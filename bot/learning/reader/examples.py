"""Public questions -> what the reader learns from: each question with a passage that answers it and some that do not.

The passages that do not are what retrieval ranks high for the question: that is what a reader meets in use. Questions
are also turned into ones that their passage no longer answers, as a person who misremembers asks them.
"""

import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from bot.errors import EvaluationError
from bot.evaluation.metrics import tokens
from bot.evaluation.questions import load_questions
from bot.question.names import names
from ingest.documents import Document, Passage
from ingest.embedding.models import load_embeddings
from ingest.load import load
from ingest.stores.lexical import Lexical
from ingest.sync.plan import Progress
from ingest.text.splitting import split

_DEPTH = 30  # passages that are looked through for wrong ones
_WORDS = 0.5  # what the best BM25 score counts against cosine similarity
_CLEAR = 3  # a question whose own passage ranks lower is too vague to call any other passage wrong
_WRONG = 8  # wrong passages kept of each question
_OPPOSITES = (
    "first last|largest smallest|highest lowest|most least|oldest youngest|longest shortest|best worst|before after|"
    "increase decrease|increased decreased|more fewer|north south|east west|northern southern|eastern western|"
    "above below|early late|earliest latest|minimum maximum|win lose|won lost|born died|open close|opened closed|"
    "inside outside|accept reject|accepted rejected|allowed prohibited|rise fall|rose fell|positive negative|"
    "male female|began ended|begin end|start stop|started stopped|same different|high low|old new|agree disagree|"
    "support oppose|supported opposed|include exclude|cause prevent|caused prevented"
)
_OPPOSITE = {word: other for pair in _OPPOSITES.split("|") for word, other in (pair.split(), reversed(pair.split()))}
_NEGATED = {"is": "isn't", "was": "wasn't", "did": "didn't", "does": "doesn't", "are": "aren't", "were": "weren't"}
_NEGATIONS = 0.2  # of the questions that could be negated: more would teach that "n't" is never answered
_NUMBER = re.compile(r"\b\d[\d,.]*\d\b|\b\d\b")


@dataclass(frozen=True, slots=True)
class Context:
    """A passage to read, and where in it the answers stand.

    Attributes:
        above: title and heading, a line each; "" for none.
        text: of the passage.
        spans: (start, end) of the answers, characters of `text`; none where it does not answer.
    """

    above: str
    text: str
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """A question and what to read for it.

    Attributes:
        question: as it was asked.
        answers: what is accepted; none where the passage was written not to answer it.
        source: of its article, by which examples are parted.
        own: its passage as it was given, and as ingest cuts it, where that differs.
        wrong: passages that retrieval ranks high and that do not answer, best first.
    """

    question: str
    answers: tuple[str, ...]
    source: str
    own: tuple[Context, ...]
    wrong: tuple[Context, ...] = ()


def load_examples(
    path: Path, progress: Progress = lambda _what, _done, _total: None, *, wrong: bool = True
) -> list[Example]:
    """Read questions: JSON in SQuAD's format, or a folder that holds `docs/` and `questions.jsonl`.

    Args:
        path: of the file or folder.
        progress: told how far it is.
        wrong: whether to look for passages that do not answer, which takes longest.

    Raises:
        EvaluationError: it is neither.
    """
    if path.is_dir():
        documents, examples = _from_folder(path)
    else:
        documents, examples = _from_squad(path)
    if not wrong:
        return examples
    passages = [passage for document in documents for passage in split(document)]
    return _with_wrong(examples, passages, progress)


def _from_squad(path: Path) -> tuple[list[Document], list[Example]]:
    documents, examples = [], []
    try:
        data: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["data"]
        for number, article in enumerate(data):
            title = str(article.get("title") or f"Article {number + 1}").replace("_", " ")
            contexts = [part["context"] for part in article["paragraphs"]]
            document = Document(f"{title}.txt", title, "\n\n".join([title, *contexts]), "")
            documents.append(document)
            passages = split(document)
            at = len(title) + 2
            for part in article["paragraphs"]:
                for asked in part["qas"]:
                    answers = [] if asked.get("is_impossible") else asked["answers"]
                    spans = tuple(
                        dict.fromkeys((a["answer_start"], a["answer_start"] + len(a["text"])) for a in answers)
                    )
                    given = Context(title, part["context"], spans)
                    cut = _cut(passages, at, spans) if spans else None
                    accepted = tuple(dict.fromkeys(a["text"] for a in answers))
                    own = (given,) if cut is None or cut.text == given.text else (given, cut)
                    examples.append(Example(asked["question"].strip(), accepted, title, own))
                at += len(part["context"]) + 2
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise EvaluationError(f"Cannot learn from '{path}' ({error!r}). Give JSON in SQuAD's format.") from error
    return documents, examples


def _cut(passages: Sequence[Passage], at: int, spans: Sequence[tuple[int, int]]) -> Context | None:
    """The passage that holds the first answer of a paragraph that begins at `at`."""
    for passage in passages:
        if passage.start <= at + spans[0][0] and at + spans[0][1] <= passage.end:
            shift = passage.start - at
            inside = tuple((a - shift, b - shift) for a, b in spans if a >= shift and b - shift <= len(passage.text))
            return Context(passage.above, passage.text, inside)
    return None


def _from_folder(folder: Path) -> tuple[list[Document], list[Example]]:
    cases = load_questions(folder / "questions.jsonl").cases
    documents = {path.name: load(path, folder / "docs") for path in sorted((folder / "docs").iterdir())}
    cut = {source: split(document) for source, document in documents.items()}
    examples = []
    for case in cases:
        own = [
            Context(passage.above, passage.text, spans)
            for passage in cut.get(case.source or "", ())
            if (spans := _occurrences(passage.text, case.answers))
        ]
        if own:
            examples.append(Example(case.question, case.answers, case.source or "", (own[0],)))
    return list(documents.values()), examples


def _occurrences(text: str, answers: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Every place in `text` where an answer stands, whole words only."""
    found = {
        match.span()
        for answer in answers
        for match in re.finditer(rf"(?<!\w){re.escape(answer)}(?!\w)", text, re.I)
        if answer.strip()
    }
    return tuple(sorted(found))


def _with_wrong(examples: Sequence[Example], passages: Sequence[Passage], progress: Progress) -> list[Example]:
    """Add to each question the passages that are retrieved for it and do not answer."""
    if not passages:
        return list(examples)
    model = load_embeddings()
    rows = []
    for at in range(0, len(passages), 256):
        rows.append(model.encode_passages([passage.embedded for passage in passages[at : at + 256]]))
        progress("Embedding", at, len(passages))
    vectors = np.concatenate(rows)
    there = {passage: _joined(passage.text) for passage in passages}
    found = []
    with TemporaryDirectory() as scratch:
        lexical = Lexical(Path(scratch))
        lexical.change((), [(str(at), passage.embedded, passage.text) for at, passage in enumerate(passages)])
        for at in range(0, len(examples), 256):
            batch = examples[at : at + 256]
            near = model.encode_passages([example.question for example in batch]) @ vectors.T
            for example, scores in zip(batch, near, strict=True):
                hits = lexical.search(example.question, _DEPTH)
                best = max((score for _, score in hits), default=0.0) or 1.0
                for name, score in hits:
                    scores[int(name)] += _WORDS * score / best
                top = np.argpartition(-scores, min(_DEPTH, len(scores) - 1))[:_DEPTH]
                ranked = [passages[place] for place in top[np.argsort(-scores[top])]]
                found.append(replace(example, wrong=tuple(_wrong(example, ranked, there))))
            progress("Retrieving", at, len(examples))
    return found


def _joined(text: str) -> str:
    """The tokens of a text as one string, in which those of an answer can be looked for at once."""
    return f" {' '.join(tokens(text))} "


def _wrong(example: Example, ranked: Sequence[Passage], there: Mapping[Passage, str]) -> Iterator[Context]:
    if not example.answers:
        return
    texts = [context.text for context in example.own]
    own = [any(passage.text in text or text in passage.text for text in texts) for passage in ranked]
    if True not in own[:_CLEAR]:
        return
    answers = [_joined(answer) for answer in example.answers]
    left = _WRONG
    for passage, mine in zip(ranked, own, strict=True):
        if left and not mine and not any(answer in there[passage] for answer in answers):
            yield Context(passage.above, passage.text)
            left -= 1


def changed(question: str, context: Context, chance: random.Random) -> str | None:
    """The question with a name, a number or a word turned so that `context` no longer answers it; None if none can be.

    After the rules that Rajpurkar et al. 2018 and Jia and Liang 2017 made adversarial questions by.
    """
    there = [name for name in names(context.text) if name not in question and len(name) > 2]
    known = [name for name in names(question) if name in context.text] if there else []
    ways = [(name, chance.choice(there)) for name in known]
    numbers = [number for number in _NUMBER.findall(question) if number in context.text]
    ways += [(number, _other_number(number, chance)) for number in numbers]
    for word in re.findall(r"[\w']+", question):
        if word.lower() in _OPPOSITE:
            ways.append((word, _OPPOSITE[word.lower()]))
        elif word in _NEGATED and chance.random() < _NEGATIONS:
            ways.append((word, _NEGATED[word]))
    if not ways:
        return None
    old, new = chance.choice(ways)
    return re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", lambda _: new, question, count=1)


def _other_number(number: str, chance: random.Random) -> str:
    digits = [at for at, sign in enumerate(number) if sign.isdigit()]
    at = digits[-1] if len(digits) == 1 or chance.random() < 0.5 else digits[-2]
    new = chance.choice([digit for digit in "123456789" if digit != number[at]])
    return number[:at] + new + number[at + 1 :]
