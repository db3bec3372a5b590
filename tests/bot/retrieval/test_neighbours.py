"""A passage that leans on the one before it is read with its last sentence."""

from collections.abc import Callable
from pathlib import Path

from bot.chat import Bot
from bot.retrieval.neighbours import widened
from ingest.documents import Hit
from ingest.embedding.tokenizer import count_tokens


def test_a_passage_that_leans_on_the_one_before_begins_with_its_last_sentence(write: Callable[..., Path]) -> None:
    filler = " ".join(
        f"Sentence number {at} tells about the harbour of the town and its many ships." for at in range(9)
    )
    text = f"The port\n\n{filler} Anna Berg led the port from 1950 to 1960.\n\nShe built the pier. {filler.replace('harbour', 'market')}\n"
    bot = Bot.from_folder(write({"port.txt": text}), passage_tokens=160)
    passages = bot.passages()
    at = next(n for n, one in enumerate(passages) if one.text.startswith("She"))
    with bot.index.reading() as view:
        (hit,) = widened(view, [Hit(passages[at], 1.0)])
        both = widened(view, [Hit(passages[at], 1.0), Hit(passages[at - 1], 0.5)])
        first = widened(view, [Hit(passages[0], 1.0)])
    wide = hit.passage
    assert wide.text.startswith("Anna Berg led the port from 1950 to 1960.\n\nShe built the pier.")
    assert text[wide.start : wide.end] == wide.text
    assert wide.sentences[1:] == passages[at].sentences
    assert count_tokens(wide.embedded) <= 230
    assert [one.passage for one in both] == [passages[at], passages[at - 1]]
    assert first[0].passage == passages[0]
    bot.close()


def test_what_stands_under_another_heading_is_no_neighbour(write: Callable[..., Path]) -> None:
    text = (
        "# The town\n\n## The port\n\nAnna Berg led the port from 1950 on.\n\n## The market\n\nShe sold fish there.\n"
    )
    bot = Bot.from_folder(write({"town.md": text}))
    hits = [Hit(one, 1.0) for one in bot.passages()]
    with bot.index.reading() as view:
        assert all(widened(view, [hit]) == (hit,) for hit in hits)
    bot.close()
