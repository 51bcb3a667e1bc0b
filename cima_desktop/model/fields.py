"""How a field is declared: once, with everything the rest of the house needs to know about it.

From one declaration come the column, the form row, the list column, the CSV header, the words of the history,
the search index, the export filter and the merge rule. The functions at the end (`text`, `day`, `choice`, …)
are what a record class uses; each returns an attrs field that carries its `Field` as metadata.
"""

from collections.abc import Callable
from datetime import date
from enum import Enum
from typing import Any

import attrs

Value = str | int | bool | frozenset[str] | None
"""What a field can hold once cleaned: dates are ISO strings, references are record ids, sets are frozen."""


class FieldType(Enum):
    """The shape of a value, which decides its widget, its column and how it is cleaned."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    DATE = "date"
    FLAG = "flag"
    NUMBER = "number"
    MONEY = "money"
    """Whole cents."""
    HOURS = "hours"
    """Whole minutes of work."""
    TIME = "time"
    """A time of the day, "HH:MM"."""
    PHONE = "phone"
    CHOICE = "choice"
    CHOICES = "choices"
    WORDS = "words"
    REF = "ref"

    @property
    def is_set(self) -> bool:
        """Tell whether the value is a set of strings."""
        return self in (FieldType.CHOICES, FieldType.WORDS)

    @property
    def is_whole(self) -> bool:
        """Tell whether the value is a whole number, or None."""
        return self in (FieldType.NUMBER, FieldType.MONEY, FieldType.HOURS)


class Merge(Enum):
    """What happens when two people changed the same field apart (nobody's value is ever dropped)."""

    REGISTER = "register"
    SAFETY = "safety"
    """As a register, but until a person decides, the program acts on the cautious value."""
    ALL = "all"
    """As a register of words, but until a person decides, all of them are shown and acted on together."""
    REFERENCE = "reference"
    SET = "set"


class Search(Enum):
    """How a field is found."""

    NO = "no"
    NAME = "name"
    WORD = "word"
    PHONE = "phone"


class Preset(Enum):
    """Purposes for which a person may hand a record on; a field leaves only under the presets it names."""

    PEER = "peer"
    LAWYER = "lawyer"
    HOST = "host"
    SCHOOL = "school"
    REFERRAL = "referral"


EVERY_PRESET = frozenset(Preset)
PEERS_ONLY = frozenset({Preset.PEER})
PEER_AND_LAWYER = frozenset({Preset.PEER, Preset.LAWYER})
PEER_AND_HOST = frozenset({Preset.PEER, Preset.HOST})
WHO_CARES = frozenset({Preset.PEER, Preset.HOST, Preset.SCHOOL})
"""Whoever looks after a child for hours or days."""
WHO_ENROLLS = frozenset({Preset.PEER, Preset.LAWYER, Preset.SCHOOL})
"""Whoever must know which adults may act for a child."""
WHO_ADVISES = frozenset({Preset.PEER, Preset.LAWYER, Preset.REFERRAL})
"""Whoever speaks with the family about what they need."""
NEVER_LEAVES: frozenset[Preset] = frozenset()


@attrs.frozen
class Choice:
    """One value of a closed list; `label` is a catalogue message."""

    value: str
    label: str


@attrs.frozen(kw_only=True)
class Field:
    """Everything there is to know about one field of a record kind."""

    name: str = ""
    kind: str = ""
    """Name of the record kind it belongs to; both names are filled in when the kind is registered."""
    type: FieldType = FieldType.TEXT
    label: str
    help: str = ""
    group: str = ""
    merge: Merge = Merge.REGISTER
    search: Search = Search.NO
    presets: frozenset[Preset] = PEER_AND_LAWYER
    choices: tuple[Choice, ...] = ()
    refers_to: str = ""
    """Kind name that a REF points to; empty means any kind."""
    max_length: int = 200
    low: int | None = None
    high: int | None = None
    required: bool = False
    sensitive: bool = False
    listed: bool = False
    future: bool = True
    """Whether a date may lie after today."""
    attorney_only: bool = False
    counted: bool = False
    """Whether its answers are counted into the figures before a record is erased: a closed list, nothing delicate."""
    cautious: Value = None

    @property
    def empty(self) -> Value:
        """Return the value of a field nobody has filled in."""
        if self.type.is_set:
            return frozenset()
        return None if self.type is FieldType.FLAG or self.type.is_whole else ""

    def choice_label(self, value: str) -> str:
        """Return the message for one value of the closed list, or the value itself when it is unknown."""
        return next((c.label for c in self.choices if c.value == value), value)


METADATA = "cima_field"


def _declare(default: Callable[[], Value], **facts: Any) -> Any:
    return attrs.field(factory=default, metadata={METADATA: Field(**facts)})


def text(label: str, *, lines: bool = False, **facts: Any) -> Any:
    """Declare a line of text, or several lines (`lines=True`, at most 4,000 characters unless said)."""
    if lines:
        facts = {"max_length": 4000, **facts}
    return _declare(str, label=label, type=FieldType.LONG_TEXT if lines else FieldType.TEXT, **facts)


def phone(label: str, **facts: Any) -> Any:
    """Declare a telephone number, kept as E.164 ("+18285550119")."""
    facts = {"search": Search.PHONE, "max_length": 40, **facts}
    return _declare(str, label=label, type=FieldType.PHONE, **facts)


def day(label: str, **facts: Any) -> Any:
    """Declare a calendar date, kept as ISO 8601 ("2026-11-21")."""
    return _declare(str, label=label, type=FieldType.DATE, max_length=10, **facts)


def flag(label: str, **facts: Any) -> Any:
    """Declare yes, no or not answered (`None`)."""
    return _declare(lambda: None, label=label, type=FieldType.FLAG, **facts)


def number(label: str, low: int, high: int, **facts: Any) -> Any:
    """Declare a whole number between `low` and `high`, or not answered (`None`)."""
    return _declare(lambda: None, label=label, type=FieldType.NUMBER, low=low, high=high, **facts)


MOST_MONEY = 100_000_000
"""A million dollars, in cents: more is a slip of the finger."""
MOST_HOURS = 24 * 60 * 366
"""A year without sleep, in minutes."""


def money(label: str, **facts: Any) -> Any:
    """Declare an amount in whole U.S. cents, or not answered (`None`)."""
    facts = {"low": 0, "high": MOST_MONEY, **facts}
    return _declare(lambda: None, label=label, type=FieldType.MONEY, **facts)


def hours(label: str, **facts: Any) -> Any:
    """Declare a length of time in whole minutes, or not answered (`None`)."""
    facts = {"low": 0, "high": MOST_HOURS, **facts}
    return _declare(lambda: None, label=label, type=FieldType.HOURS, **facts)


def clock(label: str, **facts: Any) -> Any:
    """Declare a time of the day here, kept as "HH:MM" of 24 hours."""
    return _declare(str, label=label, type=FieldType.TIME, max_length=5, **facts)


def choice(label: str, choices: tuple[Choice, ...], **facts: Any) -> Any:
    """Declare one value of a closed list."""
    return _declare(str, label=label, type=FieldType.CHOICE, choices=choices, **facts)


def choices(label: str, options: tuple[Choice, ...], **facts: Any) -> Any:
    """Declare any number of values of a closed list; merged as an add-wins set."""
    return _declare(frozenset, label=label, type=FieldType.CHOICES, choices=options, merge=Merge.SET, **facts)


def words(label: str, **facts: Any) -> Any:
    """Declare any number of short texts; merged as an add-wins set."""
    return _declare(frozenset, label=label, type=FieldType.WORDS, merge=Merge.SET, **facts)


def ref(label: str, kind: str, **facts: Any) -> Any:
    """Declare a reference to a record of `kind` (empty string: of any kind)."""
    facts = {"merge": Merge.REFERENCE, "max_length": 32, **facts}
    return _declare(str, label=label, type=FieldType.REF, refers_to=kind, **facts)


def iso_date(value: str) -> date | None:
    """Return the date an ISO string stands for, or None when it is empty or no date."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
