"""A presentation gives its slides, each under its title."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from PIL import Image
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Inches

from ingest.formats import extract
from tests.helpers.extracting import held
from tests.helpers.making import saved, slides
from tests.helpers.office import SPACES


def test_pptx_slides_are_numbered_under_their_titles_with_tables_and_notes() -> None:
    assert held(".pptx", slides()) == [
        ("Solar roof", 1, "We ask for money to put panels on the roof."),
        ("Solar roof", 1, "Side: South; Area: 120 m²"),
        (
            "What it costs",
            2,
            "The panels cost 48,000 euros and pay for themselves in 9 years.\n\nThe roof faces south-west.",
        ),
        ("", 3, "Thank you"),
    ]


def test_merged_cells_of_a_slide_reach_their_rows() -> None:
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[5])
    table = slide.shapes.add_table(3, 3, 0, 0, 3_000_000, 900_000).table
    for at, text in enumerate(("Unit", "Role", "Heads", "Sales", "Lead", "2", "", "Clerk", "5")):
        table.cell(at // 3, at % 3).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    ((_, _, text),) = held(".pptx", saved(presentation))
    assert text == "Unit: Sales; Role: Lead; Heads: 2\nUnit: Sales; Role: Clerk; Heads: 5"


def _placed(*boxes: tuple[str, int, int], more: Callable[[Any], None] = lambda _: None) -> str:
    """The text of one slide with these text boxes: words, and inches from the left and the top."""
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[6])
    for words, left, top in boxes:
        slide.shapes.add_textbox(Inches(left), Inches(top), Inches(2), Inches(1)).text_frame.text = words
    more(slide)
    return extract(".pptx", saved(presentation)).text


def test_a_slide_is_read_from_the_top_to_the_bottom_and_from_the_left_to_the_right() -> None:
    boxes = [("last", 1, 6), ("right", 5, 3), ("first", 1, 1), ("left", 1, 3)]
    assert _placed(*boxes).split("\n\n") == ["first", "left", "right", "last"]


def test_columns_of_boxes_are_read_one_after_the_other() -> None:
    boxes = [("b2", 6, 3), ("a1", 1, 2), ("b1", 6, 2), ("a2", 1, 3), ("head", 3, 0)]
    assert _placed(*boxes).split("\n\n") == ["head", "a1", "a2", "b1", "b2"]
    boxes[0] = ("b2", 6, 4)  # one column goes on further down than the other
    assert _placed(*boxes).split("\n\n") == ["head", "a1", "b1", "a2", "b2"]


def test_rows_of_boxes_far_from_each_other_are_read_one_after_the_other() -> None:
    boxes = [("b2", 4, 5), ("a1", 1, 2), ("b1", 4, 2), ("a2", 1, 5)]
    assert _placed(*boxes).split("\n\n") == ["a1", "b1", "a2", "b2"]


def test_what_is_compared_stands_under_its_own_name() -> None:
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[4])
    for place, text in zip(slide.placeholders, ("Boats", "Pros", "They float", "Cons", "They rust"), strict=True):
        place.text_frame.text = text
    assert extract(".pptx", saved(presentation)).text.split("\n\n") == [
        "Boats",
        "Pros",
        "They float",
        "Cons",
        "They rust",
    ]


def test_the_shapes_of_a_group_are_read_together_in_their_own_order() -> None:
    def grouped(slide: Any) -> None:
        group = slide.shapes.add_group_shape()
        for words, top in (("g2", 3), ("g1", 2)):
            box = group.shapes.add_textbox(Inches(1), Inches(top), Inches(2), Inches(0.5))
            box.text_frame.text = words

    assert _placed(("below", 1, 5), ("above", 1, 0), more=grouped).split("\n\n") == ["above", "g1", "g2", "below"]


def test_a_chart_gives_its_values_as_rows() -> None:
    def charted(slide: Any) -> None:
        data = CategoryChartData(number_format="0.0%")
        data.categories = ["Lisbon", "Porto"]
        data.add_series("2023", (0.125, 0.25))
        data.add_series("2024", (0.5, None))
        place = Inches(1), Inches(2), Inches(4), Inches(3)
        chart = slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *place, data).chart
        chart.has_title = True
        chart.chart_title.text_frame.text = "Share of rail"

    lines = _placed(more=charted).split("\n")
    assert lines == ["Share of rail", "", "Lisbon; 2023: 12.5%; 2024: 50.0%", "Porto; 2023: 25.0%"]


def test_raised_digits_on_a_slide_are_notes_or_powers() -> None:
    def raised(slide: Any) -> None:
        paragraph = slide.shapes.add_textbox(0, 0, Inches(3), Inches(1)).text_frame.paragraphs[0]
        for words, up in (("Built in 1898", 0), ("3", 30000), (" of 10", 0), ("6", 30000), (" bricks", 0)):
            run = paragraph.add_run()
            run.text = words
            run.font._element.set("baseline", str(up))

    assert _placed(more=raised) == "Built in 1898 [3] of 10^6 bricks"


def test_the_foot_of_the_slides_is_read_once_and_their_numbers_are_not() -> None:
    presentation = Presentation()
    for words in ("One", "Two"):
        slide = presentation.slides.add_slide(presentation.slide_layouts[6])
        slide.shapes.add_textbox(0, 0, Inches(3), Inches(1)).text_frame.text = words
        for kind, said in (("ftr", "County of Orra"), ("sldNum", "7")):
            box = slide.shapes.add_textbox(0, Inches(6), Inches(3), Inches(1))
            box.text_frame.text = said
            named = box._element.find(".//{*}nvPr")
            named.append(parse_xml(f'<p:ph {nsdecls("p")} type="{kind}" idx="1{len(said)}"/>'))
    assert extract(".pptx", saved(presentation)).text.split("\n\n") == ["One", "County of Orra", "Two"]


def test_a_slide_that_is_a_picture_is_named() -> None:
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[6])
    slide.shapes.add_textbox(0, 0, Inches(3), Inches(1)).text_frame.text = "Words"
    picture = BytesIO()
    Image.new("L", (20, 20)).save(picture, "PNG")
    presentation.slides.add_slide(presentation.slide_layouts[6]).shapes.add_picture(picture, 0, 0)
    assert extract(".pptx", saved(presentation)).notes == ("slide 2 is a picture without text",)


def test_a_diagram_is_read_in_its_own_order() -> None:
    def diagram(slide: Any) -> None:
        def point(name: str, words: str, kind: str = "node") -> str:
            said = f"<d:t><a:p><a:r><a:t>{words}</a:t></a:r></a:p></d:t>"
            return f'<d:pt modelId="{name}" type="{kind}">{said}</d:pt>'

        links = "".join(
            f'<d:cxn modelId="{at}" srcId="{a}" destId="{b}" srcOrd="{order}"/>'
            for at, (a, b, order) in enumerate([("0", "1", 1), ("0", "2", 0), ("2", "3", 0)])
        )
        points = point("0", "", "doc") + point("1", "Pay") + point("2", "Sign") + point("3", "Both pages")
        data = f"<d:dataModel {SPACES}><d:ptLst>{points}</d:ptLst><d:cxnLst>{links}</d:cxnLst></d:dataModel>"
        part = Part(PackURI("/ppt/diagrams/data1.xml"), "application/xml", slide.part.package, data.encode())
        number = slide.part.relate_to(
            part, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/diagramData"
        )
        frame = slide.shapes.add_table(1, 1, 0, 0, Inches(3), Inches(1))._element
        inner = frame.find(".//{*}graphicData")
        for child in list(inner):
            inner.remove(child)
        inner.set("uri", "http://schemas.openxmlformats.org/drawingml/2006/diagram")
        inner.append(parse_xml(f'<d:relIds {SPACES} r:dm="{number}"/>'))

    assert _placed(more=diagram).split("\n\n") == ["Sign", "Both pages", "Pay"]


def test_the_numbers_of_a_list_are_those_that_powerpoint_shows() -> None:
    def listed(slide: Any) -> None:
        frame = slide.shapes.add_textbox(0, 0, Inches(3), Inches(1)).text_frame
        for words, kind, level in (
            ("Sign", "arabicPeriod", 0),
            ("both", "alphaLcParenR", 1),
            ("Pay", "arabicPeriod", 0),
        ):
            paragraph = frame.add_paragraph()
            paragraph.text, paragraph.level = words, level
            paragraph._p.get_or_add_pPr().append(parse_xml(f'<a:buAutoNum {nsdecls("a")} type="{kind}"/>'))

    assert _placed(more=listed).split("\n\n") == ["1. Sign", "a) both", "2. Pay"]


def test_hidden_slides_and_shapes_are_left_out() -> None:
    presentation = Presentation()
    for words in ("Offer", "Our floor", "Thanks"):
        slide = presentation.slides.add_slide(presentation.slide_layouts[6])
        slide.shapes.add_textbox(0, 0, Inches(3), Inches(1)).text_frame.text = words
    slide.shapes.add_textbox(0, Inches(3), Inches(3), Inches(1)).text_frame.text = "Old"
    slide.shapes[1]._element.nvSpPr.cNvPr.set("hidden", "1")
    presentation.slides[1]._element.set("show", "0")
    found = extract(".pptx", saved(presentation))
    assert found.text.split("\n\n") == ["Offer", "Thanks"]
    assert [section.page for section in found.sections] == [1, 3]
    assert found.notes == ("1 hidden slide left out",)


def test_a_break_in_a_line_parts_words_and_groups_in_groups_are_read() -> None:
    def grouped(slide: Any) -> None:
        inner = slide.shapes.add_group_shape().shapes.add_group_shape()
        inner.shapes.add_textbox(0, 0, Inches(3), Inches(1)).text_frame.text = "Press\vthe knob_x000B_twice"

    assert _placed(more=grouped) == "Press the knob twice"


def test_signs_of_symbol_fonts_on_a_slide_are_what_they_show() -> None:
    def signed(slide: Any) -> None:
        run = slide.shapes.add_textbox(0, 0, Inches(3), Inches(1)).text_frame.paragraphs[0].add_run()
        run.text = "Harbour \uf0e0 town"
        run._r.get_or_add_rPr().append(parse_xml(f'<a:sym {nsdecls("a")} typeface="Wingdings"/>'))

    assert _placed(more=signed) == "Harbour → town"


def test_a_table_on_a_slide_that_lies_on_its_side_is_read_by_its_columns() -> None:
    def laid(slide: Any) -> None:
        table = slide.shapes.add_table(2, 3, 0, 0, Inches(3), Inches(1)).table
        table.first_row, table.first_col = False, True
        for at, text in enumerate(("Tent", "Alto", "Bivy", "Sleeps", "2", "1")):
            table.cell(at // 3, at % 3).text = text

    assert _placed(more=laid).splitlines() == ["Tent: Alto; Sleeps: 2", "Tent: Bivy; Sleeps: 1"]


def test_texts_of_the_layout_and_the_master_are_read_once_where_slides_show_them() -> None:
    presentation = Presentation()
    layout = presentation.slide_layouts[5]
    for ground, words in ((layout, "Not before 3 May"), (layout.slide_master, "Press: Ida Rask")):
        shape = parse_xml(
            f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="90" name="Box"/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr>'
            f"<p:spPr/><p:txBody><a:bodyPr/><a:p><a:r><a:t>{words}</a:t></a:r></a:p></p:txBody></p:sp>"
        )
        ground.shapes._spTree.append(shape)
    for words in ("Old mill", "New mill"):
        presentation.slides.add_slide(layout).shapes.title.text = words
    presentation.slides[0].element.set("showMasterSp", "0")
    assert held(".pptx", saved(presentation)) == [
        ("", 1, "Old mill"),
        ("New mill", 2, "Not before 3 May\n\nPress: Ida Rask"),
    ]


def test_words_that_are_struck_out_go_and_the_address_of_a_link_comes() -> None:
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[6])
    paragraph = slide.shapes.add_textbox(0, 0, 900_000, 900_000).text_frame.paragraphs[0]
    runs = [paragraph.add_run() for _ in range(4)]
    for run, text in zip(runs, ("Fee: ", "40 ", "55 euros, ask ", "Ann"), strict=True):
        run.text = text
    runs[1].font._element.set("strike", "sngStrike")
    runs[3].hyperlink.address = "mailto:ann@x.example"
    assert extract(".pptx", saved(presentation)).text == "Fee: 55 euros, ask Ann (ann@x.example)"
