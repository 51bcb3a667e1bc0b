"""Trainings and agreements of a volunteer, and until when each counts (S5)."""

from collections.abc import Sequence
from datetime import date

import attrs
from PySide6.QtCore import Qt

from cima_desktop.gui.language import Text
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.deed_form import DeedForm
from cima_desktop.gui.views.records.rows_list import Deed, Line, RowsList
from cima_desktop.gui.views.records.tab import Tab
from cima_desktop.gui.views.roster.roster_words import COURSE_WORDS
from cima_desktop.gui.widgets.buttons import SecondaryButton
from cima_desktop.gui.widgets.dates import show_date
from cima_desktop.gui.widgets.labels import show_if
from cima_desktop.gui.widgets.record_picker import References
from cima_desktop.i18n import N_, _
from cima_desktop.model.fields import Value, iso_date
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.volunteers import Training
from cima_desktop.services.roster import duties
from cima_desktop.services.roster.trained import SOON
from cima_desktop.services.session import Session

_FIELDS = ("course", "done_on", "until", "given_by")


@attrs.frozen(kw_only=True)
class Held:
    """The trainings of one volunteer, and the day by which they are judged."""

    trainings: Sequence[Training] = ()
    day: date = date.min


def held(session: Session, volunteer: RecordId) -> Held:
    """Read the trainings of a volunteer."""
    return Held(trainings=duties.trainings(session, volunteer), day=session.today())


class TrainingTab(Tab):
    """The list, and a short form for one more."""

    def __init__(self, desk: Desk, references: References) -> None:
        super().__init__(desk)
        self._day = date.min
        self.trainings_list = RowsList()
        self.column.addWidget(self.trainings_list)
        self.none_label = self.add_empty(
            N_("Nothing yet. Without a signed agreement, the program warns before they are asked.")
        )
        self.add_button = SecondaryButton(N_("Add a training or agreement"), "plus")
        self.add_button.clicked.connect(lambda _checked=False: self.begin())
        self.column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        words = (N_("Training or agreement"), N_("Keep"))
        self.form = DeedForm(desk, KINDS["training"], _FIELDS, words, references)
        self.form.hide()
        self.column.addWidget(self.form)
        self.column.addStretch(1)
        self.form.asked.connect(self._keep)
        self.form.left.connect(self._put_away)
        show_if(self.add_button, not desk.is_for_looking)

    def begin(self, course: str = "") -> None:
        """Open the form; `course` is what is renewed."""
        key = f"deed:training:{self.record_id}"
        values: dict[str, Value] = {
            "course": course,
            "done_on": self.desk.session.today().isoformat() if course else "",
        }
        first = self.form.rows["until" if course else "course"].editor
        self.form.show()
        self.add_button.hide()
        self.form.begin(key, values, lambda: first.setFocus(Qt.FocusReason.OtherFocusReason))

    def read(self) -> None:
        wanted = self.record_id
        self.desk.ask(lambda s: held(s, wanted), self._show, latest="trainings")

    def clear(self) -> None:
        if self.record_id:
            self.form.keep_draft()
        super().clear()
        self._show(Held())
        self._put_away()

    def _put_away(self) -> None:
        self.form.hide()
        show_if(self.add_button, not self.desk.is_for_looking)

    def _show(self, found: Held) -> None:
        self._day = found.day
        self.trainings_list.show_lines([self._line(each, found.day) for each in found.trainings])
        self.none_label.setVisible(not found.trainings)

    def _line(self, training: Training, day: date) -> Line:
        renew = Deed(words=N_("Renew"), run=lambda: self.begin(training.course), icon="refresh-cw")
        drop = Deed(words=N_("Take away"), run=lambda: self._drop(training.id), icon="x", small=True)
        return Line(
            title=COURSE_WORDS.get(training.course, training.course),
            detail=lambda: _detail(training),
            icon="graduation-cap",
            chips=(_chip(training, day),),
            deeds=() if self.desk.is_for_looking else (renew, drop),
        )

    def _keep(self, values: dict[str, Value]) -> None:
        who = self.record_id

        def kept(_touched: object) -> None:
            self.form.forget_draft()
            self._put_away()

        self.desk.do(lambda s: duties.add_training(s, who, values), kept, self.form.show_problem)

    def _drop(self, training: RecordId) -> None:
        self.desk.do(lambda s: duties.drop_training(s, training))


def _detail(training: Training) -> str:
    done, until = iso_date(training.done_on), iso_date(training.until)
    said = [_("Done on {day}").format(day=show_date(done))] if done else []
    said.append(_("counts until {day}").format(day=show_date(until)) if until else _("counts without an end"))
    return " · ".join([*said, *([training.given_by] if training.given_by else [])])


def _chip(training: Training, day: date) -> tuple[Text, str]:
    until = iso_date(training.until)
    if until is not None and until < day:
        return N_("Ended"), "bad"
    if until is not None and until <= day + SOON:
        return N_("Ends soon"), "warn"
    return N_("Counts"), "good"
