"""The card of one detention: its screen first, what is written down about it below (E5)."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from cima_desktop.gui.language import Text
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.detention.scene_lines import moment_of
from cima_desktop.gui.views.detention.scene_view import SceneView
from cima_desktop.gui.views.detention.sheet_dialog import show_sheet
from cima_desktop.gui.views.detention.state_dialog import HearingDialog, StateDialog
from cima_desktop.gui.views.interview.interview_lawyer import PlainDialog
from cima_desktop.gui.views.records.record_detail import RecordDetail
from cima_desktop.i18n import N_
from cima_desktop.model.display import text_of
from cima_desktop.model.ids import RecordId
from cima_desktop.services.detention.scene import Scene

FIELDS = (
    "person",
    "on",
    "at",
    "place",
    "agency",
    "told_by",
    "told_by_phone",
    "children_safe",
    "picked_up_by",
    "medical",
    "lawyer",
    "lawyer_phone",
    "privacy_signed",
    "bond",
    "money_note",
    "facility",
    "facility_place",
    "next_check_on",
    "note",
)
"""What is typed in the form; the rest has a button of its own on the screen."""
STATE_TONES = {"looking": "bad", "held": "warn", "released": "good", "removed": "neutral", "closed": "neutral"}


class DetentionDetail(RecordDetail):
    """The card of one detention."""

    asked = FIELDS

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "detention", "person", parent)
        self._scene: Scene | None = None
        self.sheet_action = self.head.add_deed("printer", N_("The page for the telephone…"))
        self.state_action = self.head.add_deed("clipboard-check", N_("Where it stands…"))
        self.plan_action = self.head.add_deed("folder-heart", N_("Open the family plan"))
        self.sheet_action.triggered.connect(lambda: show_sheet(self.desk, self.record_id(), self))
        self.state_action.triggered.connect(self._change_state)
        self.plan_action.triggered.connect(self._open_plan)
        self.scene_view.arrived.connect(self._arrived)
        self.scene_view.hearing_wanted.connect(self._add_hearing)

    def above_form(self) -> Sequence[QWidget]:
        self.scene_view = SceneView(self.desk)
        return (self.scene_view,)

    def look(self) -> None:
        for action in (self.sheet_action, self.state_action):
            action.setEnabled(self.is_kept())
        wanted = self.record_id()
        if wanted and wanted != self.scene_view.detention:
            self.scene_view.show_record(wanted)

    def clear(self) -> None:
        super().clear()
        self._scene = None
        self.scene_view.clear()

    def leave(self) -> None:
        super().leave()
        self.scene_view.locator_box.wipe()

    def read(self) -> None:
        """Read the screen again: the plan may have changed on another page."""
        self.scene_view.read()

    def _arrived(self, found: Scene) -> None:
        self._scene = found
        detention = found.detention
        self.head.show_name(found.person.title(), N_("(no name yet)"))
        state = detention.state or "looking"
        chips: list[tuple[Text, str]] = [(self.kind.field("state").choice_label(state), STATE_TONES[state])]
        if detention.on:
            chips.append((lambda: moment_of(detention.on, detention.at), "neutral"))
        if detention.agency:
            chips.append((lambda: text_of(self.kind.field("agency"), detention.agency), "info"))
        if detention.facility:
            chips.append((lambda: detention.facility, "accent"))
        if detention.children_safe is False:
            chips.append((N_("Children are with nobody"), "bad"))
        self.head.show_chips(chips)
        self.plan_action.setEnabled(found.plan is not None)

    def _open_plan(self) -> None:
        if self._scene is not None and self._scene.plan is not None:
            self.desk.open("plan", self._scene.plan.id)

    def _change_state(self) -> None:
        if self._scene is not None:
            self._show(StateDialog(self.desk, self._scene.detention, self.window()))

    def _add_hearing(self) -> None:
        self._show(HearingDialog(self.desk, RecordId(self.record_id()), self.window()))

    def _show(self, dialog: PlainDialog) -> None:
        self.form.flush()
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _changed(self, touched: object) -> None:
        super()._changed(touched)  # type: ignore[arg-type]
        if self.record_id() and not self.desk.is_closing:
            self.scene_view.read()
