"""What somebody chooses to hand on, and what would leave: the values the sharing services and their page speak in."""

import json
from datetime import datetime
from enum import Enum

import attrs

from cima_desktop.exchange.header import ANSWER, CHOSEN, DELTA, REFERRAL
from cima_desktop.i18n import N_
from cima_desktop.model.fields import Preset
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.services.consents import Answer, Standing
from cima_desktop.store import Edit

_SPECIAL = frozenset({"to", "preset", "left_out", "withheld"})


class Why(Enum):
    """Why something stays here; the value is the message that says it."""

    HELD_BACK = N_("You held it back.")
    APART = N_("Kept apart on purpose from somebody who goes.")
    TELLS = N_("It would tell of somebody who is kept apart.")
    STRANGE = N_("Something stands in it that this program cannot show.")
    REFUSED = N_("This person does not agree.")
    NOT_FOR = N_("It is not for this purpose.")
    ROUGHLY = N_("The exact place stays here; it goes roughly.")
    NEVER = N_("It never leaves this vault.")
    FILE = N_("Attachments were not ticked, or are not for this purpose.")
    BELONGS = N_("It belongs to somebody or something that stays here.")
    OTHERS = N_("This coordinator receives only what was chosen before.")


class Problem(Enum):
    """What must be settled before anything can leave; the value is the message that says it."""

    NOBODY = N_("Choose who is to receive it.")
    NOT_COMPARED = N_("You have not compared words with one of the receivers.")
    NO_CONSENT = N_("The consent of one person or more is missing or over.")
    NOTHING = N_("There is nothing to hand on.")
    NOT_ASKED_BY = N_("Only the answer to a referral goes this way, and only to whoever asked.")
    NO_QUESTION = N_("Write what the other organization is asked.")


@attrs.frozen(kw_only=True)
class Choice:
    """What somebody chose. A value: nothing has happened yet."""

    to: tuple[bytes, ...] = ()
    """Device ids of the peers it is for."""
    preset: Preset = Preset.PEER
    lacking: bool = False
    """Everything the peers lack, by what they said they have; otherwise `records` and what belongs to them."""
    records: tuple[RecordId, ...] = ()
    reason: str = ""
    """Why, in the words of whoever hands it on; it stays here, in the register."""
    note: str = ""
    """Words for the receiver; they leave."""
    left_out: frozenset[RecordId] = frozenset()
    withheld: frozenset[tuple[RecordId, str]] = frozenset()
    files: bool = False
    """Whether attachments go along."""
    without_consent: str = ""
    """Why it goes although a consent is missing; empty: it does not."""
    not_compared: bool = False
    """Whether it goes to somebody although the words were not compared."""
    referral: RecordId = NO_ID
    """The record that the question of a referral becomes."""
    question: str = ""
    answers: RecordId = NO_ID
    """The referral that is answered; nothing else goes then."""

    @property
    def sort(self) -> str:
        """The sort of bundle it makes."""
        if self.answers:
            return ANSWER
        if self.preset is Preset.REFERRAL:
            return REFERRAL
        return DELTA if self.lacking else CHOSEN

    def without(self, record: RecordId, field: str = "") -> "Choice":
        """Return the choice with a record, or one field of it, held back."""
        if field:
            return attrs.evolve(self, withheld=self.withheld | {(record, field)})
        return attrs.evolve(self, left_out=self.left_out | {record})

    def with_all(self) -> "Choice":
        """Return the choice with nothing held back by hand."""
        return attrs.evolve(self, left_out=frozenset(), withheld=frozenset())

    def packed(self) -> str:
        """Return it as text, to be kept as a draft."""
        return json.dumps(
            {
                **{f.name: getattr(self, f.name) for f in attrs.fields(Choice) if f.name not in _SPECIAL},
                "to": [each.hex() for each in self.to],
                "preset": self.preset.value,
                "left_out": sorted(self.left_out),
                "withheld": sorted(self.withheld),
            }
        )


def unpacked(text: str) -> Choice:
    """Return the choice that a draft keeps; an empty one when it is of another version of the program."""
    try:
        said = json.loads(text)
        special = {
            "to": tuple(bytes.fromhex(each) for each in said["to"]),
            "preset": Preset(said["preset"]),
            "records": tuple(RecordId(each) for each in said["records"]),
            "left_out": frozenset(RecordId(each) for each in said["left_out"]),
            "withheld": frozenset((RecordId(record), str(field)) for record, field in said["withheld"]),
        }
        return Choice(**{**said, **special})
    except (ValueError, TypeError, KeyError):
        return Choice()


@attrs.frozen(kw_only=True)
class Receiver:
    """Somebody it is for."""

    id: bytes
    person: str
    label: str
    compared: bool


@attrs.frozen(kw_only=True)
class Going:
    """One record that leaves: these fields of it, or all of it with its history when no field is named."""

    id: RecordId
    kind: str
    title: str
    fields: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Tell whether all of it leaves, with its history."""
        return not self.fields


@attrs.frozen(kw_only=True)
class Kept:
    """A record that stays here, or one field of a record that leaves, and why."""

    id: RecordId
    kind: str
    title: str
    why: Why
    field: str = ""


@attrs.frozen(kw_only=True)
class Selection:
    """What a way of choosing comes to: what leaves, what stays, who was asked, and what is noted here first."""

    going: tuple[Going, ...] = ()
    kept: tuple[Kept, ...] = ()
    standings: tuple[Standing, ...] = ()
    writes: tuple[Edit, ...] = ()

    def unsettled(self) -> tuple[Standing, ...]:
        """Return the people of whom something would leave without a consent that counts."""
        return tuple(s for s in self.standings if s.answer in (Answer.MISSING, Answer.EXPIRED))


@attrs.frozen(kw_only=True)
class Leaving:
    """Exactly what would leave, as of one moment; a bundle is made of this and nothing else."""

    choice: Choice
    receivers: tuple[Receiver, ...]
    selection: Selection
    changes: int
    """Signed changes of whole records; what is said again for a purpose is counted by its records."""
    files: int
    size: int
    """Bytes of the attachments that go along."""
    moment: datetime | None
    """The last save in this vault when this was looked at."""
    problems: tuple[Problem, ...]

    @property
    def ready(self) -> bool:
        """Tell whether it can leave."""
        return not self.problems
