"""One change at a time, and what is said of it and of those that wait."""

from threading import Event, Thread

from bot.changes import Changes


def test_a_change_that_is_asked_for_while_another_goes_on_waits_and_says_so() -> None:
    changes, began, ended = Changes(), Event(), []

    def remove() -> None:
        began.set()
        with changes.turn("Removing tea.txt"):
            ended.append(changes.said())

    with changes.turn("Looking at the folder"):
        changes.line = "Reading big.csv"
        assert changes.said("Adding 2 files") == "Reading big.csv · Adding 2 files waits"
        other = Thread(target=remove)
        other.start()
        began.wait()
        while "tea" not in changes.said():
            pass
        assert changes.said() == "Reading big.csv · Removing tea.txt waits"
        assert not ended
    other.join()
    assert ended == ["Removing tea.txt"]
    assert (changes.said(), changes.busy) == ("", False)
    assert changes.said("Adding 2 files") == "Adding 2 files"


def test_a_long_change_gives_way_to_another_but_not_to_one_that_is_patient_and_then_goes_on() -> None:
    changes, done = Changes(), []

    def change(what: str, *, patient: bool) -> None:
        with changes.turn(what, patient=patient):
            done.append((what, changes.gives_way))

    with changes.turn("Adding big.csv"):
        changes.line = "Reading big.csv"
        patient = Thread(target=change, args=("Looking",), kwargs={"patient": True})
        patient.start()
        while "Looking" not in changes.said():
            pass
        assert not changes.awaited
        other = Thread(target=change, args=("Removing tea.txt",), kwargs={"patient": False})
        other.start()
        while not changes.awaited:
            pass
        while changes.awaited:
            changes.give_way()
        assert ("Removing tea.txt", True) in done
        assert changes.said().startswith("Reading big.csv")
        assert not changes.gives_way
    for one in (patient, other):
        one.join()
    assert changes.said() == ""
