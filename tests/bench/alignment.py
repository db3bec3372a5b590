"""How alike a quote must be to what stands in the passage: `python tests/bench/alignment.py DATA`.

DATA holds `squad/squad-v2-format.json`. A quote with slips of copying (quotation marks and dashes made plain, space, a
letter in sixty wrong, a word in fifteen left out) must be found; a quote that is made up (another sentence of the same
article, or one with a name exchanged) must not. `bot.proof.alignment.ALIGNED` was chosen on the articles of `--part tune`.
"""

import argparse
import json
import random
from pathlib import Path

import bot.proof.alignment
from bot.drafts import Quote
from bot.evaluation.splits import part_of
from bot.question.names import names
from ingest.documents import Hit, Passage
from ingest.text.sentences import sentence_spans


def slipped(text: str, chance: random.Random) -> str:
    """A sentence as it is miscopied."""
    kept = [word for word in text.split() if chance.random() > 1 / 15 or any(sign.isdigit() for sign in word)]
    letters = list(" ".join(kept).translate(str.maketrans("“”’–—", '""\'--')))
    for at, letter in enumerate(letters):
        if letter.isalpha() and chance.random() < 1 / 60:
            letters[at] = chance.choice("etaoin")
    return "".join(letters)


def exchanged(text: str, others: list[str], chance: random.Random) -> str:
    """A sentence with another name in it, "" if it has none."""
    own = names(text)
    fresh = [name for name in others if name not in text]
    return text.replace(chance.choice(own), chance.choice(fresh), 1) if own and fresh else ""


def main() -> None:
    """Print the share of quotes that is found, by kind and threshold."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--part", choices=("learn", "tune", "report"), default="report")
    parser.add_argument("--limit", type=int, default=300)
    chosen = parser.parse_args()
    chance = random.Random(0)
    cases: list[tuple[str, str, Hit]] = []
    for article in json.loads((chosen.data / "squad" / "squad-v2-format.json").read_text(encoding="utf-8"))["data"]:
        if part_of(article["title"]) != chosen.part:
            continue
        texts = [paragraph["context"] for paragraph in article["paragraphs"]]
        sentences = [text[a:b] for text in texts for a, b in sentence_spans(text) if 60 <= b - a <= 300]
        known = names(" ".join(texts[:20]))
        for text in texts:
            hit = Hit(Passage("a", "", 0, len(text), text), 1.0)
            own = [text[a:b] for a, b in sentence_spans(text) if 60 <= b - a <= 300]
            for sentence in own[:1]:
                cases.append(("slips of copying", slipped(sentence, chance), hit))
                cases.append(("another sentence", chance.choice(sentences), hit))
                cases.append(("another name", exchanged(sentence, known, chance), hit))
    chosen_cases = chance.sample(cases, min(len(cases), 3 * chosen.limit))
    for threshold in (80.0, 85.0, 88.0, 90.0, 92.0, 95.0):
        bot.proof.alignment.ALIGNED = threshold
        line = [f"from {threshold:.0f}:"]
        for kind in ("slips of copying", "another sentence", "another name"):
            own = [
                (quote, hit)
                for which, quote, hit in chosen_cases
                if which == kind and quote and quote not in hit.passage.text
            ]
            found = sum(bot.proof.alignment.locate(Quote(0, quote), [hit]) is not None for quote, hit in own)
            line.append(f"{kind} {100 * found / len(own):.1f} % of {len(own)}")
        print("  ".join(line))


if __name__ == "__main__":
    main()
