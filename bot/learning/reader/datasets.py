"""Files and folders of public questions -> what the reader learns from."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.errors import EvaluationError
from bot.evaluation.questions import load_questions
from bot.learning.reader.examples import Context, Example, occurrences, with_negatives
from bot.learning.reader.own import is_ours, load_own
from ingest.documents import Document, Passage
from ingest.load import load
from ingest.sync.plan import Progress
from ingest.text.decoding import json_value
from ingest.text.splitting import split


def load_examples(
    path: Path, progress: Progress = lambda _what, _done, _total: None, *, wrong: bool = True
) -> list[Example]:
    """Read questions: JSON in SQuAD's format, a folder that holds `docs/` and `questions.jsonl`, or our own.

    To look for passages that do not answer (`wrong`) takes longest.

    Raises:
        EvaluationError: it is none of them.
    """
    if is_ours(path):
        return load_own(path, progress)
    documents, examples = _from_folder(path) if path.is_dir() else _from_squad(path)
    if not wrong:
        return examples
    passages = [passage for document in documents for passage in split(document)]
    return with_negatives(examples, passages, progress)


def _from_squad(path: Path) -> tuple[list[Document], list[Example]]:
    documents, examples = [], []
    try:
        data: list[dict[str, Any]] = json_value(path.read_text(encoding="utf-8"))["data"]
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
        source = case.source or ""
        for passage in cut.get(source, ()):
            if spans := occurrences(passage.text, case.answers):
                own = Context(passage.above, passage.text, spans)
                examples.append(Example(case.question, case.answers, source, (own,)))
                break
    return list(documents.values()), examples
