"""What can go wrong while a question is answered. Every message is one line that says what to do.

FootnoteError           (ingest/errors.py draws what else hangs below it)
├── QuestionError       the question is empty, too long, or not text
├── HistoryError        the conversation so far has the wrong shape
├── SourcesError        a question is limited to a document that is not there
├── AnswererError       the language model is missing, unreachable, or answered nothing of use
│   ├── NoKeyError      the language model asks for a key, and none is set
│   └── TooLongError    the prompt has more tokens than the language model takes
└── EvaluationError     a question file cannot be read or scored
"""

from ingest.errors import FootnoteError


class QuestionError(FootnoteError):
    """The question is empty, too long, or not text."""


class HistoryError(FootnoteError):
    """The conversation so far is not a list of {"role": …, "content": …} messages."""


class SourcesError(FootnoteError):
    """A question is limited to a document that the index does not hold."""


class AnswererError(FootnoteError):
    """The language model is missing, unreachable, or answered nothing that could be used."""


class NoKeyError(AnswererError):
    """The language model asks for a key, and none is set."""


class TooLongError(AnswererError):
    """The prompt has more tokens than the language model takes."""


class EvaluationError(FootnoteError):
    """A question file cannot be read or scored."""
