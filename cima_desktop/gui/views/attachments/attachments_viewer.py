"""One attachment seen from memory: pages, size, turning; drawn by a process of its own that ends with the view (V8)."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from cima_desktop.documents.preview import Bitmap
from cima_desktop.documents.received import CannotShowError, Received
from cima_desktop.documents.received_wire import TURNS
from cima_desktop.gui.language import bind, raw
from cima_desktop.gui.tasks import Tasks
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.widgets.buttons import IconButton, SecondaryButton
from cima_desktop.gui.widgets.flow_layout import FlowLayout
from cima_desktop.gui.widgets.framed import Framed
from cima_desktop.gui.widgets.labels import ElidedLabel, Label, show_if
from cima_desktop.gui.widgets.message_bar import MessageBar
from cima_desktop.gui.widgets.page_preview import PagePreview
from cima_desktop.i18n import N_, _
from cima_desktop.model.attachments import Attachment
from cima_desktop.model.errors import KnownError
from cima_desktop.services import attachments
from cima_desktop.vault.memory import wipe

_SHARE = 0.94
"""How much of the window the view takes."""
_READING = 0.67
"""At first a letter is as large as on paper, and a picture is whole."""

Sizes = Sequence[tuple[float, float]]


def picture_of(bitmap: Bitmap) -> QImage:
    """Return a page's picture as Qt draws it; the memory it came in is wiped."""
    form = QImage.Format.Format_RGB32
    image = QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, form).copy()
    wipe(bitmap.buffer)
    return image


class AttachmentViewer(QDialog):
    """Shows an attachment; nothing of it is written anywhere."""

    save_wanted = Signal()

    def __init__(self, desk: Desk, attachment: Attachment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.attachment = desk, attachment
        self._tasks = Tasks(self, "viewer")  # waits for the process, so that the vault's thread need not
        self._received: Received | None = None
        self._sizes: Sizes = ()
        self._turn = 0
        bind(self, QWidget.setWindowTitle, N_("Attachment"))  # no name: titles can be read from outside
        self.setModal(True)
        self.message_bar = MessageBar()
        self.name_label = ElidedLabel(raw(attachment.name), "section")
        self.place_label = Label("", "muted")
        self.pages = PagePreview()
        self.pages.setObjectName("attachment_pages_view")
        self.zoom_out_button = IconButton("zoom-out", N_("Smaller (-)"))
        self.zoom_in_button = IconButton("zoom-in", N_("Bigger (+)"))
        self.width_button = IconButton("monitor", N_("As wide as the window (W)"))
        self.whole_button = IconButton("file-text", N_("The whole page (P)"))
        self.turn_button = IconButton("rotate-cw", N_("Turn to the right (R)"))
        self.save_button = SecondaryButton(N_("Save a readable copy…"), "download")
        self.save_button.setObjectName("attachment_save_button")
        self.close_button = SecondaryButton(N_("Close"), "x")
        self._arrange()
        self._connect()

    def begin(self) -> None:
        """Show the view and fetch the attachment."""
        if (window := self.parentWidget()) is not None:
            self.resize(window.size() * _SHARE)
        self.open()
        self.pages.setFocus(Qt.FocusReason.OtherFocusReason)
        try:
            received = Received(self.attachment.media, self.attachment.size or 0)
        except CannotShowError as error:
            self._refused(error)
            return
        self._received = received
        self.place_label.set_words(N_("Opening…"))
        record = self.attachment.id
        self.desk.ask(lambda session: attachments.feed(session, record, received), self._fed, self._refused)

    def done(self, result: int) -> None:
        self.wipe()
        super().done(result)

    def wipe(self) -> None:
        """End the process at once and forget what was shown."""
        received, self._received = self._received, None
        if received is not None:
            received.close()
        self._tasks.cancel_all()
        self._tasks.shutdown()
        self.pages.clear()
        self.name_label.set_words("")
        self.place_label.set_words("")

    def is_drawing(self) -> bool:
        """Tell whether something is still on its way."""
        return not self._tasks.is_idle()

    def turn(self) -> None:
        """Turn every page a quarter to the right."""
        page = max(0, self.pages.current_page())
        self._turn = (self._turn + 1) % TURNS
        self._lay_out()
        self.pages.go_to(page)

    def _fed(self, _nothing: None) -> None:
        if (received := self._received) is not None:
            self._tasks.run(received.open, self._opened, self._refused)

    def _opened(self, sizes: Sizes) -> None:
        self._sizes = sizes
        self._lay_out()
        self.pages.set_zoom(_READING) if self.attachment.media == "pdf" else self.pages.fit_page()
        self._tell(0)

    def _lay_out(self) -> None:
        lying = self._turn % 2 == 1
        self.pages.show_pages([(height, width) if lying else (width, height) for width, height in self._sizes])

    def _draw(self, page: int, width: int) -> None:
        received, turn = self._received, self._turn
        if received is None:
            return

        def arrived(bitmap: Bitmap) -> None:
            if turn == self._turn and self._received is received:
                self.pages.set_page(page, picture_of(bitmap))

        self._tasks.run(
            lambda: received.page(page, width, turn), arrived, self._refused, latest=f"page {page} of this turn"
        )

    def _refused(self, error: KnownError) -> None:
        if self._sizes == ():
            self.place_label.set_words("")
        self.message_bar.show_problem(error)

    def _tell(self, page: int) -> None:
        total = len(self._sizes)
        self.place_label.set_words(lambda: _("Page {n} of {total}").format(n=max(page, 0) + 1, total=total))
        show_if(self.place_label, total > 0)

    def _connect(self) -> None:
        self.pages.page_wanted.connect(self._draw)
        self.pages.page_shown.connect(self._tell)
        self.save_button.clicked.connect(self.save_wanted)
        self.close_button.clicked.connect(self.reject)
        self.desk.closing.connect(self.reject)
        pages = self.pages
        deeds: tuple[tuple[IconButton, Sequence[str], Callable[[], object]], ...] = (
            (self.zoom_out_button, ("-", "Ctrl+-"), pages.zoom_out),
            (self.zoom_in_button, ("+", "=", "Ctrl++", "Ctrl+="), pages.zoom_in),
            (self.width_button, ("W",), pages.fit_width),
            (self.whole_button, ("P",), pages.fit_page),
            (self.turn_button, ("R",), self.turn),
        )
        for button, keys, run in deeds:
            button.clicked.connect(lambda _checked=False, run=run: run())
            for key in keys:
                QShortcut(QKeySequence(key), self).activated.connect(run)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(S(20), S(16), S(20), S(16))
        column.setSpacing(S(12))
        column.addWidget(self.name_label)
        tools = QWidget()
        flow = FlowLayout(tools, S(8))
        self.place_label.setMinimumHeight(S(34))
        for part in (
            self.zoom_out_button,
            self.zoom_in_button,
            self.width_button,
            self.whole_button,
            self.turn_button,
            self.save_button,
            self.close_button,
            self.place_label,
        ):
            flow.addWidget(part)
        column.addWidget(tools)
        column.addWidget(self.message_bar)
        column.addWidget(Framed(self.pages), 1)
