"""A whole family from one file (docs/formats/family-intake.md): what is new comes in, what is there already stays.

The same file always gives the same record ids, so a family typed on paper forms and imported on two computers is
one family when they exchange. A file is no person: it never takes caution away, never writes what only an attorney
may, and replaces what somebody wrote only when it is told to.
"""

from collections.abc import Collection, Mapping
from pathlib import Path

import attrs

from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError
from cima_desktop.model.fields import Field, Merge, Value
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.rules import STOPPING_STATUSES
from cima_desktop.model.text import fold
from cima_desktop.model.touched import Touched
from cima_desktop.services import backups, deciding, likeness
from cima_desktop.services.guard import ATTORNEY_CHOICES
from cima_desktop.services.intake import LIMIT_BYTES, IntakeError, digest, parsed, too_large
from cima_desktop.services.intake_reader import Entry, Intake, read
from cima_desktop.services.session import Session
from cima_desktop.store import Edit
from cima_desktop.store.core import IMPORTED

__all__ = ["LIMIT_BYTES", "AnotherFamilyError", "Imported", "IntakeError", "import_bytes", "import_file"]

IMPORT_ACT = N_("Imported a family")
BEFORE = N_("Made before a family was imported.")
"""Said of the backup in the list of backups."""


class AnotherFamilyError(KnownError):
    """The file tells of a different family than the one that has its `family_id` here."""

    message = N_("The vault has a different family under this file’s “family_id”; nothing was imported.")
    remedy = N_("Give the family in the file a “family_id” of its own. If it is the same family, use --replace.")


@attrs.frozen(kw_only=True)
class Imported:
    """What an import did."""

    plan: RecordId
    touched: Touched | None
    already: bool
    """The same file had been imported before."""
    kept: tuple[str, ...] = ()
    """Where the file says something else than the vault, and the vault's own was kept."""
    doubles: int = 0
    """How many of its people may be in the vault already; they wait for a decision."""


def import_file(
    session: Session, file: Path, *, replace: bool = False, keep_words: bool = False, backup: bool = True
) -> Imported:
    """Import a family from an intake file.

    Args:
        session: the open vault.
        file: the intake file.
        replace: put the file's values in the place of ordinary ones that somebody wrote here.
        keep_words: let words about status and entry in; that it was done is noted, the words are not.
        backup: make a backup before anything is written.

    Raises:
        NoBackupFirstError: none could be made; nothing was imported.
        IntakeError: something in the file is wrong; each fault names its path, and nothing was imported.
        AnotherFamilyError: its `family_id` belongs to a different family here; nothing was imported.
    """
    try:
        if file.stat().st_size > LIMIT_BYTES:
            raise too_large()
        data = file.read_bytes()
    except OSError as error:
        raise KnownError(
            N_("The file cannot be read."), N_("Check that it is there and that you may open it.")
        ) from error
    return import_bytes(session, data, replace=replace, keep_words=keep_words, backup=backup)


def import_bytes(
    session: Session, data: bytes, *, replace: bool = False, keep_words: bool = False, backup: bool = True
) -> Imported:
    """Import a family from the bytes of an intake file; see `import_file`."""
    document = parsed(data)
    intake = read(document, session.today(), keep_words=keep_words)
    mark, fingerprint = IMPORTED + intake.plan, digest(document)  # a `family_id` may be somebody's name
    there = session.store.get(KINDS["plan"].record, intake.plan) is not None
    if there and not replace and session.store.meta_get(mark) == fingerprint:
        return Imported(plan=intake.plan, touched=None, already=True)
    if not replace and _is_another(session, intake):
        raise AnotherFamilyError
    gone = [] if there else _in_the_bin(session, {entry.id for entry in intake.entries})
    if backup and (gone or _Merging(session, intake, replace).edits()):
        backups.before(session, BEFORE)
    # A family that an undo or a delete put into the bin comes back: importing it again is asking for it again.
    back = session.store.restore(gone) if gone else None
    merging = _Merging(session, intake, replace)
    doubles = merging.doubles(session)
    touched = session.store.save(IMPORT_ACT, merging.edits()) or back
    for person, likes in doubles.items():
        deciding.set_down(session, person, [each.id for each in likes])
    session.store.meta_set(mark, fingerprint)
    kept = tuple(dict.fromkeys(merging.kept))
    return Imported(plan=intake.plan, touched=touched, already=False, kept=kept, doubles=len(doubles))


def _is_another(session: Session, intake: Intake) -> bool:
    """Tell whether both the household and the first parent are called something else in the vault."""
    before = _before(session, intake.plan)
    if before is None:
        return False
    home = _before(session, intake.household) or {}
    parent = _before(session, RecordId(str(before["parent1"]))) or {}
    told = intake.values(intake.household)
    return _differ({fold(str(home.get("name", "")))}, {fold(str(told.get("name", "")))}) and _differ(
        _names(parent), _names(intake.values(intake.parent))
    )


