"""Whether a language model helps in conversations: `python tests/bench/conversations.py MODEL FOLDER… --out DIR`.

Each FOLDER has `docs` and `turns.jsonl`, as those of `bot/learning/folders/report` have. The embedded reader and the
model each play every conversation with their own answers as its history, so that what a wording does to the next
question counts too. Each conversation that is done is kept in DIR, and not asked for again.
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.chat import Bot
from bot.evaluation.metrics import paired_bootstrap
from bot.evaluation.questions import Case, is_right

_SECONDS = 1500.0  # for one answer: what a busy machine takes too long for is no wrong answer


def played(bot: Bot, turns: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What a bot says to each turn, and whether that is right."""
    history: list[dict[str, str]] = []
    rows = []
    for turn in turns:
        answer = bot.ask(turn["question"], history)
        case = Case(turn["question"], tuple(turn.get("answers", ())))
        rows.append(
            {"right": is_right(case, answer), "able": case.answerable, "by": answer.answerer, "text": answer.text}
        )
        history += [
            {"role": "user", "content": turn["question"]},
            {"role": "assistant", "content": answer.text},
        ]
    return rows


def conversations(folder: Path, out: Path, settings: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every conversation about a folder, as the reader and the model play it."""
    kept = out / f"{folder.name}.jsonl"
    done = [json.loads(line) for line in kept.read_text(encoding="utf-8").splitlines()] if kept.exists() else []
    yield from done
    told = [json.loads(line)["turns"] for line in (folder / "turns.jsonl").read_text(encoding="utf-8").splitlines()]
    if len(done) == len(told):
        return
    bot = Bot.from_folder(folder / "docs", index=out / folder.name, **settings)
    own = bot.embedded()
    assert own is not None
    for turns in told[len(done) :]:
        row = {"reader": played(own, turns), "model": played(bot, turns)}
        with kept.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
        yield row
    bot.close()


def main() -> None:
    """Print how many turns each answers right, and the difference with its interval."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model")
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--role", default="writer", choices=("judge", "writer"))
    chosen = parser.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    settings = {"model": chosen.model, "model_role": chosen.role, "model_timeout": _SECONDS, "cache_answers": False}
    rows = [row for folder in chosen.folders for row in conversations(folder, chosen.out, settings)]
    pairs = [pair for row in rows for pair in zip(row["reader"], row["model"], strict=True)]
    for able in (True, False):
        of = [(own, other) for own, other in pairs if own["able"] is able]
        ours, theirs = ([float(one["right"]) for one in side] for side in zip(*of, strict=True))
        gain, low, high = paired_bootstrap(theirs, ours)
        wrote = sum(other["by"] != "embedded" for _, other in of)
        print(f"{len(rows)} conversations, {len(of)} turns {'with' if able else 'without'} an answer, {wrote} written:")
        print(f"  reader {sum(ours)}, model {sum(theirs)}: {gain:+.3f} ({low:+.3f} to {high:+.3f})")


if __name__ == "__main__":
    main()
