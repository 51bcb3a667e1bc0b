"""What a document pack is once it has been read and checked."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from functools import cached_property

import attrs

from cima_desktop.documents.conditions import ALWAYS, Condition
from cima_desktop.documents.errors import UnknownPaperError
from cima_desktop.model.errors import KnownError
from cima_desktop.model.findings import Scope

FORMAT = 1
STALE_MONTHS = 12


@attrs.frozen
class Text:
    """The same words in both languages."""

    en: str = ""
    es: str = ""

    def get(self, language: str) -> str:
        """Return the words in one language."""
        return self.es if language == "es" else self.en

    def __bool__(self) -> bool:
        return bool(self.en or self.es)


@attrs.frozen(kw_only=True)
class Item:
    """One bullet, box to tick, place for initials, or line of a card."""

    text: Text
    when: Condition = ALWAYS
    style: str = ""


@attrs.frozen(kw_only=True)
class Row:
    """A label and a value in a grid, or a column of a table."""

    label: Text
    value: str
    when: Condition = ALWAYS
    blank: bool = False
    width: int = 1


@attrs.frozen(kw_only=True)
class Face:
    """One side of a card."""

    title: Text = Text()
    lines: tuple[Item, ...] = ()
    language: str = ""


@attrs.frozen(kw_only=True)
class Block:
    """One part of a paper; which of the keys mean something depends on `type`."""

    id: str
    type: str
    text: Text = Text()
    title: Text = Text()
    when: Condition = ALWAYS
    each: str = ""
    repeat: str = ""
    new_page: bool = False
    items: tuple[Item, ...] = ()
    rows: tuple[Row, ...] = ()
    columns: tuple[Row, ...] = ()
    empty: Text = Text()
    spare: int = 0
    count: int = 1
    who: str = ""
    label: Text = Text()
    act: str = ""
    faces: tuple[Face, ...] = ()
    cite: str = ""


@attrs.frozen(kw_only=True, slots=False)
class PaperSpec:
    """One kind of paper."""

    sort: str
    version: str
    title: Text
    scope: Scope
    signed: bool
    layout: str
    recordable: bool
    one_per: str
    order: int
    law_checked_on: date
    law_note: Text
    sources: tuple[str, ...]
    blocks: tuple[Block, ...]
    own_blocks: frozenset[str] = frozenset()
    """Ids of the blocks whose words are the organization's own."""
    phrases: Mapping[str, Text] = attrs.field(factory=dict)
    """The pack's phrases that this paper prints."""
    printed: Mapping[str, Text] = attrs.field(factory=dict)
    """What the paper prints that is in no pack file: labels of answers and the renderer's own sentences."""

    @cached_property
    def wording_hash(self) -> str:
        """Return the fingerprint of everything this paper says: SHA-256 of its canonical JSON."""
        said = attrs.asdict(self, recurse=True, filter=lambda a, _v: a.name not in _NOT_WORDING)
        canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
        return hashlib.sha256(canonical.encode()).hexdigest()

    def stale(self, today: date) -> bool:
        """Tell whether the law behind this paper was last read more than a year ago."""
        months = (today.year - self.law_checked_on.year) * 12 + today.month - self.law_checked_on.month
        return months - (today.day < self.law_checked_on.day) >= STALE_MONTHS

    def block(self, block_id: str) -> Block | None:
        """Return the block with this id."""
        return next((b for b in self.blocks if b.id == block_id), None)

    @property
    def lists(self) -> frozenset[str]:
        """Return the names of the lists this paper prints."""
        return frozenset(name for block in self.blocks for name in (block.each, block.repeat) if name)

    @property
    def notarized(self) -> bool:
        """Tell whether anybody signs before a notary."""
        return any(b.type == "notary" for b in self.blocks)


_NOT_WORDING = {"law_checked_on", "law_note", "version", "own_blocks", "order", "sources"}


@attrs.frozen(kw_only=True)
class Pack:
    """Everything one state's papers say."""

    id: str
    version: str
    name: Text
    state: Text
    papers: tuple[PaperSpec, ...]
    """In printing order."""
    shipped: tuple[PaperSpec, ...] = ()
    """All kinds of paper without own clauses."""
    faults: Mapping[str, KnownError] = attrs.field(factory=dict)
    """By sort, what is wrong with the own clauses of a paper that therefore is not among `papers`."""

    def spec(self, sort: str) -> PaperSpec:
        """Return one kind of paper.

        Raises:
            UnknownPaperError: the pack has no such paper.
            PackError: its own clauses cannot be used.
        """
        if sort in self.faults:
            raise self.faults[sort].with_traceback(None)
        return _find(self.papers, sort)

    def shipped_spec(self, sort: str) -> PaperSpec:
        """Return one kind of paper as it came with the program.

        Raises:
            UnknownPaperError: the pack has no such paper.
        """
        return _find(self.shipped or self.papers, sort)

    @property
    def sorts(self) -> tuple[str, ...]:
        """Return the names of all kinds of paper, in printing order, those that cannot be used now too."""
        return tuple(spec.sort for spec in self.shipped or self.papers)


def _find(specs: tuple[PaperSpec, ...], sort: str) -> PaperSpec:
    for spec in specs:
        if spec.sort == sort:
            return spec
    raise UnknownPaperError(sort=sort)
