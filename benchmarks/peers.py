# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false
"""What a user would otherwise put together in an afternoon, on the same entries: from question to ranking.

Each peer indexes everything that an entry says (title, text, place, aliases, keywords, its people and terms) and
returns the entries best first. None of them can decline.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.chronicle.model import Chronicle, Entry

Ranking = list["Entry"]


class Peer(Protocol):
    """Ranks entries for a question."""

    def __call__(self, question: str) -> Ranking:
        """The best entries, best first."""
        ...


def document(entry: Entry, chronicle: Chronicle) -> str:
    """Everything that an entry says, as one text."""
    linked = [chronicle.by_id[other].title for other in (*entry.people, *entry.terms)]
    offices = [office.title for office in entry.offices]
    parts = [
        entry.title,
        entry.text,
        entry.place or "",
        entry.date or "",
        *entry.aliases,
        *entry.keywords,
        *linked,
        *offices,
    ]
    return " ".join(part for part in parts if part)


def rapidfuzz_peer(chronicle: Chronicle) -> Peer:
    """rapidfuzz's WRatio over titles and texts, as its tutorials do."""
    from rapidfuzz import fuzz, process, utils

    entries = list(chronicle)
    texts = [f"{entry.title} {entry.text}" for entry in entries]

    def rank(question: str) -> Ranking:
        found = process.extract(question, texts, scorer=fuzz.WRatio, processor=utils.default_process, limit=5)
        return [entries[at] for _, _, at in found]

    return rank


def rapidfuzz_tokens_peer(chronicle: Chronicle) -> Peer:
    """rapidfuzz's token_set_ratio over everything that an entry says."""
    from rapidfuzz import fuzz, process, utils

    entries = list(chronicle)
    texts = [utils.default_process(document(entry, chronicle)) for entry in entries]

    def rank(question: str) -> Ranking:
        asked = utils.default_process(question)
        found = process.extract(asked, texts, scorer=fuzz.token_set_ratio, limit=5)
        return [entries[at] for _, _, at in found]

    return rank


def bm25_peer(chronicle: Chronicle) -> Peer:
    """BM25 (bm25s) with English stop words and stemming."""
    import bm25s
    import Stemmer

    entries = list(chronicle)
    stemmer = Stemmer.Stemmer("english")
    corpus = bm25s.tokenize(
        [document(entry, chronicle) for entry in entries],
        stopwords="en",
        stemmer=stemmer,
        show_progress=False,
    )
    index = bm25s.BM25()
    index.index(corpus, show_progress=False)

    def rank(question: str) -> Ranking:
        tokens = bm25s.tokenize([question], stopwords="en", stemmer=stemmer, show_progress=False)
        found, scores = index.retrieve(tokens, k=5, show_progress=False)
        return [entries[int(at)] for at, score in zip(found[0], scores[0], strict=True) if score > 0]

    return rank


def tantivy_peer(chronicle: Chronicle) -> Peer:
    """tantivy with stemming, each word also matched within one edit."""
    import re

    import tantivy

    entries = list(chronicle)
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("number", stored=True)
    builder.add_text_field("exact", tokenizer_name="en_stem")
    builder.add_text_field("rough")
    schema = builder.build()
    index = tantivy.Index(schema)
    writer = index.writer()
    for number, entry in enumerate(entries):
        text = document(entry, chronicle)
        writer.add_document(tantivy.Document(number=number, exact=text, rough=text))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def rank(question: str) -> Ranking:
        words = re.findall(r"[^\W_]+", question.lower())
        if not words:
            return []
        parts = [(tantivy.Occur.Should, index.parse_query(" ".join(words), ["exact"]))]
        parts += [
            (tantivy.Occur.Should, tantivy.Query.fuzzy_term_query(schema, "rough", word, distance=1))
            for word in words
            if len(word) > 4
        ]
        hits = searcher.search(tantivy.Query.boolean_query(parts), 5).hits
        return [entries[searcher.doc(address)["number"][0]] for _, address in hits]

    return rank


PEERS: dict[str, Callable[[Chronicle], Peer]] = {
    "rapidfuzz WRatio": rapidfuzz_peer,
    "rapidfuzz token_set_ratio": rapidfuzz_tokens_peer,
    "BM25 (bm25s), stemmed": bm25_peer,
    "tantivy, stemmed and fuzzy": tantivy_peer,
}
