"""Killed without warning while a bundle is kept, taken in, taken back, taken in again (property 21, a taste).

Every call that writes is a point of the torture run's trials "kill bundle", "power cut bundle" and "disk fault bundle".
"""

import shutil
from pathlib import Path

import pytest

from tests.killing import run_and_kill
from tests.torture.workloads_exchange import import_and_undo, judge_import, make_vault_and_news

SCRIPT = """
import sys
from pathlib import Path
from tests.torture.workloads_exchange import import_and_undo
print("ready", flush=True)
import_and_undo(Path(sys.argv[1]), lambda line: print(line, flush=True))
"""


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("bundle")
    make_vault_and_news(place)
    return place


def test_nothing_is_lost_undisturbed(prepared: Path, tmp_path: Path) -> None:
    place = Path(shutil.copytree(prepared, tmp_path / "place"))
    told: list[str] = []
    import_and_undo(place, told.append)
    assert told == ["did stage", "did take", "did work", "did back", "did again"]
    assert judge_import(place, told) == []


@pytest.mark.parametrize("seed", range(4))
def test_an_import_killed_at_any_moment_is_gone_on_with(prepared: Path, tmp_path: Path, seed: int) -> None:
    place = Path(shutil.copytree(prepared, tmp_path / "place"))
    death = run_and_kill(SCRIPT, [str(place)], after=0.15, seed=seed, ready="ready")
    assert death.killed or death.status == 0, death.stderr
    assert judge_import(place, death.acknowledged) == []


def test_the_judge_would_notice_a_loss(prepared: Path, tmp_path: Path) -> None:
    place = Path(shutil.copytree(prepared, tmp_path / "place"))
    assert judge_import(place, ["did stage", "did take", "did work", "did back", "did again"]) != []
