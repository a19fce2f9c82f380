"""Makes `thesaurus.txt`, the loose relations between English words, from WordNet, Moby and a list of frequent words.

    python tools/thesaurus.py WORDNET_DICT_FOLDER MOBY_WORDS_FILE FREQUENT_WORDS_FILE > thesaurus.txt

WordNet 3.0 (Princeton University) gives senses, derivations and kinds; Moby (Grady Ward, public domain) gives words
that stand together in many of its groups; the third file names the words to keep, one a line. A line of the result is
`word<TAB>neighbour:strength …`, strongest first, the strength a digit from 1 (far) to 9 (as good as the same).
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from math import sqrt
from pathlib import Path

MOST = 18
LEAST = 0.25
SAME_SENSE, DERIVED, KIND, SIMILAR, SIBLING = 0.8, 0.85, 0.45, 0.5, 0.22
TYPES = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}

Strengths = dict[str, dict[str, float]]


def main() -> None:
    """Read the three sources and print the thesaurus."""
    wordnet, moby, frequent = map(Path, sys.argv[1:4])
    keep = {word for word in frequent.read_text("utf-8").split() if word.isalpha() and len(word) > 2}
    strengths: Strengths = defaultdict(dict)
    add_wordnet(strengths, wordnet, keep)
    add_moby(strengths, moby, keep)
    for word in sorted(strengths):
        best = sorted(strengths[word].items(), key=lambda pair: (-pair[1], pair[0]))[:MOST]
        shown = [f"{other}:{min(9, round(strength * 10))}" for other, strength in best if strength >= LEAST]
        if shown:
            sys.stdout.write(f"{word}\t{' '.join(shown)}\n")


def strengthen(strengths: Strengths, one: str, other: str, value: float) -> None:
    """Let two sources that agree count more than either."""
    if one != other:
        before = strengths[one].get(other, 0.0)
        strengths[one][other] = min(0.9, max(before, value) + 0.3 * min(before, value))


def add_wordnet(strengths: Strengths, folder: Path, keep: set[str]) -> None:
    """Words of one sense, derived words, kinds and siblings; rare senses count less."""
    members: dict[tuple[str, str], list[str]] = {}
    pointers: list[tuple[tuple[str, str], str, tuple[str, str], int, int]] = []
    for name, letter in TYPES.items():
        for line in (folder / f"data.{name}").read_text("utf-8").splitlines():
            if not line.startswith("  "):
                _synset(line.split(" | ")[0].split(), letter, members, pointers)
    share = _sense_shares(folder, members)

    def link(one: tuple[str, str], first: str, other: tuple[str, str], second: str, value: float) -> None:
        if first in keep and second in keep:
            likely = share.get((first, one), 0.2) * 0.7 + share.get((second, other), 0.2) * 0.3
            strengthen(strengths, first, second, value * sqrt(likely))

    for synset, words in members.items():
        for one in words:
            for other in words:
                link(synset, one, synset, other, SAME_SENSE)
    children: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for source, symbol, target, first, second in pointers:
        if symbol == "+" and first and second:
            link(source, members[source][first - 1], target, members[target][second - 1], DERIVED)
            continue
        value = {"@": KIND, "~": KIND, "&": SIMILAR, "\\": SIMILAR, "@i": KIND}.get(symbol)
        if symbol == "@":
            children[target].append(source)
        if value:
            for one in members[source]:
                for other in members[target]:
                    link(source, one, target, other, value)
    for siblings in children.values():
        if len(siblings) <= 12:
            for source in siblings:
                for target in siblings:
                    for one in members[source]:
                        for other in members[target]:
                            link(source, one, target, other, SIBLING)


def _synset(
    fields: list[str],
    letter: str,
    members: dict[tuple[str, str], list[str]],
    pointers: list[tuple[tuple[str, str], str, tuple[str, str], int, int]],
) -> None:
    key = (letter, fields[0])
    count = int(fields[3], 16)
    members[key] = [word.split("(")[0].lower() for word in fields[4 : 4 + 2 * count : 2]]
    at = 4 + 2 * count
    for number in range(int(fields[at])):
        symbol, offset, kind, ends = fields[at + 1 + 4 * number : at + 5 + 4 * number]
        target = ("a" if kind == "s" else kind, offset)
        pointers.append((key, symbol, target, *divmod(int(ends, 16), 256)))


def _sense_shares(
    folder: Path, members: dict[tuple[str, str], list[str]]
) -> dict[tuple[str, tuple[str, str]], float]:
    """How much of a word's use falls to each sense: the first of a word weighs most."""
    shares: dict[tuple[str, tuple[str, str]], float] = {}
    for name, letter in TYPES.items():
        for line in (folder / f"index.{name}").read_text("utf-8").splitlines():
            if line.startswith("  "):
                continue
            fields = line.split()
            count = int(fields[2])
            for rank, offset in enumerate(fields[-count:]):
                if (letter, offset) in members:
                    shares[fields[0], (letter, offset)] = 1.0 / (1.0 + 0.6 * rank)
    return shares


def add_moby(strengths: Strengths, path: Path, keep: set[str]) -> None:
    """Words that share many groups: the cosine of the sets of groups in which they stand."""
    groups = [
        [word for word in line.split(",") if word in keep] for line in path.read_text("utf-8").splitlines()
    ]
    sizes: Counter[str] = Counter()
    of: dict[str, list[int]] = defaultdict(list)
    for number, group in enumerate(groups):
        for word in group:
            sizes[word] += 1
            of[word].append(number)
    for word, numbers in of.items():
        shared: Counter[str] = Counter()
        for number in numbers:
            shared.update(groups[number])
        for other, count in shared.most_common(60):
            cosine = count / sqrt(sizes[word] * sizes[other])
            if other != word and count >= 3 and cosine >= 0.12:
                strengthen(strengths, word, other, 0.1 + 0.8 * cosine)


if __name__ == "__main__":
    main()
