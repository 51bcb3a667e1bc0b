"""What can be done from the lines of a detention's screen, each with one press (E5)."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from cima_desktop.gui.language import Text, say
from cima_desktop.gui.views.cases.dial_dialog import DialDialog
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.notes_tab import DONE_ACT
from cima_desktop.gui.widgets.message_bar import MessageBar
from cima_desktop.i18n import _
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.services import guard
from cima_desktop.services.detention import beginning, following, scene
from cima_desktop.store import Edit

_SECONDS = 20
"""So long a password is in sight."""


class SceneDeeds(QObject):
    """Does it for the detention that is shown."""

    def __init__(self, desk: Desk, near: QWidget) -> None:
        super().__init__(near)
        self.desk = desk
        self.detention = NO_ID
        self.secret_bar = MessageBar()
        self._near = near

    def tell(self, who: str, name: str) -> None:
        """Note that somebody was told."""
        wanted = self.detention
        self.desk.do(lambda s: following.tell(s, wanted, who, name))

    def look(self, where: str, result: str) -> None:
        """Note where was looked."""
        wanted = self.detention
        self.desk.do(lambda s: following.looked(s, wanted, where, result))

    def agree(self, agreed: bool) -> None:
        """Note whether the consulate may be told."""
        wanted = self.detention
        self.desk.do(lambda s: following.let_consulate(s, wanted, agreed))

    def start_tasks(self) -> None:
        """Set the tasks of the first day going."""
        wanted = self.detention
        self.desk.do(lambda s: beginning.start_tasks(s, wanted))

    def finish(self, task: RecordId) -> None:
        """Note that a task is done."""
        self.desk.do(lambda s: guard.save(s, DONE_ACT, [Edit("task", task, {"done_on": s.today()})]))

    def want_fund(self) -> None:
        """Note that the fund will be asked."""
        wanted = self.detention
        self.desk.do(lambda s: following.want_fund(s, wanted))

    def open(self, kind: str, record: str) -> None:
        """Go to a record."""
        self.desk.open(kind, record)

    def call(self, person: RecordId) -> None:
        """Show how to reach somebody safely before the number is dialled, and note what came of it."""
        DialDialog(self.desk, person, self.detention, self._near.window()).open()

    def reveal(self, record: RecordId, what: Text) -> None:
        """Show a code word or a password for a moment."""

        def show(word: str) -> None:
            self.secret_bar.say(
                lambda: _("{what}: {which}").format(what=say(what), which=word or _("nothing is written down")),
                "info",
                seconds=_SECONDS,
            )

        self.desk.ask(lambda s: scene.secret_of(s, record), show, self.secret_bar.show_problem)
