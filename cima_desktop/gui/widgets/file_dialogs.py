"""Asking for a file or a folder with a dialog that leaves no trace of what was looked at (E12)."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QDir, QSettings, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from cima_desktop.gui.language import Text, bind
from cima_desktop.i18n import N_, _


def forget_folders() -> None:
    """Take the folders that were looked at out of Qt's own memory of file dialogs (E12)."""
    memory = QSettings(QSettings.Scope.UserScope, "QtProject")
    memory.beginGroup("FileDialog")
    memory.remove("")
    memory.endGroup()
    memory.sync()


def sticks_folder() -> str:
    """Return the folder in which this system shows USB sticks, or the person's own where there is none."""
    places = (Path("/run/media") / Path.home().name, Path("/media") / Path.home().name, Path("/Volumes"))
    return next((str(place) for place in places if place.is_dir()), QDir.homePath())


def choose_folder(parent: QWidget, chosen: Callable[[str], object]) -> QFileDialog:
    """Ask for a folder; `chosen` is told its path."""
    dialog = _dialog(parent, N_("Choose a folder"), QDir.homePath(), chosen)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.open()
    return dialog


def choose_file(parent: QWidget, title: Text, chosen: Callable[[str], object]) -> QFileDialog:
    """Ask for a file that is there, beginning at the USB sticks; `chosen` is told its path."""
    dialog = _dialog(parent, title, sticks_folder(), chosen)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.open()
    return dialog


def choose_files(parent: QWidget, title: Text, chosen: Callable[[list[str]], object]) -> QFileDialog:
    """Ask for files that are there; `chosen` is told their paths."""
    dialog = _dialog(parent, title, QDir.homePath())
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.filesSelected.connect(chosen)
    dialog.open()
    return dialog


def choose_new_file(parent: QWidget, title: Text, name: str, chosen: Callable[[str], object]) -> QFileDialog:
    """Ask where to put a new file, beginning at the USB sticks; `chosen` is told its path."""
    dialog = _dialog(parent, title, sticks_folder(), chosen)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.selectFile(name)
    dialog.open()
    return dialog


def _dialog(parent: QWidget, title: Text, folder: str, chosen: Callable[[str], object] | None = None) -> QFileDialog:
    # Not the desktop's own dialog: that one keeps a list of recent places outside this program's reach.
    dialog = QFileDialog(parent, "", folder)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    _put_into_words(dialog)
    bind(dialog, QWidget.setWindowTitle, title)
    if chosen is not None:
        dialog.fileSelected.connect(chosen)
    dialog.destroyed.connect(lambda _object=None: forget_folders())
    return dialog


def _put_into_words(dialog: QFileDialog) -> None:
    """Name the parts of the dialog: Qt’s own Spanish has half of them, and not in the words used here."""
    dialog.setLabelText(QFileDialog.DialogLabel.LookIn, _("Folder:"))
    dialog.setLabelText(QFileDialog.DialogLabel.FileName, _("Name:"))
    dialog.setLabelText(QFileDialog.DialogLabel.FileType, _("Show:"))
    dialog.setNameFilter(_("All files (*)"))
