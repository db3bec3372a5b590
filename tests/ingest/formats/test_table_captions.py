"""A table without a caption is called by the line above it, if that ends with a colon."""

import pytest

from ingest.load import File, parsed


def captions(source: str, text: str) -> list[str]:
    return [table.caption for table in parsed(File(source, text.encode(), 0.0)).tables]


TABLE = "| Town | Ferry |\n|---|---|\n| Odde | 7:10 |\n| Vik | 7:40 |\n"
HTML = "<table><tr><th>Town</th><th>Ferry</th></tr><tr><td>Odde</td><td>7:10</td></tr><tr><td>Vik</td><td>7:40</td></tr></table>"


@pytest.mark.parametrize(
    ("source", "text", "caption"),
    [
        ("a.md", f"# Boats\n\n**Sailings in winter:**\n\n{TABLE}", "Sailings in winter"),
        ("a.md", f"# Boats\n\nThey sail every day.\n\n{TABLE}", ""),
        ("a.md", f"# Boats\n\n## Sailings in winter:\n\n{TABLE}", ""),  # that is its heading already
        ("a.html", f"<h1>Boats</h1><p>Sailings in winter:</p>{HTML}", "Sailings in winter"),
        ("a.html", f"<h1>Boats</h1><p>{'They sail daily, and ' * 9}then:</p>{HTML}", ""),
    ],
)
def test_the_line_above_is_the_caption_if_it_introduces_the_table(source: str, text: str, caption: str) -> None:
    assert captions(source, text) == [caption]