def _before(session: Session, record: RecordId) -> Mapping[str, Value] | None:
    """Return what the vault has of a record, in the bin or not."""
    if not session.store.kind_of_id(record):
        return None
    snapshot = session.store.snapshot(record)
    return snapshot.kind.values(snapshot.record)


def _names(values: Mapping[str, Value]) -> set[str]:
    """Return every name a person goes by."""
    parts = (str(values.get(name) or "") for name in ("given_names", "paternal_surname", "maternal_surname"))
    other = (str(values.get(name) or "") for name in ("preferred_name", "name_as_on_id"))
    return {fold(name) for name in (" ".join(parts), *other)}


def _differ(one: Collection[str], other: Collection[str]) -> bool:
    known, told = set(one) - {""}, set(other) - {""}
    return bool(known and told) and not known & told


def _in_the_bin(session: Session, wanted: Collection[RecordId]) -> list[RecordId]:
    return [entry.id for entry in session.store.bin() if entry.id in wanted]


class _Merging:
    """Decides field by field what of a file goes into the vault, and notes where it does not."""

    def __init__(self, session: Session, intake: Intake, replace: bool) -> None:
        self.kept: list[str] = []
        self._store = session.store
        self._replace, self._entries = replace, intake.entries
        ids = [entry.id for entry in intake.entries]
        there = {i for i in ids if session.store.kind_of_id(i)}
        self._new = set(ids) - there
        self._binned = {i for i in there if session.store.snapshot(i).deleted}

    def edits(self) -> list[Edit]:
        """Return everything that changes."""
        return [edit for entry in self._entries if (edit := self._edit(entry))]

    def doubles(self, session: Session) -> dict[RecordId, list[likeness.Like]]:
        """Return who of the file's new people may be in the vault already; call it before they are saved."""
        fresh = [(e.id, e.values) for e in self._entries if e.kind == "person" and e.id in self._new]
        return likeness.like_many(session, fresh)

    def _edit(self, entry: Entry) -> Edit | None:
        """Return what changes in a record: everything when it is new, nothing when a person deleted it."""
        if entry.id in self._new:
            return Edit(entry.kind, entry.id, entry.values)
        if entry.id in self._binned:
            self.kept.append(entry.path)
            return None
        snapshot = self._store.snapshot(entry.id)
        before = snapshot.kind.values(snapshot.record)
        values: dict[str, Value] = {}
        for name, told in entry.values.items():
            wanted = self._wanted(entry.kind, name, before[name], told)
            open_question = name in snapshot.conflicts  # two people disagree: a file does not decide for them
            if wanted != before[name] and not open_question:
                values[name] = wanted
            if (wanted != told or (open_question and told != before[name])) and name in entry.places:
                self.kept.append(entry.places[name])
        return Edit(entry.kind, entry.id, values) if values else None

    def _wanted(self, kind: str, name: str, before: Value, told: Value) -> Value:
        """Return what the field should hold."""
        field = KINDS[kind].field(name)
        if (kind, name) == ("plan", "children"):
            return self._children(before, told)
        if before == told or told in self._binned or _is_for_attorneys(kind, field, before, told):
            return before
        if _is_less_cautious(kind, field, before, told):
            return before
        return told if self._replace or before == field.empty else before

    def _children(self, before: Value, told: Value) -> Value:
        """Return the plan's children: a child that is new here comes in, one that was taken out stays out."""
        known = before if isinstance(before, frozenset) else frozenset()
        named = told if isinstance(told, frozenset) else frozenset()
        return named - self._binned if self._replace else known | (named & self._new)


def _is_for_attorneys(kind: str, field: Field, before: Value, told: Value) -> bool:
    closed = ATTORNEY_CHOICES.get(field.name, frozenset()) if kind == "plan" else frozenset[str]()
    return field.attorney_only or before in closed or told in closed


def _is_less_cautious(kind: str, field: Field, before: Value, told: Value) -> bool:
    """Tell whether a value would take a stop or a precaution away; unanswered counts as no."""
    if (kind, field.name) == ("plan", "parent2_status"):
        return before in STOPPING_STATUSES and told not in STOPPING_STATUSES
    if field.merge is Merge.ALL:  # allergies, doses: the program cannot tell which of two texts is the safer
        return before != field.empty
    if field.merge is not Merge.SAFETY:
        return False
    if isinstance(field.cautious, bool):
        return bool(before) is field.cautious and bool(told) is not field.cautious
    return before == field.cautious
