"""What goes on beside the pages while a vault is open: each attendant is made for the desk and ends with it.

An attendant is a class that takes the desk (`Upkeep` is the example). It listens to the desk's signals and uses timers,
works through `desk.ask` and `desk.write` only while `desk.tasks.is_idle()`, and stops at `desk.closing`. What has to
happen before the vault is shut for good goes into `desk.last_acts`.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cima_desktop.gui.views.desk import Desk

_HOME = "cima_desktop.gui.views."
ATTENDANTS = (
    "upkeep:Upkeep",
    "surroundings:Surroundings",
    "door.clipboard:ClipboardGuard",
    "door.system_lock:SystemLock",
    "backups.keeper:BackupKeeper",
    "looking:Looking",
    "helper_watch:HelperWatch",
    "keeping.hold_watch:HoldWatch",
    "exchange.arrival_watch:ArrivalWatch",
    "deciding.watch:DecisionWatch",
    "linea.clock_watch:ClockWatch",
    "directory.bringing:Bringing",
)
"""Every attendant as "module:Class", in the order in which they are made."""

MODULES = tuple(_HOME + name.split(":")[0] for name in ATTENDANTS)


def attend(desk: "Desk") -> None:
    """Make every attendant for a desk."""
    for name in ATTENDANTS:
        module, made = name.split(":")
        getattr(import_module(_HOME + module), made)(desk)
