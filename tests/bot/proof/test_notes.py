"""An answer notes what speaks against it: another language, a file that has changed."""

from bot.chat import Bot
from tests.conftest import TOWNS, Write


def test_a_document_or_question_in_another_language_says_so(write: Write) -> None:
    german = (
        "Der Hafen von Hamburg\n\nDer Hafen von Hamburg ist der größte Hafen in Deutschland und wurde im Jahr 1189 von dem "
        "Kaiser Friedrich Barbarossa gegründet. Er liegt an der Elbe und ist für die Stadt von großer Bedeutung.\n"
    )
    bot = Bot.from_folder(write({"hafen.txt": german}))
    notes = bot.ask("Wann wurde der Hafen von Hamburg gegründet und wer war das?").notes
    assert any("question seems to be in German" in note for note in notes)
    answer = bot.ask("Where is Hamburg mentioned?")
    assert any("“Der Hafen von Hamburg” seems to be in German" in note for note in answer.notes)
    bot.close()


def test_a_file_that_changed_since_is_noted(write: Write) -> None:
    folder = write(TOWNS)
    bot = Bot.from_folder(folder)
    (folder / "tea.txt").write_text("changed")
    assert "tea.txt has changed since it was indexed." in bot.ask("How hot is water for green tea?").notes
    (folder / "tea.txt").unlink()
    assert "tea.txt has been removed since it was indexed." in bot.ask("How hot is water for green tea?").notes
    bot.close()
