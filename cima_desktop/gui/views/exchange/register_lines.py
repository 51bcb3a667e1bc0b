"""A line of the register as a line of a list."""

from collections.abc import Sequence

from cima_desktop.gui.language import Text
from cima_desktop.gui.views.records.rows_list import Deed, Line
from cima_desktop.gui.widgets.dates import show_date
from cima_desktop.services import exchange_register as register
from cima_desktop.store.bundles import OUT


def register_line(of: register.Line, deeds: Sequence[Deed] = ()) -> Line:
    """Return what is said of a file in a list: to or from whom, when, and what it was."""
    left = of.note.way == OUT
    words, tone = register.STATES.get(of.note.state, ("", "neutral"))
    chips: tuple[tuple[Text, str], ...] = ((words, tone),) if words else ()
    return Line(
        title=lambda: register.title(of),
        detail=lambda: " · ".join(filter(None, (show_date(of.note.at.astimezone().date()), register.about(of)))),
        icon="upload" if left else "download",
        chips=chips,
        deeds=deeds,
    )
