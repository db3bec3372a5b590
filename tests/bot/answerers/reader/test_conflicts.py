"""Documents that contradict each other are both shown."""

from bot.chat import Bot
from tests.conftest import Write


def test_documents_that_disagree_are_both_shown(write: Write) -> None:
    filler = "It lies on the river Ouse. Its market is held on Fridays. Many visitors come in summer.\n"
    folder = write({
        "guide.txt": f"Guide to Selwick\n\nThe bridge of Selwick was built in 1764. {filler}",
        "leaflet.txt": f"Selwick leaflet\n\nThe bridge of Selwick was built in 1791. {filler}",
    })  # fmt: skip
    bot = Bot.from_folder(folder)
    answer = bot.ask("When was the bridge of Selwick built?")
    assert {"1764", "1791"} <= set(answer.text.replace("*", "").replace(".", "").split())
    assert {citation.source for citation in answer.citations} == {"guide.txt", "leaflet.txt"}
    assert any(note.startswith("The documents disagree: ") for note in answer.notes)
    agreed = bot.ask("On which day is the market held?")
    assert not agreed.notes
    bot.close()
