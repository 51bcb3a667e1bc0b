"""Papers as they will be printed, from memory: pages to read, to print, and to save on purpose."""

from collections.abc import Sequence

import attrs
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QWidget

from cima_desktop import i18n
from cima_desktop.documents.preview import Bitmap, PreviewPages
from cima_desktop.gui import icons
from cima_desktop.gui.language import bind
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.interview.interview_wrap import wrap_lines
from cima_desktop.gui.views.papers.print_papers import PrintDialog
from cima_desktop.gui.views.plans.packet_save import SaveDialog
from cima_desktop.gui.widgets.buttons import IconButton, PrimaryButton, QuietButton, SecondaryButton
from cima_desktop.gui.widgets.card import Card
from cima_desktop.gui.widgets.flow_layout import FlowLayout
from cima_desktop.gui.widgets.framed import Framed
from cima_desktop.gui.widgets.labels import Label, show_if
from cima_desktop.gui.widgets.message_bar import MessageBar
from cima_desktop.gui.widgets.page_preview import PagePreview
from cima_desktop.i18n import N_, _, ngettext
from cima_desktop.model.touched import Touched
from cima_desktop.services import packets
from cima_desktop.services.packets import MadePaper, Packet

INCH_POINTS = 72.0
_STOPPED = N_(
    "Printing was stopped. Pages that had gone to the printer may still come out, so the plan’s record keeps them as"
    " printed."
)


def image_of(bitmap: Bitmap) -> QImage:
    """Return a page's picture as Qt draws it, with memory of its own."""
    form = QImage.Format.Format_RGB32
    return QImage(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, form).copy()


@attrs.frozen(kw_only=True)
class Opened:
    """A PDF opened for looking at, and the sizes of its pages."""

    pages: PreviewPages
    sizes: Sequence[tuple[float, float]]


def open_pdf(pdf: bytes) -> Opened:
    """Open a PDF for looking at."""
    pages = PreviewPages(pdf)
    return Opened(pages=pages, sizes=[pages.size(n) for n in range(len(pages))])


def has_whole(packet: Packet | None) -> bool:
    """Tell whether the packet is more than one paper, so that there is a whole to show."""
    return packet is not None and len(packet.papers) > 1


def paper_lines(packet: Packet | None) -> list[str]:
    """Return the lines of the list of papers in the screen's language, the whole packet first."""
    if packet is None:
        return []
    whole = [_("The whole packet")] if has_whole(packet) else []
    papers = (
        f"{p.title.get(i18n.language())}\n" + ngettext("{n} page", "{n} pages", p.pages).format(n=p.pages)
        for p in packet.papers
    )
    return [*whole, *papers]


