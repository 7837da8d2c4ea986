"""The recorded sessions, replayed through the hooks by `examples/replay`, the very program that the README runs."""

import subprocess
import sys
from pathlib import Path

from program import PROGRAM, REPOSITORY

SESSIONS = REPOSITORY / "examples" / "sessions"
FIRST = "6f1c9a52-3d0e-4b7a-9c41-0a5be2d7f301"
SECOND = "b27e4d18-90c3-4f6b-8a2d-5c7f10e3a902"


def transcript(session):
    return SESSIONS / f"{session}.jsonl"


def replay(scratch, *transcripts, starts_worker=True, drain=None, arguments=()):
    """Runs the hooks of sessions (all recorded ones by default) in a scratch home. Without a worker, what is queued stays queued."""
    environment = scratch.environment() if starts_worker else scratch.environment(CONTINUITY_WORKER_AUTOSTART="false")
    drain = starts_worker if drain is None else drain
    command = [sys.executable, str(REPOSITORY / "examples" / "replay"), "--home", str(scratch.store_folder), "--binary", str(PROGRAM), *arguments]
    command += [] if drain else ["--keep-queued"]
    done = subprocess.run(
        [*command, *map(str, transcripts or [transcript(FIRST), transcript(SECOND)])], env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0 and not done.stderr, f"replay: exit {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def records(session):
    return [line for line in Path(transcript(session)).read_text().splitlines()]
