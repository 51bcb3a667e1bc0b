"""What kind of disk a folder lies on, by what each system says of it; a caution, never a refusal (E9)."""

import ctypes
import os
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from cima_desktop.vault import TESTING_COST, create_vault, place
from cima_desktop.vault.place import NETWORK, ORDINARY, PLAIN, NetworkPlaceError, PlainPlaceError

MOUNTS = """\
21 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
30 21 0:30 / /home rw - {system} server:/export rw
31 30 0:31 / /home/ana/with\\040space rw master:2 - ext4 /dev/sdb1 rw
32 21 0:32 / /homework rw - vfat /dev/sdc1 rw
a line that is no mount
"""


def on_linux(monkeypatch: pytest.MonkeyPatch, system: str = "nfs4") -> None:
    real = Path.read_text

    def read(self: Path, *how: str) -> str:
        return MOUNTS.format(system=system) if str(self) == "/proc/self/mountinfo" else real(self, *how)

    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(Path, "read_text", read)
    monkeypatch.setattr(place, "_there", lambda folder: folder)


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/home/ana/vault", NETWORK),
        ("/home", NETWORK),
        ("/homework/vault", PLAIN),
        ("/home/ana/with space/vault", ORDINARY),
        ("/var/vault", ORDINARY),
        ("/", ORDINARY),
    ],
)
def test_the_nearest_mount_counts(monkeypatch: pytest.MonkeyPatch, folder: str, kind: str) -> None:
    on_linux(monkeypatch)
    assert place.kind_of(Path(folder)) == kind


@pytest.mark.parametrize(
    ("system", "kind"),
    [
        *((name, NETWORK) for name in ("nfs", "cifs", "smb3", "fuse.sshfs", "9p", "davfs", "fuse.gvfsd-fuse")),
        *((name, PLAIN) for name in ("vfat", "exfat", "fuse.exfat", "msdos")),
        *((name, ORDINARY) for name in ("ext4", "btrfs", "xfs", "tmpfs", "overlay", "ntfs3", "fuseblk", "unheard-of")),
    ],
)
def test_each_file_system_has_its_kind(monkeypatch: pytest.MonkeyPatch, system: str, kind: str) -> None:
    on_linux(monkeypatch, system)
    assert place.kind_of(Path("/home/ana")) == kind
    cautions = {NETWORK: NetworkPlaceError, PLAIN: PlainPlaceError, ORDINARY: type(None)}
    assert type(place.caution(Path("/home/ana"))) is cautions[kind]


def test_a_system_that_does_not_say_is_ordinary(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_self: Path, *_how: str) -> str:
        raise PermissionError

    monkeypatch.setattr(Path, "read_text", refuse)
    assert place.kind_of(Path("/home/ana")) == ORDINARY


def test_a_folder_that_is_not_there_yet_and_one_behind_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert place._there(tmp_path / "link" / "not" / "yet") == (tmp_path / "real").resolve()
    assert place.kind_of(tmp_path / "not" / "yet") in {ORDINARY, NETWORK, PLAIN}


@pytest.mark.parametrize(
    ("drive", "told", "path", "kind"),
    [
        (4, "NTFS", "Z:/vault", NETWORK),
        (3, "NTFS", "C:/vault", ORDINARY),
        (2, "exFAT", "E:/vault", PLAIN),
        (2, "FAT32", "E:/vault", PLAIN),
        (2, "", "E:/vault", ORDINARY),
        (0, "NTFS", "\\\\server\\share\\vault", NETWORK),
    ],
)
def test_windows_is_asked(monkeypatch: pytest.MonkeyPatch, drive: int, told: str, path: str, kind: str) -> None:
    def volume(_root: str, *rest: object) -> int:
        name = rest[5]
        assert isinstance(name, ctypes.Array)
        name.value = told
        return int(bool(told))

    kernel = SimpleNamespace(GetDriveTypeW=lambda _root: drive, GetVolumeInformationW=volume)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(os.path, "abspath", str)
    monkeypatch.setattr(os.path, "splitdrive", lambda whole: (whole.partition("vault")[0].rstrip("/\\"), ""))
    assert place.kind_of(Path(path)) == kind


@pytest.mark.parametrize(
    ("system", "status", "kind"),
    [
        (b"apfs", 0, ORDINARY),
        (b"smbfs", 0, NETWORK),
        (b"msdos", 0, PLAIN),
        (b"exfat", 0, PLAIN),
        (b"nfs", -1, ORDINARY),
    ],
)
def test_a_mac_is_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, system: bytes, status: int, kind: str) -> None:
    def statfs(_path: bytes, room: Any) -> int:
        room[72 : 72 + len(system)] = system
        return status

    monkeypatch.setattr(ctypes, "CDLL", lambda *_name, **_how: SimpleNamespace(statfs=statfs))
    monkeypatch.setattr(sys, "platform", "darwin")
    assert place.kind_of(tmp_path) == kind


def test_a_vault_is_made_and_opened_there_all_the_same(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(place, "kind_of", lambda _folder: NETWORK)
    create_vault(tmp_path / "vault", "lumo chade rito", cost=TESTING_COST).vault.close()
    assert place.caution(tmp_path / "vault") is not None
