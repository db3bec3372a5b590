"""What stands beside each other in a table is asked for in turn: "and for a week?" after "for three days"."""

from collections.abc import Sequence

from bot.question.followup.tokens import telling
from ingest.text.words import stems

Labels = Sequence[str]
_SAID = 0.5  # of a label's own stems, how many a question must say at least to mean it
_MEANT = 20  # labels that may be meant, at most


def beside(content: str, before: str, series: Sequence[Labels]) -> tuple[int, int] | None:
    """Where a question names what stands beside what is named now.

    Args:
        content: what is named now.
        before: the question.
        series: labels that stand beside each other: the columns of a table, or what one of them holds.

    Returns:
        The characters of the question that mean another label of a series that `content` means one of, none of them
        behind a label that it says more of ("Country loaf", "Country loaf small"); None if there are none.
    """
    wanted = telling(content)
    words = _words(before)
    found: list[tuple[float, int, tuple[int, int]]] = []
    for labels in series if wanted else ():
        told = [label for label in map(telling, labels) if label]
        meant = [label for label in told if wanted & label and (wanted <= label or label <= wanted)][:_MEANT]
        pairs = [(label, one) for one in meant for label in told if not label & wanted]
        found += [said for label, one in pairs if (said := _said(label - one, words))]
        within = [said for label, one in pairs if label < one and (said := _said(label, words)) and said[0] == 1]
        found += [(share, count, (end, end)) for share, count, (_, end) in within]
    return max(found)[2] if found else None


def _said(label: set[str], words: Sequence[tuple[str, int, int]]) -> tuple[float, int, tuple[int, int]] | None:
    """How much of a label is said, its share and how many stems, and where; None if too little, or here and there."""
    there = [at for at, (root, _, _) in enumerate(words) if root in label]
    count = len({words[at][0] for at in there})
    if not there or count < _SAID * len(label) or there[-1] - there[0] > count:
        return None
    return count / len(label), count, (words[there[0]][1], words[there[-1]][2])


def _words(text: str) -> list[tuple[str, int, int]]:
    """The stem of each word of a text, and where it stands."""
    found: list[tuple[str, int, int]] = []
    end = 0
    for word in text.split():
        start = text.index(word, end)
        end = start + len(word)
        bare = word.rstrip("?!.,;:")
        found += [(root, start, start + len(bare)) for root in stems(bare)]
    return found
