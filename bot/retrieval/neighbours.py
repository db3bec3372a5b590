"""A passage that begins in the middle of a thought is widened by the sentence that it leans on."""

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.documents import Hit, Passage
from ingest.embedding.tokenizer import count_tokens
from ingest.view import View

# In SQuAD one passage of fifteen begins so, and one answer of seventy stands in such a first sentence: that is worth no
# more than a sentence. No answer reaches over a border, since passages are made of whole sentences.
_LEANS = re.compile(
    r"(?:he|she|it|they|his|her|hers|its|their|this|these|those|that|such|both|but|however|instead|therefore|thus"
    r"|consequently|also|as a result|for example|for instance|in addition|on the other hand)\b",
    re.I,
)
_MOST_TOKENS = 230  # of a widened passage: the reader reads 256, and the question with it


def widened(view: View, hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Hits as they are, but those that lean on the sentence before ("He …", "However, …") begin with that sentence.

    It must stand right before, under the same heading, and in no other hit: there it can be read already. Offsets stay
    exact: a widened passage is `document.text[start:end]` as well, and a quote from it is a quote from the document.
    """
    leaning = {
        (hit.passage.source, hit.passage.start) for hit in hits if _LEANS.match(hit.passage.text) and not hit.also
    }
    before = view.neighbours(sorted(leaning)) if leaning else {}
    there = {(hit.passage.source, hit.passage.start) for hit in hits}
    found = []
    for hit in hits:
        one = before.get((hit.passage.source, hit.passage.start))
        if one is not None and (one.source, one.start) not in there:
            found.append(replace(hit, passage=_joined(view, one, hit.passage)))
        else:
            found.append(hit)
    return tuple(found)


def _joined(view: View, before: Passage, passage: Passage) -> Passage:
    """The passage with the last sentence of the one before it, or as it is, where they do not belong together."""
    if before.heading != passage.heading or before.page != passage.page or not before.sentences:
        return passage
    start = before.sentences[-1][0]
    document = view.document(passage.source)
    if document is None or document.text[before.end : passage.start].strip():
        return passage
    wide = replace(
        passage,
        start=start,
        text=document.text[start : passage.end],
        sentences=(before.sentences[-1], *passage.sentences),
    )
    return wide if count_tokens(wide.embedded) <= _MOST_TOKENS else passage
