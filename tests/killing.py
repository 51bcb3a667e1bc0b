"""Run a script in a process, kill it without warning at a random moment, and collect what it acknowledged."""

import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Death:
    """How one run ended: the lines it had acknowledged, whether it was killed, and its last words."""

    acknowledged: list[str] = field(default_factory=list)
    killed: bool = False
    status: int = 0
    stderr: str = ""


def run_and_kill(
    script: str, arguments: Sequence[str], *, after: float, seed: int, ready: str = "", stdin: bool = False
) -> Death:
    """Run Python `script` with `arguments` and send SIGKILL within `after` seconds of its line `ready`.

    The script acknowledges by printing lines with `flush=True`; a half-written last line does not count. Without
    `ready` the clock starts at once. A script that ends by itself is not killed.
    """
    process = start(script, arguments, stdin=stdin)
    assert process.stdout is not None
    assert process.stderr is not None
    lines: list[str] = []
    if ready:
        for line in process.stdout:
            if line.strip() == ready:
                break
            lines.append(line)
    clock = threading.Timer(random.Random(seed).uniform(0, after), _kill, [process])
    clock.start()
    lines += process.stdout.readlines()
    errors = process.stderr.read()
    status = process.wait()
    clock.cancel()
    process.stdout.close()
    process.stderr.close()
    if process.stdin is not None:
        process.stdin.close()
    whole = [line.rstrip("\n") for line in lines if line.endswith("\n")]
    return Death(whole, killed=status == -signal.SIGKILL, status=status, stderr=errors)


def start(script: str, arguments: Sequence[str], *, stdin: bool = False) -> subprocess.Popen[str]:
    """Start Python `script` with the project importable and pipes for its words, and with `stdin` for ours."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        stdin=subprocess.PIPE if stdin else None,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        cwd=ROOT,
    )


def _kill(process: "subprocess.Popen[str]") -> None:
    if process.poll() is None:
        process.kill()
