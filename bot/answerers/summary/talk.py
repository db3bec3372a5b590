"""Who tells and who asks, where people speak in turn."""

from dataclasses import dataclass

from ingest.text.turns import Turn, turn_at, turns


@dataclass(frozen=True, slots=True)
class Talk:
    """A document in which people speak in turn.

    Attributes:
        turns: in order; none where nobody does.
        askers: who asks rather than tells: at least half of whose turns end with a question.
    """

    turns: tuple[Turn, ...] = ()
    askers: frozenset[str] = frozenset()

    @property
    def tellers(self) -> frozenset[str]:
        """The others."""
        return frozenset(turn.speaker for turn in self.turns) - self.askers

    def turn(self, place: int) -> Turn | None:
        """The turn that a place of the document is in."""
        at = turn_at(self.turns, place)
        return self.turns[at] if at >= 0 else None


def talk_of(text: str) -> Talk:
    """Who speaks in a document."""
    those = turns(text)
    asked: dict[str, list[bool]] = {}
    for turn in those:
        asked.setdefault(turn.speaker, []).append(text[turn.start : turn.end].rstrip(' \n"”’').endswith("?"))
    askers = frozenset(name for name, ends in asked.items() if 2 * sum(ends) >= len(ends))
    return Talk(those, askers if len(askers) < len(asked) else frozenset())
