"""What a question was understood as."""

from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True, slots=True)
class StandAlone:
    """A question that can be searched for.

    Attributes:
        text: with what the conversation adds to it.
        focus: what was asked for now, where the rest is only carried over: the documents must speak of this;
            "" where all of the question was asked now.
        added: the part of the text that only the model carried over: of less weight than what was asked.
        told: where more is asked for ("What else …?"): the answers so far, which are not to be given again.
        said: the questions and answers that it leans on, the last first: the document of the last answer that was taken
            from one is preferred; none where it stands alone.
        carried: what of the text was taken over, for people to read; "" where it stands alone.
        chance: how likely it leans on what was said before, 0 to 1.
        sure: whether it is the question before with another year, number or code in the place of one.
    """

    text: str
    focus: str = ""
    added: str = ""
    told: tuple[str, ...] = ()
    said: tuple[tuple[str, str], ...] = ()
    carried: str = ""
    chance: float = 0.0
    sure: bool = False


def carried_over(question: str, text: str) -> str:
    """The words of a stand-alone form that the question as it was asked has not, as they stand there."""
    whole = text.split()
    asked, said = ([word.lower().strip("(),:?!.") for word in words] for words in (question.split(), whole))
    blocks = SequenceMatcher(None, asked, said, autojunk=False).get_opcodes()
    runs = [" ".join(whole[start:end]).strip("(),:?!. ") for tag, _, _, start, end in blocks if tag != "equal"]
    return ", ".join(run.removeprefix("(about ").removeprefix("about ") for run in runs if run)
