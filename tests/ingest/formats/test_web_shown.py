"""A page is read as a browser shows it: no hidden or deleted words, with numbers, signs and parts where they stand."""

import pytest

from ingest.formats import extract

LONG = "The mill on the Orra has ground rye since 1742 and lends its upper floor to the weavers of the valley. " * 2


def lines(body: str) -> list[str]:
    return extract(".html", f"<html><body>{body}</body></html>".encode()).text.replace("\n\n", "\n").split("\n")


@pytest.mark.parametrize("how", ["hidden", 'style="color:red; display: none"'])
def test_what_is_not_shown_is_not_read(how: str) -> None:
    rows = f"<tr><th>Loom<th>Width<tr><td>A<td>90 cm<tr {how}><td>Test<td>1 cm<tr><td>B<td>120 cm"
    assert lines(f"<p>Open <span {how}>0007</span>daily</p><div {how}>Draft</div><table>{rows}</table>") == [
        "Open daily",
        "Loom: A; Width: 90 cm",
        "Loom: B; Width: 120 cm",
    ]


def test_what_a_click_shows_is_read() -> None:
    asked = '<h3>May I knock?</h3><div style="display:none">Ring the bell.</div><h3>When?</h3><div hidden>At six.</div>'
    tabs = '<a href="#map">Map</a><div id="map" hidden>By the ford.</div><div role="tabpanel" hidden>Bus 7.</div>'
    assert lines(asked + tabs) == [
        "May I knock?",
        "Ring the bell.",
        "When?",
        "At six.",
        "Map",
        "By the ford.",
        "Bus 7.",
    ]
    assert lines(f'<div style="display:none"><h1>Mill</h1><p>{LONG}</p></div>')[0] == "Mill"


@pytest.mark.parametrize(
    "style",
    [".old{display:none}", "p.old, #x { color: red; display: none !important }", "@media screen{.old{display:none}}"],
)
def test_what_a_style_sheet_hides_is_not_read(style: str) -> None:
    assert lines(f"<style>{style}</style><p>Open daily</p><p class='wide old'>Open at noon</p>") == ["Open daily"]


@pytest.mark.parametrize(
    "style",
    [
        "@media print{.old{display:none}}",
        "@media (max-width: 600px){.old{display:none}}",
        ".old{display:none} .open .old{display:block}",
        ".old{display:none} @media (min-width:600px){.old{display:flex}}",
        ".old{display:none} .old.shown{display:block}",
        "nav .old, .old:empty{display:none}",
    ],
)
def test_what_some_screen_or_a_click_shows_is_read(style: str) -> None:
    assert lines(f"<style>{style}</style><p>Open daily</p><p class='old'>Closed in May</p>")[1:] == ["Closed in May"]


def test_icons_and_signs_that_are_said_in_words_are_not_read() -> None:
    icon = '<i class="material-icons" aria-hidden="true">local_phone</i>'
    stars = '<span aria-hidden="true">4.5</span><span class="visually-hidden">4.5 of 5 stars</span>'
    formula = '<span aria-hidden="true">a + b</span>'
    assert lines(f"<p>{icon} 555 0147</p><p>{stars}</p><p>Sum: {formula}</p>") == [
        "555 0147",
        "4.5 of 5 stars",
        "Sum: a + b",
    ]


def test_deleted_words_do_not_stand_beside_those_that_are_valid() -> None:
    changed = "<p>Rent is <del>300</del><ins>340</ins> a month, due on the <ins>5th</ins><del>1st</del>.</p>"
    assert lines(f"{changed}<p><del>Dogs may stay.</del></p>") == ["Rent is 340 a month, due on the 5th."]
    struck = '<s>Mr</s> Dr Holm, <span style="text-decoration: line-through">room 4</span> room 9'
    assert lines(f"<p>{struck}</p><p>Tickets <strike>12</strike> 15 euros</p>") == [
        "Dr Holm, room 9",
        "Tickets 15 euros",
    ]
    assert lines("<ul><li><s>Oil the gears</s><li>Sweep</ul>") == ["Oil the gears", "Sweep"]


def test_the_address_that_a_link_leads_to_stands_behind_its_words() -> None:
    mails = '<a href="mailto:ann@x.example?subject=Key">Ann <b>Lee</b></a> or <a href="mailto:bo@x.example">bo@x.example</a>'
    assert lines(f'<p>Ask {mails}, <a href="/form">here</a>.') == ["Ask Ann Lee (ann@x.example) or bo@x.example, here."]


