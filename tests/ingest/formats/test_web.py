"""A web page gives its article, with its headings, tables and lines of code, and nothing from outside."""

from pathlib import Path

import pytest

from ingest.formats import extract
from tests.helpers.extracting import held, refusal
from tests.helpers.making import epub, html


def test_html_gives_the_article_without_what_is_around_it() -> None:
    found = extract(".html", html())
    assert found.title == "How bees winter"
    assert [(s.heading, s.rows) for s in found.sections] == [
        ("How bees winter", False),
        ("What the keeper does", False),
        ("What the keeper does", True),
    ]
    assert "Month: June; Bees: 40,000" in found.text
    assert not any(word in found.text for word in ("Shop now", "Cookies", "document.title", "color"))


def test_html_keeps_every_heading_and_line_of_code_of_the_article() -> None:
    more = "<h3>A rule</h3><pre>if cold:\n    close()</pre><p>So says the old keeper of Ulm, who has kept 90 hives.</p>"
    assert held(".html", html(more))[-2:] == [
        ("A rule", None, "if cold:\nclose()"),
        ("A rule", None, "So says the old keeper of Ulm, who has kept 90 hives."),
    ]


def test_a_page_that_is_no_article_is_taken_whole() -> None:
    page = b"<title>Hours</title><p>Open from 9 to <b>17</b>.<br>Closed on <i>Monday</i>s.</p>"
    assert held(".htm", page) == [("Hours", None, "Open from 9 to 17.\n\nClosed on Mondays.")]


