"""Questions and conversations made up to keep the machine busy: what they cost grows with their length, no faster."""

import sys
import time
from collections.abc import Callable
from itertools import cycle, islice, product
from string import ascii_lowercase

import pytest

from bot.chat import Bot
from bot.question.checks import LONGEST_MESSAGE, MOST_MESSAGES, newest
from bot.question.followup import stand_alone
from bot.question.followup.coreference import Context, resolve
from bot.question.followup.ordinals import pick
from bot.question.kind import intent_of
from bot.question.names import people
from bot.question.wording import mended
from ingest.text.words import words

_LETTERS = ("".join(letters) for letters in product(ascii_lowercase, repeat=4))
SHAPES = {
    "names": " ".join(f"Z{name}" if at % 2 else name for at, name in enumerate(islice(_LETTERS, 4000))),
    "one name": "Ada " * 5000,
    "a name that ends otherwise": f"Who is Ada {'a' * 20_000} é",
    "lists": "The first, one and the second, two. " * 600,
    "ordinals": "the first one the second one " * 700,
    "either": f"Is it {'a or ' * 4000}b?",
    "verbs": "say tell " * 2000,
    "quotation marks": '"a" “b” ' * 2500,
    "brackets": f"{'(' * 10_000}{')' * 10_000} x",
    "letters": "a" * 20_000,
    "dots": f"where is x{'.' * 20_000}y",
    "digits": "1," * 10_000,
    "spaces": f"where is x{' ' * 20_000}y",
    "initials": "U.S." * 5000,
    "accents": "a" + "\u0301\u0323" * 10_000,
    "openers": "who what about " * 1400,
    "capitals": "Ab-" * 7000,
}


SLOWNESS = 1 if sys.gettrace() is None else 4  # what is watched line by line, as for coverage, takes longer


@pytest.mark.parametrize("text", SHAPES.values(), ids=SHAPES)
def test_every_step_over_a_question_is_linear(towns: Bot, text: str) -> None:
    with towns.index.reading() as view:
        steps: tuple[Callable[[], object], ...] = (
            lambda: words(text),
            lambda: people(text),
            lambda: intent_of(text),
            lambda: mended(view, text[:4000]),
            lambda: pick(text, text, text),
            lambda: resolve("And his its?", Context(text, text)),
        )
        for number, step in enumerate(steps):
            began = time.process_time()
            step()
            assert time.process_time() - began < 2 * SLOWNESS, number


@pytest.mark.parametrize("name", ["names", "one name", "lists"])
def test_a_megabyte_of_question_and_conversation_costs_little_more_than_a_short_question(towns: Bot, name: str) -> None:
    bot = Bot(towns.index, towns.settings.model_copy(update={"max_question": 1_000_000}))
    bot.ask("What is Ashford?")
    began = time.process_time()
    bot.ask("When was Ashford founded?", said("Who is Ada?", "A person."))
    short = time.process_time() - began
    text = SHAPES[name]
    turns = [f"{text[at : at + 50]} his it?" for at in range(0, len(text), 50)]
    history = [{"role": role, "content": turn} for role, turn in zip(cycle(("user", "assistant")), turns, strict=False)]
    began = time.process_time()
    answer = bot.ask((text * 50)[:1_000_000].strip(), [*history * 40, *said(text, text)])
    assert time.process_time() - began < short + 2 * SLOWNESS
    assert answer.notes[:2] == (
        "Only the first 4,000 characters of the question were read.",
        "Only the last 40 messages of the conversation were read.",
    )


def test_a_question_that_begins_with_nothing_is_answered_with_words(towns: Bot) -> None:
    bot = Bot(towns.index, towns.settings.model_copy(update={"max_question": 10_000}))
    assert not bot.ask(f"{'.' * 5000} When was Ashford founded?").answered


def test_a_conversation_is_read_from_its_end() -> None:
    assert newest(()) == ((), ())
    assert newest(said("a", "b")) == (said("a", "b"), ())
    many = tuple({"role": "user", "content": str(number)} for number in range(MOST_MESSAGES + 1))
    kept, notes = newest(many)
    assert kept == many[1:]
    assert notes == ("Only the last 40 messages of the conversation were read.",)
    kept, notes = newest(said("a" * 10 * LONGEST_MESSAGE, "b") * 10)
    assert len(kept) == 7  # three long ones, and the short ones after and before them
    assert kept[-2]["content"] == "a" * LONGEST_MESSAGE
    assert len(notes) == 2


def test_a_question_does_not_grow_with_each_that_it_refers_to() -> None:
    history = said("Who is Ada Byron and what did she say about it to Carl Gauss?", "Ada.") + tuple(
        turn for _ in range(19) for turn in said("And did he tell her about it, and Carl?", "It was the one of it.")
    )
    assert len(stand_alone("Why?", history).text) < 10_000


def said(question: str, answer: str) -> tuple[dict[str, str], ...]:
    return ({"role": "user", "content": question}, {"role": "assistant", "content": answer})
