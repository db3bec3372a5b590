"""What is shown of a Markdown document: its words without its marks, each sign with its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rendering import rendered, shown
from ingest.documents import Document

TEXT = """---
title: Harbour
---
# The *plan*

The **chief diver** is [Petra Holm](javascript:alert(1)), of AT&amp;T; see https://a.example, \\*not\\* `__init__`.

- The price is **£49 a
  night**.
  - Nested <b>bold</b><!-- said -->
7. Seven

| Who | What |
|:---|---|
| [Ann](x.md "t") | lead \\| **chair** |
| Bo | |
| Cy<br>Fa | x |

> quoted
> words

```python
a = b*c  # **kept**
```
"""
SIGNS = st.text("ab1 _*`[]()<>&!#|+-.:~=\\\n", max_size=60)


def document(text: str, source: str = "a.md") -> Document:
    return Document(source, "", text, "0" * 64)


def of(quote: str) -> str:
    return shown(document(TEXT), TEXT.index(quote), quote)


@pytest.mark.parametrize(
    ("quote", "seen"),
    [
        ("# The *plan*", "The plan"),
        ("The **chief diver** is [Petra Holm](javascript:alert(1)), of", "The chief diver is Petra Holm, of"),
        ("AT&amp;T; see https://a.example, \\*not\\* `__init__`.", "AT&T; see https://a.example, *not* __init__."),
        ("- The price is **£49 a\n  night**.", "The price is £49 a night."),
        ("diver** is", "diver is"),
        ("- Nested <b>bold</b><!-- said -->\n7. Seven", "Nested bold\n7. Seven"),
        ('| [Ann](x.md "t") | lead \\| **chair** |', "Who: Ann; What: lead | chair"),
        ("**chair**", "chair"),
        ("|\n| Bo | |", "\nWho: Bo"),
        ("| Cy<br>Fa | x |", "Who: Cy Fa; What: x"),
        ("> quoted\n> words", "quoted words"),
        ("a = b*c  # **kept**", "a = b*c  # **kept**"),
        ("title: Harbour", "title: Harbour"),
        ("(javascript:", "(javascript:"),
    ],
)
def test_a_quote_is_shown_as_a_reader_sees_it(quote: str, seen: str) -> None:
    assert of(quote) == seen


def test_steps_that_bear_one_number_are_counted_and_others_keep_theirs() -> None:
    text = "1. Open 2. 3.\n1. Drain\n   1. Slowly\n   1. Fully\n1. Close\n\nThen:\n\n3. Lock\n5. Leave\n"
    one = document(text)
    assert shown(one, 0, text).split("\n") == [
        *("1. Open 2. 3.", "2. Drain", "1. Slowly", "2. Fully", "3. Close", "", "Then:", "", "3. Lock", "5. Leave")
    ]
    assert shown(one, text.index("1. Close"), "1. Close") == "3. Close"


def test_a_row_of_a_table_in_html_shows_its_own_words() -> None:
    row = "<tr><td>Ivo Lund</td><td>Gardener &amp; cook</td></tr>"
    table = f"<table>\n<tr><td>Ann Reed</td><td>Porter</td></tr>\n{row}\n</table>\n"
    assert shown(document(table), table.index(row), row).strip() == "Ivo Lund Gardener & cook"


def test_what_is_no_markdown_and_what_has_changed_since_stays_as_it_is() -> None:
    text = "It is **not** Markdown."
    assert shown(document(text, "a.txt"), 0, text) == text
    assert shown(document(f"- {text}"), 0, text) == text
    assert shown(None, 0, text) == text


@given(SIGNS, st.integers(0, 60), st.integers(0, 60))
def test_every_sign_has_its_place_within_what_is_asked_for(text: str, a: int, b: int) -> None:
    rendering = rendered(document(text))
    assert rendering is not None
    start, end = min(a, b, len(text)), min(max(a, b), len(text))
    signs, places = rendering.signs(start, end)
    assert len(signs) == len(places)
    assert list(places) == sorted(places)
    assert all(start <= place < end for place in places)


@given(SIGNS, st.integers(0, 60))
def test_a_text_that_is_cut_in_two_shows_all_of_it_once(text: str, cut: int) -> None:
    rendering, cut = rendered(document(text)), min(cut, len(text))
    assert rendering is not None
    assert rendering.signs(0, cut)[0] + rendering.signs(cut, len(text))[0] == rendering.signs(0, len(text))[0]