def test_pictures_say_what_a_cell_says() -> None:
    head = "<tr><th>Room<th>Stove<th>Lamp"
    first = (
        '<tr><td>Attic<td><img src=v.svg alt="Yes"><td><svg role="img"><title>On request</title><path d="M2 2"/></svg>'
    )
    second = '<tr><td>Cellar<td><i title="Broken"></i><td><span aria-label="4 of 5">★★★★</span>'
    third = '<tr><td>Loft<td><a href=/x><img alt="Edit"></a><td><img alt="IMG_12.jpg">two'
    assert lines(f"<table>{head}{first}{second}{third}</table>") == [
        "Room: Attic; Stove: Yes; Lamp: On request",
        "Room: Cellar; Stove: Broken; Lamp: 4 of 5",
        "Room: Loft; Lamp: two",
    ]


def test_elements_with_the_roles_of_a_table_are_one() -> None:
    head = "<div role=row><span role=columnheader>Boat</span><span role=columnheader>Berth</span></div>"
    row = "<div role=row><div><div role=rowheader>{}</div></div><div role=gridcell>{}</div></div>"
    grid = f"<div role=grid><p>2 boats</p><div role=rowgroup>{head}{row.format('Tern', 'A1')}</div>{row.format('Auk', 'B2')}</div>"
    assert lines(grid) == ["2 boats", "Boat: Tern; Berth: A1", "Boat: Auk; Berth: B2"]


def test_badges_without_a_space_between_are_kept_apart() -> None:
    badges = '<span class="tag red">urgent</span><span class="tag">in Oslo</span><span class="tag">Hull</span>'
    assert lines(f"<p>{badges}</p><p><a href=/a>Boats</a><a href=/b>Sails</a></p>") == [
        "urgent, in Oslo, Hull",
        "Boats, Sails",
    ]
    runs = '<span class="c0">un</span><span class="c0">told</span>'
    code = '<pre><span class="kw">let</span><span class="kw">mut</span></pre>'
    assert lines(f"<p>{runs} <span class=part>D</span><span class=part>o</span></p>{code}") == ["untold Do", "letmut"]


def test_items_are_read_with_the_numbers_that_a_browser_sets_before_them() -> None:
    clauses = (
        "<ol><li>Rent.<ol type=a><li>In May</ol><li><p>Keys.</p><p>Two.</p></ol><p>And:</p><ol start=3><li>Fire.</ol>"
    )
    assert lines(clauses) == ["1. Rent.", "a. In May", "2. Keys.", "Two.", "And:", "3. Fire."]
    roman = '<ol style="list-style-type: upper-roman"><li>Tea<li value=5>Milk</ol><ol reversed><li>Gold<li>Tin</ol>'
    assert lines(roman) == ["I. Tea", "V. Milk", "2. Gold", "1. Tin"]


@pytest.mark.parametrize(
    "listed",
    [
        '<ol style="list-style: none"><li>Tea<li>Milk</ol>',
        "<ul><li>Tea<li>Milk</ul>",
        "<ol><li><a href=/a>Tea</a><li><a href=/b>Milk</a></ol>",
        "<ol><li><article>Tea</article><li><article>Milk</article></ol>",
    ],
)
def test_items_of_lists_that_show_no_numbers_have_none(listed: str) -> None:
    assert lines(listed) == ["Tea", "Milk"]


def test_numbers_that_are_written_are_not_written_twice() -> None:
    assert lines("<ol><li>§ 1 Name<li>§ 2 Seat</ol>") == ["§ 1 Name", "§ 2 Seat"]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<b>129</b><sup>95</sup> €", "129.95 €"),
        ("<b>1.299</b><sup>50</sup>&nbsp;€", "1.299,50 €"),
        ("$<b>49</b><sup>90</sup>", "$49.90"),
        ('<span class="price"><span>12</span><small>50</small> kr</span>', "12.50 kr"),
        (f"It cost $40<sup>12</sup> then. {LONG}", f"It cost $40 [12] then. {LONG.strip()}"),
    ],
)
def test_the_parts_of_a_price_are_one_number(html: str, text: str) -> None:
    assert lines(f"<p>{html}</p>") == [text]


