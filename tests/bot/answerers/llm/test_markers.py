"""Markers of citations are read in every form."""

import pytest

from bot.answerers.llm.markers import marked_sentences, unmarked


@pytest.mark.parametrize(
    ("text", "said", "numbers"),
    [
        ("It opened [1].", "It opened.", (1,)),
        ("It opened [1][3].", "It opened.", (1, 3)),
        ("It opened [1, 2].", "It opened.", (1, 2)),
        ("It opened [1; 3] and [2].", "It opened and.", (1, 3, 2)),
        ("It opened [1-3].", "It opened.", (1, 2, 3)),
        ("It opened [1–3].", "It opened.", (1, 2, 3)),
        ("It opened [[2]].", "It opened.", (2,)),
        ("It opened 【1】.", "It opened.", (1,)),
        ("It opened 【2†source】.", "It opened.", (2,)),
        ("It opened [^2].", "It opened.", (2,)),
        ("It opened [passage 2].", "It opened.", (2,)),
        ("It opened [Passages 1 and 3].", "It opened.", (1, 3)),
        ("Take `a[1]` here [2].", "Take `a[1]` here.", (2,)),
        ("```\nx[1] = y[2]\n```", "```\nx[1] = y[2]\n```", ()),
        ("See [1](http://x).", "See [1](http://x).", ()),
        ("It opened [3-1] [1-900].", "It opened.", ()),
        ("It [sic] opened.", "It [sic] opened.", ()),
        ("In [2024] it opened.", "In [2024] it opened.", ()),
    ],
)
def test_markers_are_read_in_every_form_and_code_is_left_alone(text: str, said: str, numbers: tuple[int, ...]) -> None:
    assert unmarked(text) == (said, numbers)


def test_a_marker_behind_the_full_stop_belongs_to_the_sentence_before_it() -> None:
    text = "The mill opened in 1847. [1] Tea is green. [2] [3]\n\n- Ships pass [3]"
    assert marked_sentences(text) == [
        ("The mill opened in 1847.", (1,)),
        ("Tea is green.", (2, 3)),
        ("Ships pass", (3,)),
    ]
