"""Makes `nouns.txt`, the English nouns for persons, for groups of them and for things to touch, from WordNet.

    python tools/nouns.py WORDNET_DICT_FOLDER FREQUENT_WORDS_FILE > nouns.txt

WordNet 3.0 (Princeton University) tells what a noun's commonest sense is about; the second file names the words to
keep, one a line. A line of the result is `noun<TAB>class`.
"""

from __future__ import annotations

import sys
from pathlib import Path

# WordNet's files of senses: persons, groups; animals, artefacts, body, food, objects, plants, substances.
CLASSES = {"18": "person", "14": "group"} | dict.fromkeys(("05", "06", "08", "13", "17", "20", "27"), "thing")


def main() -> None:
    """Read both files and print the nouns."""
    wordnet, frequent = map(Path, sys.argv[1:3])
    keep = {word for word in frequent.read_text("utf-8").split() if word.isalpha() and len(word) > 2}
    kinds: dict[str, str] = {}
    for line in (wordnet / "data.noun").read_text("utf-8").splitlines():
        if not line.startswith("  "):
            offset, file, _, count, *rest = line.split()
            spelt = rest[: 2 * int(count, 16) : 2]
            kinds |= {f"{offset} {word}": CLASSES.get(file, "") for word in spelt}
    for line in (wordnet / "index.noun").read_text("utf-8").splitlines():
        parts = line.split()
        if not line.startswith("  ") and parts[0] in keep:
            first = parts[-int(parts[2])]  # the offsets come last, the commonest sense first
            kind = kinds.get(f"{first} {parts[0]}")  # it isn't there if it is spelt with a capital
            if kind:
                sys.stdout.write(f"{parts[0]}\t{kind}\n")


if __name__ == "__main__":
    main()