def test_a_label_and_its_value_side_by_side_are_one_line() -> None:
    rows = "".join(
        f"<div class=row><div class=k>{k}</div><div class=v>{v}</div></div>"
        for k, v in (("Height", "9 m"), ("Floors:", "3"))
    )
    inline = "<ul><li><b>Flour</b><span>2 kg</span><li><b>Yeast</b><span>20 g</span></ul>"
    flat = "<div><p class=k>Owner</p><p class=v>Liv Aas</p><p class=k>Since</p><p class=v>1990</p></div>"
    tiles = "".join(f"<div><b>{n}</b><div>{of}</div></div>" for n, of in (("1,200", "guests"), ("12", "looms")))
    assert lines(f"{rows}{inline}{flat}<div>{tiles}</div>") == [
        "Height: 9 m", "Floors: 3", "Flour: 2 kg", "Yeast: 20 g", "Owner: Liv Aas", "Since: 1990", "1,200 guests", "12 looms",
    ]  # fmt: skip


def test_facts_above_and_below_the_text_of_a_page_are_of_it() -> None:
    above = "<p>49 euros</p>" + "".join(f"<p>Colour {n}</p>" for n in range(8))
    facts = "<div class=specs><h2>Details</h2><dl><dt>Weight</dt><dd>2 kg</dd></dl></div>"
    more = "<div class=more><h2>Others</h2><p>Lamp Tind</p></div>"
    page = f"<main><h1>Lamp Vik</h1>{above}<div><p>{LONG}</p><p>{LONG}</p></div>{facts}{more}</main>"
    found = lines(f"<nav><a href=/>Home</a></nav>{page}")
    assert found[:3] == ["Lamp Vik", "49 euros", "Colour 0"]
    assert found[-2:] == ["Details", "Weight: 2 kg"]


def test_a_title_that_is_no_heading_stays_above_its_text() -> None:
    assert lines(f"<p class=title>Lease of the mill</p><p>{LONG}</p><p>{LONG}</p>")[0] == "Lease of the mill"


def test_messages_of_a_saved_chat_say_when_and_by_whom_below_their_day() -> None:
    day = "<div class=service>3 May 2025</div>"
    said = '<div class="msg"><div class=pic>{}</div><div class=time>{}</div><div class=from>{}</div><div class=text>{}</div></div>'
    first = said.format("LA", "09:12", "Liv Aas", "Who has the <b>mill</b> key?")
    second = said.format("BH", "09:13", "Bo Holm", "Me.")
    joined = '<div class="msg joined"><div class=time>09:13</div><div class=text>It hangs by the door</div></div>'
    third = said.format("LA", "09:20", "Liv Aas", "Thanks")
    found = extract(".html", f"<body><div>Weavers</div>{day}{first}{second}{joined}{third}</body>".encode())
    assert found.text.split("\n\n") == [
        "Weavers",
        "3 May 2025",
        "09:12 Liv Aas: Who has the mill key?",
        "09:13 Bo Holm: Me.",
        "09:13 Bo Holm: It hangs by the door",
        "09:20 Liv Aas: Thanks",
    ]
    assert found.sections[-1].heading == "3 May 2025"


def test_a_programme_with_times_is_no_chat() -> None:
    rows = "".join(
        f"<li><b>{at}</b> {what}</li>" for at, what in (("10:00", "Opening"), ("11:00", "Race"), ("12:00", "Soup"))
    )
    assert lines(f"<ul>{rows}</ul>") == ["10:00 Opening", "11:00 Race", "12:00 Soup"]


def test_how_words_are_read_is_no_part_of_them() -> None:
    assert lines("<p><ruby>港<rp>（</rp><rt>みなと</rt><rp>）</rp></ruby>は<ruby>北<rt>きた</rt></ruby>です。</p>") == [
        "港は北です。"
    ]


def test_what_a_program_writes_beside_the_words_is_not_read() -> None:
    edit = '<span class="mw-editsection"><span>[</span><a href="/edit">edit</a><span>]</span></span>'
    assert lines(f"<h2>Mills{edit}</h2><h3>Looms<a href='#looms'>¶</a></h3><p>Free<a href='#n'>*</a></p>") == [
        "Mills",
        "Looms",
        "Free*",
    ]


def test_lines_of_code_are_read_without_their_numbers() -> None:
    beside = "<table><tr><td class=linenos><pre>1\n2</pre><td class=code><pre>open gate\nshut gate</pre></table>"
    within = "<pre><span class=lineno>1</span>stop()</pre>"
    parts = "<table><tr><th>No.<th>Part<tr><td class=lineno>1<td>Bolt<tr><td class=lineno>2<td>Nut</table>"
    assert lines(beside + within + parts) == [
        "open gate",
        "shut gate",
        "stop()",
        "No.: 1; Part: Bolt",
        "No.: 2; Part: Nut",
    ]


