"""Pages of PDFs that show one thing each."""

from collections.abc import Callable, Sequence
from io import BytesIO

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
    from PIL import Image

    canvas.drawImage(ImageReader(Image.new("L", (60, 84), 255)), 0, 0, 595, 842)
