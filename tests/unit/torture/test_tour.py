"""A short tour under the write scanner: nothing of a record in clear, in any byte that was written (S02, S12, S13)."""

from pathlib import Path

import pytest

from tests.torture import scan, tour
from tests.torture.watched import tour_scan

SOURCES = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def toured(tmp_path_factory: pytest.TempPathFactory) -> tuple[scan.Scan, Path]:
    room = tmp_path_factory.mktemp("tour")
    return tour_scan(room, tour.SHORT), room


def test_the_tour_went_to_its_end_and_wrote_much(toured: tuple[scan.Scan, Path]) -> None:
    found, room = toured
    assert found.status == 0, found.stderr
    assert found.bytes_written > 1_000_000
    assert list((room / tour.ASKED).glob("*.pdf")) != []
    assert (room / "vault" / "vault.db").stat().st_size > 100_000


def test_no_word_was_written_in_clear_anywhere_but_where_it_was_asked_for(toured: tuple[scan.Scan, Path]) -> None:
    assert toured[0].hits == ()


def test_no_socket_reached_for_a_network_and_no_temporary_file_was_made(toured: tuple[scan.Scan, Path]) -> None:
    found, room = toured
    assert found.network == ()
    own = (str(room), str(SOURCES))  # the program itself may lie in a folder for temporary files
    elsewhere = [name for name in found.files if not name.startswith(own)]
    assert [name for name in found.files if "etilqs" in name] == []
    assert [name for name in elsewhere if "/tmp/" in name] == []


def test_a_bug_is_told_by_type_and_place_alone(toured: tuple[scan.Scan, Path]) -> None:
    found, room = toured
    told = found.stderr + "".join(path.read_text("utf-8") for path in room.rglob("cima.log"))
    assert "LookupError" in told
    assert "tour.py" in told
    assert not any(word in told for word in tour.canaries(tour.SHORT))


def test_settings_hold_no_name_and_no_place(toured: tuple[scan.Scan, Path]) -> None:
    _found, room = toured
    (settings,) = room.rglob("settings.json")
    written = settings.read_text("utf-8")
    assert not any(word in written for word in (*tour.canaries(tour.SHORT), tour.ASKED, str(room)))
