"""The list of a page as a file: exactly what its search and filter show."""

from typing import TYPE_CHECKING, Any

from cima_desktop.gui.views.files.leaving import ListDialog, open_leaving, stays_here
from cima_desktop.gui.widgets.buttons import IconButton
from cima_desktop.i18n import N_
from cima_desktop.model.ids import RecordId
from cima_desktop.services.session import Session

if TYPE_CHECKING:
    from cima_desktop.gui.views.records.list_page import ListPage


def save_button(page: "ListPage") -> IconButton:
    """Return a button that lets the list of a page out."""
    button = IconButton("save", N_("Save this list as a file"))
    button.setObjectName(f"{page.help_topic}_save_list_button")
    button.clicked.connect(lambda _checked=False: _save(page))
    return button


def _save(page: "ListPage") -> None:
    if stays_here(page.desk, page.message_bar):
        return
    words, chosen = page.search_box.text().strip(), page.filter_chips.value()
    page.desk.ask(lambda session: _ids(session, page, words, chosen), lambda ids: _offer(page, ids), page.show_problem)


def _ids(session: Session, page: "ListPage", words: str, chosen: str) -> list[RecordId]:
    """Return the records of every row, in the order in which they are shown."""
    found: list[RecordId] = []
    cursor: Any = None
    while True:
        batch = page.fetch(words, chosen, cursor)(session)
        found.extend(row.id for row in batch.rows)
        cursor = batch.cursor
        if cursor is None:
            return found


def _offer(page: "ListPage", ids: list[RecordId]) -> None:
    if ids:
        open_leaving(ListDialog(page.desk, page.saves, ids, page.window()), page.message_bar)
    else:
        page.message_bar.say(N_("This list is empty: there is nothing to save."), "info")
