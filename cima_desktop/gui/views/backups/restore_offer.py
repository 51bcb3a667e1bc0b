"""What the door and the first start offer when a vault is lost or does not open; small, as every start reads it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt

from cima_desktop import log
from cima_desktop.gui.views.door.covering import Cover
from cima_desktop.gui.widgets.buttons import QuietButton
from cima_desktop.i18n import N_
from cima_desktop.vault.cost import Cost

_log = log.logger("gui")


def settle(folder: Path) -> None:
    """Let a restored vault that waits take the place of the one in `folder`, which is closed."""
    if not folder.with_name(f"{folder.name}.incoming").exists():
        return
    from cima_desktop.vault import restoring  # lazy: most starts find nothing that waits

    try:
        restoring.settle(folder, datetime.now().date().isoformat())
    except OSError:
        _log.warning("the restored vault could not take its place; it is tried again at the next start")


def put_on(cover: Cover, folder: Path, floor: Cost, then: Callable[[], object]) -> None:
    """Offer on a cover to bring a backup back; `then` is called when the vault in `folder` is another."""
    button = QuietButton(N_("Restore a backup, or save a damaged vault"), "archive-restore")
    button.setObjectName("restore_button")
    cover.card.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def ask() -> None:
        from cima_desktop.gui.views.backups.restore_dialog import RestoreDialog  # lazy, as above

        dialog = RestoreDialog(folder, floor, parent=cover)
        dialog.replaced.connect(then)
        dialog.open()

    button.clicked.connect(ask)
