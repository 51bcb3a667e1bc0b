"""Every word the index knows, for finding the one that was meant: read once, kept in memory."""

from collections.abc import Iterable

from cima_desktop.vault.database import Database

MIN_LENGTH = 3
"""Words shorter than this have too many neighbours for a typo to mean anything."""


class Vocabulary:
    """Words by their length; a few that no record has any more do no harm."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._by_length: dict[int, dict[str, None]] = {}
        self.learn(words)

    def learn(self, words: Iterable[str]) -> None:
        """Add words; digits are no words."""
        for word in words:
            if word.isalpha():
                self._by_length.setdefault(len(word), {})[word] = None

    def near(self, word: str) -> list[str]:
        """Return the words that are one letter off: one more, one less, another one, or two in each other's place."""
        if len(word) < MIN_LENGTH:
            return []
        from rapidfuzz import process  # heavy, and most searches never need it
        from rapidfuzz.distance import OSA

        found: list[str] = []
        for length in (len(word), len(word) - 1, len(word) + 1):
            words = self._by_length.get(length, {})
            hits = process.extract(word, words.keys(), scorer=OSA.distance, score_cutoff=1, limit=None, processor=None)
            found.extend(hit[0] for hit in hits if hit[0] != word)
        return found


def read_vocabulary(db: Database) -> Vocabulary:
    """Return the words of the names and other texts that can be found."""
    rows = db.execute("SELECT term FROM spoken WHERE col <> 'sound'")
    return Vocabulary(word for (word,) in rows)