class PreviewView(QWidget):
    """The papers on the left, the pages of one of them on the right."""

    left = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.packet: Packet | None = None
        self._opened: Opened | None = None
        self._round = 0
        self._is_sure = True
        self.message_bar = MessageBar()
        self.paper_list = QListWidget()
        self.paper_list.setProperty("kind", "plain")
        wrap_lines(self.paper_list, 18)
        self.paper_list.setObjectName("papers_list")
        bind(self.paper_list, QWidget.setAccessibleName, self._list_name)
        self.pages = PagePreview()
        self.pages.setObjectName("pages_view")
        self.place_label = Label("", "muted")
        why = N_("Papers of the practice vault stay inside it. They can be printed with the practice mark.")
        self.practice_label = Label(why, "small", wrap=True)
        self.zoom_out_button = IconButton("zoom-out", N_("Smaller (Ctrl+minus on the page)"))
        self.zoom_in_button = IconButton("zoom-in", N_("Bigger"))
        self.fit_button = IconButton("monitor", N_("As wide as the window"))
        self.print_button = PrimaryButton(N_("Print…"), "printer")
        self.save_button = SecondaryButton(N_("Save a readable copy…"), "download")
        self.back_button = QuietButton(N_("Back"), "arrow-left")
        self.print_button.setObjectName("print_button")
        self.save_button.setObjectName("save_button")
        self._arrange()
        self._connect()

    def show_packet(self, packet: Packet) -> None:
        """Show papers that were made; they stay in memory only."""
        self.packet = packet
        self.desk.saw_papers([paper.document for paper in packet.papers])
        self.message_bar.hide_message()
        self._allow(True)
        show_if(self.practice_label, self.desk.session.practice)
        self._fill()
        self.paper_list.setCurrentRow(0)
        self.pages.setFocus(Qt.FocusReason.OtherFocusReason)

    def recheck(self) -> None:
        """Ask whether these papers still are what would be made now; until that is known none of them leaves."""
        packet = self.packet
        if packet is None or self.desk.is_closing:
            return
        self._allow(False)
        self.desk.ask(
            lambda session: packets.still_right(session, packet),
            lambda right: self._judge(packet, right),
            latest="still right",
        )

    def is_sure(self) -> bool:
        """Tell whether the papers in sight may be printed and saved."""
        return self._is_sure and self.packet is not None

    def _changed(self, touched: Touched) -> None:
        own = self.packet.touched if self.packet is not None else None
        if own is None or touched.txn != own.txn:
            self.recheck()

    def _judge(self, packet: Packet, right: bool) -> None:
        if packet is not self.packet:
            return
        self._allow(right)
        if not right:
            words = N_("Something changed since these papers were made; make them again.")
            self.message_bar.say(words, "warn", N_("Make them again"), self.left.emit, closable=False)

    def _allow(self, sure: bool) -> None:
        self._is_sure = sure
        self.print_button.setEnabled(sure)
        self.save_button.setEnabled(sure and not self.desk.session.practice)

    def chosen(self) -> Sequence[MadePaper]:
        """Return the paper in sight, or all of them when the whole packet is."""
        if self.packet is None:
            return ()
        place = self.paper_list.currentRow() - (1 if has_whole(self.packet) else 0)
        return self.packet.papers if place < 0 else (self.packet.papers[place],)

    def wipe(self) -> None:
        """Forget the papers."""
        self._round += 1
        self.packet = None
        self.paper_list.clear()
        self.pages.clear()
        self._close()

    def _list_name(self) -> str:
        if self.packet is not None and self.paper_list.count():
            for place, words in enumerate(paper_lines(self.packet)):
                self.paper_list.item(place).setText(words)
        return _("Papers that were made")

    def _fill(self) -> None:
        self.paper_list.blockSignals(True)
        self.paper_list.clear()
        for place, words in enumerate(paper_lines(self.packet)):
            icon = "folder-heart" if has_whole(self.packet) and place == 0 else "file-text"
            self.paper_list.addItem(QListWidgetItem(icons.icon(icon, "muted"), words))
        self.paper_list.blockSignals(False)

    def _open(self, row: int) -> None:
        if self.packet is None or row < 0:
            return
        papers = self.chosen()
        pdf = self.packet.joined if len(papers) > 1 else papers[0].pdf
        self._round += 1
        this = self._round

        def arrived(opened: Opened) -> None:
            if this != self._round:
                opened.pages.close()
                return
            self._close()
            self._opened = opened
            self.pages.show_pages(opened.sizes)
            self._tell(0)

        self.desk.ask(lambda _session: open_pdf(pdf), arrived)

    def _draw(self, page: int, width: int) -> None:
        opened, this = self._opened, self._round
        if opened is None:
            return
        dpi = width / opened.sizes[page][0] * INCH_POINTS

        def arrived(bitmap: Bitmap) -> None:
            if this == self._round:
                self.pages.set_page(page, image_of(bitmap))

        self.desk.ask(lambda _session: opened.pages.page(page, dpi), arrived)

    def _close(self) -> None:
        opened, self._opened = self._opened, None
        if opened is not None:
            self.desk.tasks.run(opened.pages.close)  # on the thread that draws, after what it still draws

    def _tell(self, page: int) -> None:
        total = len(self._opened.sizes) if self._opened else 0
        self.place_label.set_words(lambda: _("Page {n} of {total}").format(n=max(page, 0) + 1, total=total))
        show_if(self.place_label, total > 0)

    def _print(self) -> None:
        if self.packet is None or not self.is_sure():
            return
        dialog = PrintDialog(self.desk, self.packet, self.chosen(), self.window())
        dialog.finished.connect(self.recheck)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.printed.connect(
            lambda: self.message_bar.say(N_("Sent to the printer and noted in the plan’s record."), "good", seconds=10)
        )
        dialog.stopped.connect(lambda: self.message_bar.say(_STOPPED, "warn"))
        dialog.open()

    def _save(self) -> None:
        if self.packet is None or not self.is_sure():
            return
        chosen = self.chosen()
        packet = self.packet if len(chosen) > 1 else attrs.evolve(self.packet, papers=tuple(chosen))
        dialog = SaveDialog(self.desk, packet, self.window())
        dialog.finished.connect(self.recheck)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.saved.connect(
            lambda files: self.message_bar.say(
                lambda: ngettext(
                    "{n} readable file was written.", "{n} readable files were written.", len(files)
                ).format(n=len(files)),
                "good",
                seconds=10,
            )
        )
        dialog.open()

    def _connect(self) -> None:
        self.paper_list.currentRowChanged.connect(self._open)
        self.pages.page_wanted.connect(self._draw)
        self.pages.page_shown.connect(self._tell)
        self.zoom_in_button.clicked.connect(self.pages.zoom_in)
        self.zoom_out_button.clicked.connect(self.pages.zoom_out)
        self.fit_button.clicked.connect(self.pages.fit_width)
        self.print_button.clicked.connect(self._print)
        self.save_button.clicked.connect(self._save)
        self.back_button.clicked.connect(self.left)
        self.desk.changed.connect(self._changed)
        for keys, run in (("Ctrl+P", self._print), ("Alt+Left", self.left.emit)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(run)
        self.print_button.setToolTip("Ctrl+P")

    def _arrange(self) -> None:
        side, main = Card(N_("Papers")), Card()
        side.body.addWidget(self.paper_list, 1)
        side.body.addWidget(self.back_button)
        side.setFixedWidth(S(300))
        tools = QWidget()
        flow = FlowLayout(tools, S(8))
        self.place_label.setMinimumHeight(S(34))
        for part in (
            self.print_button,
            self.save_button,
            self.zoom_out_button,
            self.zoom_in_button,
            self.fit_button,
            self.place_label,
        ):
            flow.addWidget(part)
        main.body.addWidget(tools)
        main.body.addWidget(self.practice_label)
        main.body.addWidget(self.message_bar)
        main.body.addWidget(Framed(self.pages), 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S(16))
        row.addWidget(side)
        row.addWidget(main, 1)