def test_cells_that_span_columns_and_rows_stand_in_each_row_under_their_names() -> None:
    table = (
        "<table><tr><th>Year</th><th>Town</th><th>Votes</th></tr>"
        "<tr><td rowspan=2>2019</td><td>Kiel</td><td>12</td></tr><tr><td>Jena</td><td>31</td></tr>"
        "<tr><td colspan=2>All</td><td>43</td></tr></table>"
    )
    assert [text for _, _, text in held(".html", table.encode())] == [
        "Year: 2019; Town: Kiel; Votes: 12\nYear: 2019; Town: Jena; Votes: 31\nYear, Town: All; Votes: 43"
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1252"])
def test_html_is_decoded_as_it_says_or_as_it_is(encoding: str) -> None:
    page = f'<meta charset="{encoding if encoding != "utf-16" else "utf-8"}"><p>Größe – Maß</p>'
    assert extract(".html", page.encode(encoding)).text == "Größe – Maß"


def test_entities_are_neither_fetched_nor_blown_up(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("password123")
    outside = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    laughs = '<!DOCTYPE a [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    for doctype, entity in ((outside, "&x;"), (laughs + "]>", "&j;")):
        body = f"{doctype}<html><body><p>before {entity} after</p></body></html>"
        texts = []
        for suffix, data in (
            (".html", body.encode()),
            (".epub", epub([("a", "")], extra={"OEBPS/text/c 1.xhtml": body})),
        ):
            texts.append(extract(suffix, data).text)
        container = body.replace("<html>", '<container><rootfile full-path="&x;"/>')
        refusal(".epub", epub([("a", "")], extra={"META-INF/container.xml": container}))
        assert all("password123" not in text and len(text) < 300 for text in texts)


LONG = "The boat club has owned the old customs house on the quay since 1931 and lets its rooms for courses. " * 2


def test_short_lines_lists_and_contacts_after_the_last_long_paragraph_are_of_the_article() -> None:
    page = f"<main><h1>Rooms</h1><p>{LONG}</p><p>{LONG}</p><ul><li>Green: 12 seats<li>Blue: 30</ul><h2>Contact</h2><p>Phone: 555 0147<p>Ask Liv.</main>"
    text = extract(".html", f"<body><nav><a href=/>Home</a></nav>{page}<footer>Imprint</footer></body>".encode()).text
    assert text.endswith("Green: 12 seats\n\nBlue: 30\n\nContact\n\nPhone: 555 0147\n\nAsk Liv.")


@pytest.mark.parametrize("element", ["main", "article", "div"])
def test_what_follows_the_only_long_paragraph_is_of_the_article(element: str) -> None:
    page = (
        f"<{element}><h1>Rooms</h1><p>{LONG}</p><p>From 60 a night.</p><h2>Contact</h2><p>Mme Le Goff</p></{element}>"
    )
    text = extract(".html", f"<body><nav><a href=/>Home</a></nav>{page}<footer>Imprint</footer></body>".encode()).text
    assert text.endswith("From 60 a night.\n\nContact\n\nMme Le Goff")


def test_the_foot_of_an_article_is_of_it_and_that_of_the_page_is_not() -> None:
    page = f"<article><h1>Rooms</h1><p>{LONG}</p><p>{LONG}</p><footer><p>Phone: 555 0147</footer></article><footer>Imprint</footer>"
    assert extract(".html", f"<body>{page}</body>".encode()).text.endswith("Phone: 555 0147")


def test_links_that_lead_elsewhere_are_not() -> None:
    more = "<p><a href=/a>More about boats</a></p><div class=related>Other news</div>"
    assert extract(".html", f"<main><h1>Rooms</h1><p>{LONG}</p>{more}</main>".encode()).text.endswith(LONG.strip())


def test_what_readers_write_about_an_article_stands_under_a_heading_of_its_own() -> None:
    said = "<div class=comment><p>Ann: Room 4 is the quiet one.</p><a href=/r>Reply</a></div>"
    asks = "<div id=respond><form><p>Your address is not shown.</p></form></div>"
    page = (
        f"<article><h1>Rooms</h1><p>{LONG}</p></article><div id=comments>{said}{asks}</div><div id=social>Share</div>"
    )
    text = extract(".html", f"<body class=comments-open><div>{page}</div></body>".encode()).text
    assert text.endswith(f"{LONG.strip()}\n\nComments\n\nAnn: Room 4 is the quiet one.")


def test_a_menu_within_the_article_or_one_that_says_its_title_is_no_part_of_it() -> None:
    title = "What the rooms of the boat club cost"
    menu = f"<div class=menu><p>All of our pages</p><ul><li><a href=/a>{title}</a><li><a href=/b>Boats</a></ul></div>"
    share = (
        "<div class=share-buttons><a href=/s>Tell your friends</a></div><div class=gallery><p>The green room</p></div>"
    )
    page = f"{menu}<p>Open today</p><div><h1>{title}</h1><p>{LONG}</p>{share}<p>{LONG.replace('boat', 'ski')}</p></div>"
    text = extract(".html", f"<body>{page}</body>".encode()).text
    assert text.startswith(title)
    assert [word in text for word in ("Boats", "Open today", "Tell your", "The green room")] == [False] * 3 + [True]


def test_soft_hyphens_neither_hide_a_paragraph_nor_stay() -> None:
    hyphens = LONG.replace("customs", "cus\u00adtoms").replace("courses", "cour&shy;ses")
    assert LONG.strip() in extract(".html", f"<main><h1>Rooms</h1><p>{hyphens}</p></main>".encode()).text


@pytest.mark.parametrize("named", ["class=cookie-banner", "id=onetrust-sdk", "role=dialog", "aria-modal=true"])
def test_what_asks_for_consent_is_left_out(named: str) -> None:
    banner = f"<div {named}><h2>Your privacy</h2><p>{LONG.replace('boat', 'cookie')}</p></div>"
    text = extract(".html", f"<body>{banner}<main><h1>Rooms</h1><p>{LONG}</p><p>{LONG}</p></main></body>".encode()).text
    assert "privacy" not in text
    about = extract(".html", b"<div class=cookie-policy><p>We set one cookie.</p></div>").text
    assert about == "We set one cookie."


def test_a_term_and_the_few_words_that_say_what_it_is_are_one_line() -> None:
    terms = "<dl><dt>Length:</dt><dd>42 m</dd><dt>Crew</dt><dd>two</dd><dd>three on Sundays</dd>"
    asked = "<dt>May I bring a dog?</dt><dd>Yes, if it is small.</dd></dl>"
    assert extract(".html", f"<body>{terms}{asked}</body>".encode()).text.split("\n\n") == [
        "Length: 42 m",
        "Crew: two; three on Sundays",
        "May I bring a dog?",
        "Yes, if it is small.",
    ]


def test_a_page_of_scripts_alone_is_refused_with_a_reason() -> None:
    page = b"<html><head><title>App</title><script src=a.js></script></head><body><div id=root></div></body></html>"
    assert "without its scripts" in refusal(".html", page)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("built in 1898<sup>3</sup> by", "built in 1898 [3] by"),
        ('built in 1898<a role="doc-noteref" href="#n3">3</a>', "built in 1898 [3]"),
        ('about 10<sup><a href="#fn6">6</a></sup>', "about 10 [6]"),
        ("10<sup>6</sup> cells", "10^6 cells"),
        ("5 m<sup>2</sup> of CO<sub>2</sub>", "5 m² of CO2"),
        ("E = mc<sup>2</sup> is known", "E = mc^2 is known"),
        ("the 19<sup>th</sup> day", "the 19th day"),
        ("<sup>3</sup> See there.", "3 See there."),
        ('18<span style="vertical-align: super">3</span>', "18 [3]"),
    ],
)
def test_raised_signs_do_not_glue_to_what_they_follow(html: str, text: str) -> None:
    assert extract(".html", f"<body><p>{html}</p></body>".encode()).text == text


