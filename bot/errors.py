"""What can go wrong while a question is answered. Every message is one line that says what to do.

FootnoteError           (ingest/errors.py draws what else hangs below it)
├── QuestionError       the question is empty, too long, or not text
├── HistoryError        the conversation so far has the wrong shape
├── SourcesError        a question is limited to a document that is not there
├── AnswererError       the language model is missing, unreachable, or answered nothing of use
│   ├── NoKeyError      the language model asks for a key, and none is set
│   ├── TooLongError    the prompt has more tokens than the language model takes
│   ├── LoadingError    the language model's server has not loaded it yet
│   ├── LateError       the language model took longer than it may
│   └── BadReplyError   the language model replied, with nothing of use
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


class LoadingError(AnswererError):
    """The language model's server is there, and has not loaded the model yet."""


class LateError(AnswererError):
    """The language model took longer than it may for one question."""


class BadReplyError(AnswererError):
    """The language model replied, but with nothing of use."""


class EvaluationError(FootnoteError):
    """A question file cannot be read or scored."""