def test_the_letters_and_numbers_around_a_sheet_are_no_headings() -> None:
    head = "<thead><tr><th></th><th>A</th><th>B</th><th>D</th></tr></thead>"
    rows = (("Loom", "Width", "Weaver"), ("", "", ""), ("Vik", "90 cm", ""), ("Tind", "120 cm", "Liv"))
    body = "".join(f"<tr><th>{n}</th>{''.join(f'<td>{one}</td>' for one in row)}</tr>" for n, row in enumerate(rows, 1))
    assert lines(f"<table>{head}{body}</table>") == [
        "Loom: Vik; Width: 90 cm",
        "Loom: Tind; Width: 120 cm; Weaver: Liv",
    ]


@pytest.mark.parametrize(
    "quoted",
    [
        "<blockquote><div><cite><a>Liv</a> wrote:</cite>Which oil?</div></blockquote>",
        "<blockquote><div><a>Liv wrote:</a></div><div><p>Which oil?</p></div></blockquote>",
        "<div>Liv wrote:</div><blockquote><p>Which oil?<br></p></blockquote>",
    ],
)
def test_what_an_answer_quotes_stands_between_marks_behind_who_wrote_it(quoted: str) -> None:
    assert lines(f"<div>{quoted}That of flax.</div>") == ["Liv wrote: “Which oil?”", "That of flax."]
    assert lines("<blockquote><p>Note: mind the step.</p></blockquote>") == ["Note: mind the step."]


def test_a_line_that_is_broken_within_a_sentence_goes_on() -> None:
    assert lines("<p>Set the loom to three and<br>tie the warp.<br>Then weave.</p>") == [
        "Set the loom to three and tie the warp.",
        "Then weave.",
    ]
    listed = ["Jetty 4", "harbour office", "What we need for the loom:", "oil", "thread"]
    assert lines(f"<p>{'<br>'.join(listed)}</p>") == listed


def test_what_an_article_says_aside_is_of_it_and_what_asks_for_an_address_is_not() -> None:
    aside = "<aside><p>The weir is shut in May.</p></aside><aside><a href=/a>Ten other mills to see</a></aside>"
    letter = "<div><h4>Our letter</h4><p>All news about mills, each week.</p><form><input type=email></form></div>"
    found = lines(f"<nav>Home</nav><article><h1>Mill</h1><p>{LONG}</p>{aside}{letter}<p>{LONG}</p></article>")
    assert found == ["Mill", LONG.strip(), "The weir is shut in May.", LONG.strip()]


def test_an_address_that_is_scrambled_until_a_script_shows_it_is_read() -> None:
    code = bytes([7, *(byte ^ 7 for byte in b"ann@x.example")]).hex()
    link = f'<a href="/cdn-cgi/l/email-protection#{code}">'
    hidden = f'<p>{link}<span class="__cf_email__" data-cfemail="{code}">[email&#160;protected]</span></a></p>'
    assert lines(f"{hidden}<p>Ask {link}Ann</a>.</p>") == ["ann@x.example", "Ask Ann (ann@x.example)."]


def test_a_label_and_a_value_that_only_their_looks_part_have_a_space_between() -> None:
    listed = (
        "<ul><li>Order no.: <b>7</b><li>Paid by:<strong>card</strong><li><b>Phone:</b>08 55<li>At 12:<b>30</b></ul>"
    )
    assert lines(listed) == ["Order no.: 7", "Paid by: card", "Phone: 08 55", "At 12:30"]


@pytest.mark.parametrize("head", ["<thead><tr><th>Loom<th>Width</thead>", ""])
def test_names_of_columns_in_cells_for_narrow_screens_are_read_once(head: str) -> None:
    rows = (
        f'<tr><td data-label="Loom"><span>Loom:</span> {loom}</td><td data-label="Width"><b>Width</b>{width}</td></tr>'
        for loom, width in (("Old", "90 cm"), ("New", "120 cm"), ("Loom", "60 cm"))
    )
    assert lines(f"<table>{head}{''.join(rows)}</table><p>Ask first.</p>") == [
        "Loom: Old; Width: 90 cm",
        "Loom: New; Width: 120 cm",
        "Loom: Loom; Width: 60 cm",
        "Ask first.",
    ]


def test_text_below_a_table_that_is_most_of_a_page_is_of_it() -> None:
    rows = "".join(f"<tr><td>Loom of the weaver number {at}<td>{at + 90} cm wide" for at in range(12))
    assert lines(f"<h1>Looms</h1><table><tr><th>Loom<th>Width{rows}</table><p>Ask first.</p>")[-1] == "Ask first."
