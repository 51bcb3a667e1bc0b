"""Documents: every paper of every plan, how far its signing has come, and who has what."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from cima_desktop.gui.language import Text
from cima_desktop.gui.tables.columns import Column
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.papers.document_detail import STATES, DocumentDetail
from cima_desktop.gui.views.records.list_page import Batch, ListPage, Words
from cima_desktop.gui.widgets.dates import show_date
from cima_desktop.i18n import N_, ngettext, tr
from cima_desktop.model.fields import iso_date
from cima_desktop.model.text import fold, sort_key
from cima_desktop.services.session import Session
from cima_desktop.services.signings import DocumentRow, documents

FILTERS: list[tuple[str, Text]] = [
    ("all", N_("All")),
    ("made", N_("Made")),
    ("printed", N_("To sign")),
    ("signed", N_("Signed")),
    ("due", N_("Ends soon")),
    ("revoked", N_("Revoked")),
]
SOON_DAYS = 30


class PaperLine:
    """A paper as a line of the list: its id where every list expects one."""

    __slots__ = ("id", "row")

    def __init__(self, row: DocumentRow) -> None:
        self.id = row.document.id
        self.row = row


def _due(line: PaperLine) -> str:
    return show_date(line.row.due) if line.row.due else ""


def _made(line: PaperLine) -> str:
    made = iso_date(line.row.document.made_on)
    return show_date(made) if made else ""


COLUMNS = (
    Column(
        key="name",
        title=N_("Paper"),
        text=lambda line: line.row.document.name,
        detail=lambda line: " · ".join(part for part in (line.row.plan, _made(line)) if part) or "—",
        sort=lambda line: sort_key(line.row.document.name),
        stretch=True,
    ),
    Column(
        key="due",
        title=N_("Ends on"),
        text=_due,
        sort=lambda line: line.row.due.isoformat() if line.row.due else "9999",
        width=110,
        spare=True,
    ),
    Column(
        key="state",
        title=N_("State"),
        chips=lambda line: [_state(line)],
        sort=lambda line: list(STATES).index(line.row.document.state) if line.row.document.state in STATES else 9,
        width=110,
    ),
)


def _state(line: PaperLine) -> tuple[str, str]:
    word, tone = STATES.get(line.row.document.state, (line.row.document.state, "neutral"))
    return tr(word), tone


def papers(session: Session, words: str, chosen: str) -> Batch:
    """Read the papers that a filter and some words let through."""
    wanted = fold(words).split()
    rows = [row for row in documents(session) if _passes(session, row, chosen)]
    found = [row for row in rows if all(word in _text(row) for word in wanted)]
    return Batch(rows=[PaperLine(row) for row in found], total=len(found))


def _text(row: DocumentRow) -> str:
    return fold(" ".join([row.document.name, row.plan, *(copy.holder for copy in row.copies)]))


def _passes(session: Session, row: DocumentRow, chosen: str) -> bool:
    if chosen == "due":
        return row.document.state == "signed" and row.due is not None and (row.due - session.today()).days <= SOON_DAYS
    return (
        chosen in ("", "all") or row.document.state == chosen or (chosen == "made" and row.document.state == "approved")
    )


class DocumentsPage(ListPage):
    """The page of all papers."""

    kinds = ("document", "signing", "copy", "plan")
    saves = "document"

    def __init__(self, desk: Desk) -> None:
        words = Words(
            title=N_("Documents"),
            list_name=N_("List of papers"),
            placeholder=N_("Filter by paper, plan or who has a copy…"),
            icon="file-text",
            empty=N_("No papers have been made yet"),
            empty_why=N_("Papers are made from a family plan, after its interview."),
            empty_button=N_("Go to the family plans"),
            pick=N_("Choose a paper on the left"),
        )
        super().__init__(desk, words, COLUMNS, FILTERS, "documents")
        self.empty.pressed.connect(lambda: desk.open("page", "plans"))

    def make_detail(self) -> QWidget:
        self.card = DocumentDetail(self.desk)
        return self.card

    def fetch(self, words: str, chosen: str, cursor: Any) -> Callable[[Session], Batch]:
        return lambda session: papers(session, words, chosen)

    def show_detail(self, record_id: str) -> None:
        self.message_bar.hide_message()
        self.card.show_document(record_id)

    def clear_detail(self) -> None:
        self.card.clear()

    def count_words(self, total: int) -> str:
        return ngettext("{n} paper", "{n} papers", total).format(n=total)

    def leave(self) -> None:
        self.card.leave()

    def place(self) -> dict[str, object]:
        """Return which paper and which form are open."""
        return {"record": self.record_id(), "form": self.card.opened_form()}

    def go_to(self, place: Mapping[str, object], ready: Callable[[], object]) -> None:
        """Go back to a paper and the form that was open."""
        record, form = str(place.get("record") or ""), place.get("form")
        if not record:
            ready()
            return
        self._wanted = record
        self.reveal()
        self.panes.show_right()
        begin = {"sign": self.card.begin_signing, "copy": self.card.begin_copy}.get(str(form))

        def arrived(row: DocumentRow) -> None:
            self.card.show_row(row)
            if begin is not None:
                begin(then=ready)
            else:
                ready()

        self.desk.ask(lambda s: _one(s, record), arrived)


def _one(session: Session, record: str) -> DocumentRow:
    return next(row for row in documents(session) if row.document.id == record)
