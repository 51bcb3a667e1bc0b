"""The cost fits the computer: about a second, never below the floor, never more than a quarter of its memory."""

import os

import pytest

from cima_desktop.vault.calibrate import calibrate, computer_memory_kib, measured_seconds
from cima_desktop.vault.cost import GIB_IN_KIB, TESTING_COST, Cost

MIB = 1024


@pytest.mark.parametrize(
    ("seconds", "memory_gib", "chosen_mib", "speed"),
    [
        (4.0, 4, 64, "slow"),
        (0.9, 8, 64, "slow"),
        (0.2, 8, 320, "ordinary"),
        (0.2, 1, 256, "ordinary"),
        (0.2, 0.25, 64, "slow"),
        (0.1, 16, 640, "fast"),
        (0.01, 64, 1024, "fast"),
        (0.0, 64, 1024, "fast"),
    ],
)
def test_the_memory_for_about_a_second(seconds: float, memory_gib: float, chosen_mib: int, speed: str) -> None:
    found = calibrate(lambda _: seconds, int(memory_gib * GIB_IN_KIB))
    assert found.cost == Cost(chosen_mib * MIB, 3, 4)
    assert found.cost.at_least(Cost.FLOOR)
    assert found.cost.within_ceiling()
    assert found.speed == speed
    assert found.seconds == pytest.approx(max(seconds, 1e-6) * chosen_mib / 64)


def test_a_hiccup_in_one_measurement_does_not_count() -> None:
    measured = iter([3.0, 0.2])
    assert calibrate(lambda _: next(measured), 8 * GIB_IN_KIB).cost.memory_kib == 320 * MIB


def test_the_sentence_counts_the_seconds() -> None:
    words = {
        seconds: calibrate(lambda _, s=seconds: s, 16 * GIB_IN_KIB).sentence()  # type: ignore[misc]
        for seconds in (4.0, 0.2, 0.01)
    }
    assert " 4 segundos" in words[4.0]
    assert " 1 segundo." in words[0.2]
    assert " 1 segundo," in words[0.01]


def test_this_computer_can_be_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    assert measured_seconds(TESTING_COST) > 0
    assert computer_memory_kib() > 0
    monkeypatch.delattr(os, "sysconf")
    assert computer_memory_kib() == 4 * GIB_IN_KIB
