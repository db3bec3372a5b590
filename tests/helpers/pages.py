"""Pages of PDFs that show one thing each."""

from collections.abc import Callable, Sequence
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont
from reportlab.lib import colors
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

Draw = Callable[[Canvas], None]
PROSE = (
    "The dam above the village was finished in the autumn of that year, and",
    "since then nobody has seen the meadows on which the cattle had grazed;",
    "the water reaches up to the old mill, whose wheel still turns when the",
    "gates are opened in spring and the snow of the hills comes down to us.",
)


def drawn(*pages: Draw) -> bytes:
    """A page for each function, which draws it."""
    out = BytesIO()
    canvas = Canvas(out, invariant=1)
    for page in pages:
        page(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def lines(*texts: str, top: float = 700, left: float = 72, step: float = 14) -> Draw:
    """Lines of text below each other."""

    def draw(canvas: Canvas) -> None:
        for at, text in enumerate(texts):
            canvas.drawString(left, top - step * at, text)

    return draw


def cells(*rows: Sequence[str], top: float = 700, places: Sequence[float] = (72, 200, 320, 440)) -> Draw:
    """Rows of cells that nothing but space sets apart."""

    def draw(canvas: Canvas) -> None:
        for at, row in enumerate(rows):
            for place, text in zip(places, row, strict=False):
                canvas.drawString(place, top - 16 * at, text)

    return draw


def together(*draws: Draw) -> Draw:
    def draw(canvas: Canvas) -> None:
        for one in draws:
            one(canvas)

    return draw


def ruled(rows: Sequence[Sequence[str]], *more: tuple[object, ...]) -> bytes:
    """A table with a grid; `more` are commands of reportlab's style."""
    out = BytesIO()
    style = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), *more]
    SimpleDocTemplate(out, invariant=1).build([Table(rows, style=style)])
    return out.getvalue()


def marked(text: str) -> bytes:
    """A paragraph in reportlab's markup: "10<super>6</super>"."""
    out = BytesIO()
    SimpleDocTemplate(out, invariant=1).build([Paragraph(text, getSampleStyleSheet()["Normal"])])
    return out.getvalue()


def picture(canvas: Canvas) -> None:
    """A page that is a picture."""
    canvas.drawImage(ImageReader(Image.new("L", (60, 84), 255)), 0, 0, 595, 842)


def drawing(text: str) -> ImageReader:
    """A picture of a page with a line of text."""
    sheet = Image.new("L", (1240, 1754), 255)
    ImageDraw.Draw(sheet).text((120, 200), text, 0, ImageFont.load_default(40))
    return ImageReader(sheet)


def signed(name: str) -> bytes:
    """A page with two fields for signatures, of which one is signed by `name`."""
    text = "BT /F1 11 Tf 60 700 Td (The owner:) Tj ET"
    font = "/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
    field = "<< /Type /Annot /Subtype /Widget /FT /Sig /F 4 /P 3 0 R"
    objects = (
        "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [5 0 R 7 0 R] /SigFlags 3 >> >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << {font} >> /Annots [5 0 R 7 0 R] >>",
        f"<< /Length {len(text)} >>\nstream\n{text}\nendstream",
        f"{field} /T (owner) /Rect [200 690 400 715] /V 6 0 R >>",
        f"<< /Type /Sig /Filter /Adobe.PPKLite /Name ({name}) /M (D:20240504120000) /Reason (Approval) /Contents <00> >>",
        f"{field} /T (witness) /Rect [200 600 400 615] >>",
    )
    return _file(objects)


def mapped(text: str, pairs: str) -> bytes:
    """A page with a line in a font that says by `pairs`, in the form of a CMap, which signs its codes stand for."""
    begin = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange"
    )
    signs = f"{begin} {pairs} endcmap end end"
    line = f"BT /F1 11 Tf 60 700 Td ({text}) Tj ET"
    return _file(
        (
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
            f"<< /Length {len(line)} >>\nstream\n{line}\nendstream",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>",
            f"<< /Length {len(signs)} >>\nstream\n{signs}\nendstream",
        )
    )


def _file(objects: Sequence[str]) -> bytes:
    """A PDF of these objects, the first of which is the root."""
    out = "%PDF-1.5\n"
    places = []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{one}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF"
    return f"{out}xref\n0 {size}\n0000000000 65535 f \n{table}{end}".encode()
