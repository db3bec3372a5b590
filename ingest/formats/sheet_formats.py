"""A value and its number format in a workbook -> what Excel shows: "$1,234.50", "75 kg", "00501", "30:15", "-5.00%"."""

from datetime import date, time, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from operator import eq, ge, gt, le, lt, ne

from ingest.formats.sheet_codes import CONDITION, Section, sections
from ingest.formats.sheet_dates import shown_moment

_TESTS = {"<": lt, ">": gt, "=": eq, "<=": le, ">=": ge, "<>": ne}
_WIDE = Context(prec=400)  # digits: more than a float and a format have together
_EXACT = 15  # digits that a number in a workbook can have


def shown(value: object, code: str) -> str:
    """What a cell with this value and number format shows; a format that makes no sense shows the value alone."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (date, time, timedelta)):
        return shown_moment(value, code)
    if isinstance(value, (int, float)):
        return _number(value, code)
    text = str(value)
    parts = sections(code)
    if len(parts) == 4:
        return "".join(text if kind == "at" else said for kind, said in parts[3] if kind in ("at", "text"))
    return text


def _number(value: float, code: str) -> str:
    parts = sections(code)
    section, signed = _chosen(value, parts)
    if not section:
        return "" if len(parts) > 1 else general(value)
    kinds = {kind for kind, _ in section}
    if kinds & {"date", "elapsed", "half"} and "digit" not in kinds:
        return general(value)  # no such date
    if "general" in kinds or ("at" in kinds and "digit" not in kinds):
        body = general(abs(value))
        said = "".join(body if kind in ("general", "at") else text for kind, text in section if kind != "condition")
    elif "digit" not in kinds:
        said = "".join(text for kind, text in section if kind != "condition")
    else:
        said = _digits(abs(value), section)
    said = " ".join(said.split())
    negative = value < 0 and signed and any(sign in "123456789" for sign in said)
    return f"-{said}" if negative else said


def _chosen(value: float, parts: tuple[Section, ...]) -> tuple[Section, bool]:
    """The section for a number, and whether its minus sign shows."""
    numeric = parts[:3]
    conditions = [
        next((CONDITION.fullmatch(text) for kind, text in one if kind == "condition"), None) for one in numeric
    ]
    if any(conditions):
        for section, test in zip(numeric, conditions, strict=True):
            if test is None or _TESTS[test[1]](value, float(test[2])):
                return section, value < 0 and (test is None or section is numeric[0])
        return numeric[-1], True
    if value < 0 and len(numeric) > 1:
        return numeric[1], False
    if value == 0 and len(numeric) > 2:
        return numeric[2], False
    return numeric[0], True


def _digits(value: float, section: Section) -> str:
    kinds = [kind for kind, _ in section]
    if "/" in kinds:
        return _fraction(value, section)
    last = max(at for at, kind in enumerate(kinds) if kind == "digit")
    scale = 0
    while last + 1 + scale < len(kinds) and kinds[last + 1 + scale] == ",":
        scale += 1
    number = Context(prec=_EXACT).create_decimal(repr(value)) * 100 ** kinds.count("%") / Decimal(1000) ** scale
    power = ""
    if "exponent" in kinds:
        number, power = _scientific(number, section[: kinds.index("exponent")])
    point = kinds.index(".") if "." in kinds else len(kinds)
    end = kinds.index("exponent") if "exponent" in kinds else len(kinds)
    places = [at for at in range(point, end) if kinds[at] == "digit"]
    number = number.quantize(Decimal(1).scaleb(-len(places)), ROUND_HALF_UP, _WIDE)
    whole, _, rest = f"{number:f}".partition(".")
    before = [at for at in range(min(point, end)) if kinds[at] == "digit"]
    grouped = any(kinds[at] == "," for at in range(before[0], before[-1])) if before else False
    filled = _whole(whole, [section[at][1] for at in before], grouped=grouped)
    spots = dict(zip(before, filled, strict=True))
    spots |= dict(zip(places, _rest(rest, [section[at][1] for at in places]), strict=True))
    out = []
    for at, (kind, text) in enumerate(section):
        if kind == "digit" and (at < end):
            out.append(spots[at])
        elif kind == "exponent":
            out.append(_power(power, text, sum(one == "digit" for one in kinds[at:])))
        elif kind == "." and at == point:
            out.append("." if places and any(spots[one] for one in places) else "" if places else ".")
        elif kind in ("text", "%", "."):
            out.append(text)
    return "".join(out)


def _whole(digits: str, codes: list[str], *, grouped: bool) -> list[str]:
    """What each place before the decimal point shows; the first takes what is left over."""
    digits = "" if digits == "0" else digits
    shown_at: list[str] = []
    for number, code in enumerate(reversed(codes), 1):
        digit = digits[-number] if number <= len(digits) else "0" if code == "0" else ""
        if number == len(codes):
            digit = digits[: len(digits) - number + 1] if number <= len(digits) else digit
        shown_at.append(digit)
    if not grouped:
        return shown_at[::-1]
    joined = "".join(reversed(shown_at))
    return [f"{int(joined):,}".rjust(len(joined), "0") if joined else "", *[""] * (len(codes) - 1)]


def _rest(digits: str, codes: list[str]) -> list[str]:
    """What each place after the decimal point shows: zeros at the end only where the format asks for them."""
    needed = max((at for at, code in enumerate(codes) if code == "0"), default=-1)
    last = max((at for at, digit in enumerate(digits) if digit != "0"), default=-1)
    return [digit if at <= max(needed, last) else "" for at, digit in enumerate(digits)]


def _scientific(number: Decimal, mantissa: Section) -> tuple[Decimal, str]:
    step = max(1, sum(kind == "digit" for kind, _ in mantissa[: [*(kind for kind, _ in mantissa), "."].index(".")]))
    if not number:
        return number, "0"
    power = number.adjusted() // step * step
    return number.scaleb(-power), str(power)


def _power(power: str, sign: str, width: int) -> str:
    size = power.lstrip("-").rjust(width, "0")
    return "E" + ("-" if power.startswith("-") else "+" if sign.endswith("+") else "") + size


def _fraction(value: float, section: Section) -> str:
    """A number as a whole and a fraction, its denominator fixed or of as many digits as the format has."""
    kinds = [kind for kind, _ in section]
    slash = kinds.index("/")
    below = "".join(text for kind, text in section[slash + 1 :] if kind in ("digit", "text")).strip()
    exact = Fraction(repr(value))
    mixed = len("".join("x" if kind == "digit" else " " for kind in kinds[:slash]).split()) > 1
    whole = int(exact) if mixed else 0
    part = exact - whole
    if below.isdigit() and set(below) - {"0"}:
        over, under = round(part * int(below)), int(below)
    else:
        near = part.limit_denominator(10 ** max(1, len(below)) - 1)
        over, under = near.numerator, near.denominator
    if over == under and mixed:
        whole, over = whole + 1, 0
    fraction = f"{over}/{under}" if over or not mixed else ""
    return " ".join(filter(None, (str(whole) if mixed and (whole or not over) else "", fraction)))


def general(value: float) -> str:
    """A number in the format "General"; longer whole numbers than Excel shows, as far as they are exact."""
    if isinstance(value, int) or float(value).is_integer():
        whole = str(int(value))
        return whole if len(whole.lstrip("-")) <= _EXACT else f"{value:.5E}".replace(".00000", "")
    if abs(value) < 1e-4:
        return f"{value:.9g}".replace("e", "E")
    return f"{value:.9f}".rstrip("0") if abs(value) < 1 else f"{value:.10g}"  # a cell shows eleven signs
