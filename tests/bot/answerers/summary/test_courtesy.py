"""What a mail says to be polite is known by its meaning."""

from bot.answerers.summary.courtesy import polite


def test_courtesies_are_told_from_what_a_mail_is_about() -> None:
    texts = (
        "I hope you had a lovely summer.",
        "Thank you for your call.",
        "The goats got out again.",
        "The vet comes on 4 May.",
    )
    assert polite(texts).tolist() == [True, True, False, False]
    assert polite(()).size == 0
