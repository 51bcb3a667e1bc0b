"""What kind of disk a folder lies on: some disks keep fewer promises than a computer's own.

Asked of the system, never of the disk: nothing is written, and the folder need not be there yet. A disk that nobody
knows counts as an ordinary one, because a warning that is often wrong is not read.
"""

import os
import sys
from pathlib import Path

from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError

ORDINARY, NETWORK, PLAIN = "ordinary", "network", "plain"
"""A computer's own disk; one that lies on another computer; one that knows neither owners nor a journal."""

_NETWORK_SYSTEMS = frozenset(
    {
        "9p", "afpfs", "afs", "ceph", "cifs", "coda", "davfs", "fuse.davfs2", "fuse.gvfsd-fuse",
        "fuse.rclone", "fuse.s3fs", "fuse.sshfs", "glusterfs", "fuse.glusterfs", "lustre", "ncpfs", "nfs", "nfs4",
        "smb2", "smb3", "smbfs", "vboxsf", "virtiofs", "webdav",
    }
)  # fmt: skip
_PLAIN_SYSTEMS = frozenset(
    {"exfat", "fat", "fat32", "fuse.exfat", "fusefat", "fuse.fusefat", "msdos", "umsdos", "vfat"}
)


class NetworkPlaceError(KnownError):
    """The vault lies on a disk of another computer; said as a caution, never a refusal."""

    message = N_("The vault’s folder is on a network drive.")
    remedy = N_(
        "There, a broken connection can stop a save, and two computers may not notice each other. "
        "Keep the vault on this computer’s own disk, and put only backups on the network."
    )


class PlainPlaceError(KnownError):
    """The vault lies on FAT or exFAT, as most USB sticks do; said as a caution, never a refusal."""

    message = N_("The vault’s folder is on a simple disk, as most USB sticks are (FAT or exFAT).")
    remedy = N_(
        "There, other people who use this computer can copy the locked files, and pulling the stick out early can "
        "damage them. Keep the vault on the computer’s own disk, and use the stick for backups."
    )


def caution(folder: Path) -> KnownError | None:
    """Return what a person should know of the disk that `folder` is on, or None when there is nothing to say."""
    kind = kind_of(folder)
    if kind == NETWORK:
        return NetworkPlaceError()
    return PlainPlaceError() if kind == PLAIN else None


def kind_of(folder: Path) -> str:
    """Return `ORDINARY`, `NETWORK` or `PLAIN`; a system that does not say counts as ordinary."""
    try:
        if sys.platform == "win32":
            return _on_windows(folder)
        if sys.platform == "darwin":
            return _by_name(_name_on_mac(_there(folder)))
        return _by_name(_name_on_linux(_there(folder), Path("/proc/self/mountinfo").read_text("utf-8", "replace")))
    except (OSError, AttributeError):
        return ORDINARY


def _by_name(system: str) -> str:
    name = system.lower()
    if name in _NETWORK_SYSTEMS:
        return NETWORK
    return PLAIN if name in _PLAIN_SYSTEMS else ORDINARY


def _there(folder: Path) -> Path:
    """Return the folder, or the nearest one above it that is there, with links followed."""
    whole = Path(os.path.realpath(folder))
    return next((path for path in (whole, *whole.parents) if path.exists()), whole)


def _name_on_linux(folder: Path, mounts: str) -> str:
    """Return the file system of the mount that `folder` is in (proc(5): the fields after "-" begin with it)."""
    best, name = Path(), ""
    for line in mounts.splitlines():
        before, _dash, after = line.partition(" - ")
        words, more = before.split(" "), after.split(" ")
        if len(words) < 5 or not more[0]:
            continue
        point = Path(_unescaped(words[4]))
        if (point == folder or point in folder.parents) and len(point.parts) >= len(best.parts):
            best, name = point, more[0]
    return name


def _unescaped(path: str) -> str:
    """Return a path as it is; the list of mounts spells white space and backslashes in octal."""
    for code, sign in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        path = path.replace(code, sign)
    return path


def _name_on_mac(folder: Path) -> str:
    """Return the type's name out of statfs(2); it stands at byte 72 of the structure, 16 bytes long."""
    import ctypes  # lazy: one question a vault, on one system

    room = ctypes.create_string_buffer(4096)
    if ctypes.CDLL(None, use_errno=True).statfs(os.fsencode(folder), room) != 0:
        return ""
    return room.raw[72:88].split(b"\0")[0].decode("ascii", "replace")


def _on_windows(folder: Path) -> str:
    """Ask Windows for the kind of drive, and for the name of its file system."""
    import ctypes  # lazy: one question a vault, on one system

    whole = str(Path(os.path.abspath(folder)))  # not resolve(): that would turn a drive letter into a share
    root = f"{os.path.splitdrive(whole)[0]}\\"
    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    remote = 4
    if root.startswith("\\\\") or kernel.GetDriveTypeW(root) == remote:
        return NETWORK
    name = ctypes.create_unicode_buffer(64)
    told = kernel.GetVolumeInformationW(root, None, 0, None, None, None, name, len(name))
    return _by_name(name.value) if told else ORDINARY
