"""Captions are read as what is said, and by whom."""

from ingest.load import File, parsed
from ingest.text.captions import spoken

CALL = """WEBVTT

NOTE made by a program

7d1f/12-0
00:00:03.120 --> 00:00:05.520
<v Ann Lee>The rope &amp; the oars</v>

7d1f/13-0
00:00:05.820 --> 00:00:08.220 align:start
<v Ann Lee>are <i>not</i>
here yet.</v>

00:09.000 --> 00:10.000
<v.loud Bo Falk>When then?</v>
"""


def test_what_one_person_says_in_several_cues_is_one_line() -> None:
    document = parsed(File("call.txt", CALL.replace("\n", "\r\n").encode(), 0.0))
    assert document.text == "Ann Lee: The rope & the oars are not here yet.\nBo Falk: When then?"


def test_captions_without_names_are_lines_that_end_with_a_sentence_and_say_nothing_twice() -> None:
    film = "1\n00:00:01,000 --> 00:00:02,000\nThe tide\n\n2\n00:00:02,000 --> 00:00:03,000\nThe tide\nis low.\n\n"
    assert spoken(f"{film}3\n00:00:04,000 --> 00:00:05,000\nWe wait.\n") == "The tide is low.\nWe wait."
    named = "WEBVTT\n\n00:01.000 --> 00:02.000\nAnn Lee: Go.\n\n00:02.000 --> 00:03.000\nAnn Lee: Now!\n"
    assert spoken(named) == "Ann Lee: Go. Now!"


def test_other_texts_are_no_captions() -> None:
    assert spoken("The train goes 10:00 --> 12:00.") == ""
    assert spoken("From 00:00:01,000 --> 00:00:02,000 nothing is said.") == ""
