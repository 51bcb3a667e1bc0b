"""What happened to a record: who changed what, when, by hand or by import, and the way back to any version (R5)."""

from collections.abc import Sequence

import attrs

from cima_desktop.gui.language import Text, say
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.rows_list import Deed, Line, RowsList
from cima_desktop.gui.views.records.tab import Tab
from cima_desktop.gui.widgets.dates import show_date, show_moment
from cima_desktop.i18n import N_, _, ngettext, tr
from cima_desktop.model.display import author_text, text_of
from cima_desktop.model.fields import Field, FieldType, Value
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS, Kind
from cima_desktop.services import guard, reads
from cima_desktop.services.session import Session
from cima_desktop.store import Entry, Look

_WHAT = {
    "created": N_("Made"),
    "edited": N_("Changed"),
    "deleted": N_("Moved to the bin"),
    "restored": N_("Taken out of the bin"),
}
_MOST = 200


@attrs.frozen(kw_only=True)
class Past:
    """The history of a record and the names of the records it mentions."""

    kind: Kind | None = None
    entries: Sequence[Entry] = ()
    names: dict[str, str] = attrs.field(factory=dict)
    looks: Sequence[Look] = ()


def past(session: Session, record_id: RecordId) -> Past:
    """Read the history of a record."""
    store = session.store
    kind = KINDS.get(store.kind_of_id(record_id))
    if kind is None:
        return Past()
    entries = store.history(record_id)[:_MOST]
    refs = {field.name for field in kind.refs()}
    mentioned = {str(v) for e in entries for name, *both in e.changes if name in refs for v in both if v}
    names = {i: store.title_of(i) for i in mentioned}
    return Past(kind=kind, entries=entries, names=names, looks=reads.seen_by(session, record_id))


class HistoryTab(Tab):
    """One line for each save, newest first."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.entries_list = RowsList()
        self.column.addWidget(self.entries_list)
        self.empty = self.add_empty(N_("Nothing has been saved yet."))
        self.add_heading(N_("Who looked at it"))
        self.looks_list = RowsList()
        self.column.addWidget(self.looks_list)
        self.no_looks = self.add_empty(N_("Nobody yet."))
        self.column.addStretch(1)

    def read(self) -> None:
        wanted = self.record_id
        self.desk.ask(lambda s: past(s, wanted), self._show, latest="past")

    def clear(self) -> None:
        super().clear()
        self._show(Past())

    def _show(self, found: Past) -> None:
        lines = [self._line(found, entry, newest=place == 0) for place, entry in enumerate(found.entries)]
        self.entries_list.show_lines(lines)
        self.empty.setVisible(not lines)
        self.looks_list.show_lines([_look_line(look) for look in found.looks])
        self.no_looks.setVisible(not found.looks)

    def _line(self, found: Past, entry: Entry, newest: bool) -> Line:
        chips: list[tuple[Text, str]] = [(N_("By import"), "info")] if entry.by_import else []
        back = Deed(words=N_("Go back to this"), run=lambda: self._go_back(entry.change_id), icon="history")
        return Line(
            title=lambda: headline(entry),
            detail=lambda: "\n".join(changes_in_words(found, entry)),
            icon="history",
            chips=chips,
            deeds=() if newest or entry.what == "deleted" else (back,),
        )

    def _go_back(self, change_id: str) -> None:
        wanted = self.record_id
        self.desk.do(lambda s: guard.go_back(s, wanted, change_id))


def _look_line(look: Look) -> Line:
    def title() -> str:
        often = ngettext("{n} time", "{n} times", look.times).format(n=look.times) if look.times > 1 else ""
        parts = (show_date(look.day), tr(reads.HOW_WORDS[look.how]), look.who, often)
        return " · ".join(part for part in parts if part)

    return Line(title=title, icon="eye", faint=True)


def headline(entry: Entry) -> str:
    """Return "4 mar 2026, 10:42 – Changed – Marisol"."""
    what = tr(entry.act) if entry.act else say(_WHAT.get(entry.what, N_("Changed")))
    parts = [show_moment(entry.when), what, author_text(entry.who, entry.vault)]
    return " · ".join(part for part in parts if part)


def changes_in_words(found: Past, entry: Entry) -> list[str]:
    """Return a line for each field that was changed: what it was and what it became."""
    if found.kind is None:
        return []
    lines = []
    for name, old, new in entry.changes:
        field = found.kind.field(name)
        before, after = _value(found, field, old), _value(found, field, new)
        if before and after:
            words = _("{field}: {before} → {after}").format(field=tr(field.label), before=before, after=after)
        elif after:
            words = _("{field}: {after}").format(field=tr(field.label), after=after)
        else:
            words = _("{field}: {before} was taken away").format(field=tr(field.label), before=before)
        lines.append(words)
    return lines


def _value(found: Past, field: Field, value: Value) -> str:
    if field.type is FieldType.REF:
        return found.names.get(str(value), "")
    return text_of(field, value)
