"""A number in a workbook shows as Excel shows it."""

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.formats.sheet_formats import shown

DAY = datetime(2025, 3, 4, 9, 5, 7)


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (1234.5, '"$"#,##0.00', "$1,234.50"),
        (1234.5, "#,##0.00 [$€-407]", "1,234.50 €"),
        (-1234.5, '_("$"* #,##0.00_);_("$"* (#,##0.00);_("$"* "-"??_);_(@_)', "$(1,234.50)"),
        (0.1534, "0.0%", "15.3%"),
        (-0.05, "0.00%;[Red]-0.00%", "-5.00%"),
        (12345678, '0.0,,"M"', "12.3M"),
        (1.2345e-05, "0.00E+00", "1.23E-05"),
        (123456, "##0.0E+0", "123.5E+3"),
        (1234567890123456789, "0", "1234567890123460000"),
        (501, "00000", "00501"),
        (2125550147, "(###) ###-####", "(212) 555-0147"),
        (75, '0 "kg"', "75 kg"),
        (0.75, "# ?/?", "3/4"),
        (2.25, "# ??/16", "2 4/16"),
        (0, "0;-0;;@", ""),
        (12, '[>=10]"big";"small"', "big"),
        (2.5, "0", "3"),
        (0.1 + 0.2, "General", "0.3"),
        (1 / 3, "General", "0.333333333"),
        (True, "General", "TRUE"),
        ("abc", '0;0;0;"x "@', "x abc"),
        (timedelta(hours=30, minutes=15), "[h]:mm", "30:15"),
        (time(14, 30), "hh:mm AM/PM", "02:30 PM"),
        (DAY, "m/d/yyyy", "3/4/2025"),
        (DAY, "[$-409]d\\ mmmm\\ yyyy;@", "4 March 2025"),
        (DAY, "mmm-yy", "Mar-25"),
        (DAY, "mm:ss", "05:07"),
        (DAY, "dddd, d mmm yyyy", "Tuesday, 4 Mar 2025"),
        (DAY, "mm-dd-yy", "2025-03-04"),
        (DAY, "m/d/yy h:mm", "2025-03-04 09:05"),
        (datetime(2025, 3, 4), "General", "2025-03-04"),
    ],
)
def test_formats(value: object, code: str, text: str) -> None:
    assert shown(value, code) == text


@given(
    st.one_of(st.floats(allow_nan=False, allow_infinity=False), st.integers(), st.datetimes(), st.text(max_size=5)),
    st.text(st.sampled_from('0#?.,%E+-/;[]"\\_*@ hmsydAP$€<>=Gx'), max_size=12),
)
def test_any_format_shows_something_of_any_value(value: object, code: str) -> None:
    assert isinstance(shown(value, code), str)
