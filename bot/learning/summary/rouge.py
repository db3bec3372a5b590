"""ROUGE (Lin 2004): how much two texts share, by stems: single words, pairs, and the longest common subsequence."""

from collections import Counter
from collections.abc import Sequence

from ingest.text.words import stems


def rouge_n(said: str, wanted: str, n: int) -> float:
    """F1 of the runs of `n` stems, 0 to 1."""
    ours, theirs = (_runs(stems(text), n) for text in (said, wanted))
    return _f1(sum((ours & theirs).values()), sum(ours.values()), sum(theirs.values()))


def rouge_l(said: str, wanted: str) -> float:
    """F1 of the longest common subsequence of stems, 0 to 1."""
    from rapidfuzz.distance import LCSseq

    ours, theirs = stems(said), stems(wanted)
    return _f1(LCSseq.similarity(ours, theirs), len(ours), len(theirs))


def _runs(parts: Sequence[str], n: int) -> Counter[tuple[str, ...]]:
    return Counter(tuple(parts[at : at + n]) for at in range(len(parts) - n + 1))


def _f1(shared: int, ours: int, theirs: int) -> float:
    return 2 * shared / (ours + theirs) if shared else 0.0