@pytest.mark.parametrize("named", ["", "Untitled", "index.html"])
def test_the_title_is_never_what_a_program_wrote(named: str) -> None:
    page = f'<head><title>Boat club</title><meta property="og:title" content="{named}"></head><body><p>Open.</p></body>'
    assert extract(".html", page.encode()).title == "Boat club"


def test_tables_of_a_page_are_values_and_their_cells_whole() -> None:
    page = (
        "<h1>Crew</h1><table><caption>Who sails</caption><tr><th>Name<th>Boat<tr><td><a href=x>Ann</a> Lee<td>Heron"
        "<tr><td>Bo <b>Dahl</b><td><table><tr><td>Tern<td>7 m</table></table>"
    )
    found = extract(".html", page.encode())
    (table,) = found.tables
    assert (table.caption, table.heading, [column.name for column in table.columns]) == (
        "Who sails",
        "Crew",
        ["Name", "Boat"],
    )
    assert [found.text[row.start : row.end] for row in table.rows] == [
        "Name: Ann Lee; Boat: Heron",
        "Name: Bo Dahl; Boat: Tern: 7 m",
    ]


def test_an_infobox_is_a_list_of_facts() -> None:
    rows = "".join(
        f"<tr><th>{a}</th><td>{b}</td></tr>" for a, b in (("Built", "1898"), ("Height", "27 m"), ("Lamp", "36"))
    )
    assert extract(".html", f"<table>{rows}</table>".encode()).text == "Built: 1898\nHeight: 27 m\nLamp: 36"


def test_a_table_that_only_places_another_leaves_it_its_rows() -> None:
    inner = "<table><tr><td>Item<td>Price<tr><td>Oar<td>35.00<tr><td>Anchor<td>80.00</table>"
    page = f"<table><tr><td>{inner}</td></tr><tr><td>Total<td>115.00</table>"
    text = extract(".html", page.encode()).text
    assert text.splitlines()[:2] == ["Item: Oar; Price: 35.00", "Item: Anchor; Price: 80.00"]


def test_rows_of_few_words_in_a_frame_stay_together() -> None:
    goods = "<table><tr><th>Item</th><th>Price</th></tr><tr><td>Oar</td><td>35</td></tr></table>"
    sums = "<tr><td>Freight</td><td>5.00</td></tr><tr><td>To pay</td><td>40.00</td></tr>"
    text = extract(".html", f"<table><tr><td>{goods}</td></tr>{sums}<tr></tr></table>".encode()).text
    assert text == "Item: Oar; Price: 35\nFreight: 5.00\nTo pay: 40.00"
    side = f"<table><tr><td>{LONG}</td><td><p>Phone: 555</p></td></tr><tr><td colspan=2>{goods}</td></tr></table>"
    assert "\n\nPhone: 555\n\n" in extract(".html", side.encode()).text


def test_what_is_filled_into_a_form_is_read() -> None:
    rows = "<tr><td>Place</td><td><select><option>Kiel</option><option selected>Husum</option></select></td></tr>"
    rows += "<tr><td>Member</td><td><input type=checkbox checked></td></tr>"
    typed = '<label>Name <input value="Jule Holm"></label> <input value="of Kiel"><p>Why?<textarea>It is\nclose.</textarea></p>'
    spare = '<input type=submit value=Send><input type=hidden value=x7><input type=password value=moon><input value="">'
    page = f"<h1>Booking</h1><form>{typed}<table>{rows}</table>{spare}</form><p>Booked on 3 May.</p>"
    text = extract(".html", page.encode()).text
    assert text.split("\n\n")[1:3] == ["Name: Jule Holm; of Kiel", "Why? It is close."]
    assert text.endswith("Place: Husum\nMember: checked\n\nBooked on 3 May.")
