"""Scratch virtual environments for the real clients, made on demand under .build and kept between runs.

Nothing of them is shipped or committed. A test that needs one asks for it here and is skipped, with the installer's own
words, only where the package cannot be installed.
"""

import os
import subprocess
import sys
import unittest
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
CACHE = Path(os.environ.get("CONTINUITY_E2E_CACHE") or REPOSITORY / ".build" / "endtoend")


class Unavailable(Exception):
    """A package that could not be installed; its text is the reason."""


_failures = {}


def environment(name, *requirements):
    """The Python of a virtual environment in which the requirements are installed."""
    folder = CACHE / name
    python = folder / "bin" / "python3"
    stamp = folder / "installed.txt"
    wanted = "\n".join(requirements)
    if stamp.exists() and stamp.read_text() == wanted:
        return python
    if name in _failures:
        raise Unavailable(_failures[name])
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        run([sys.executable, "-m", "venv", "--clear", str(folder)])
        run([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *requirements])
    except Unavailable as error:
        _failures[name] = str(error)
        raise
    stamp.write_text(wanted)
    return python


def run(command):
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=900)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unavailable(f"{command[0]}: {error}") from error
    if done.returncode:
        last = (done.stderr or done.stdout).strip().splitlines()[-1:] or ["no message"]
        raise Unavailable(f"{' '.join(command[1:])}: {last[0]}")


def environment_or_skip(name, *requirements):
    try:
        return environment(name, *requirements)
    except Unavailable as error:
        raise unittest.SkipTest(f"{', '.join(requirements)} cannot be installed here: {error}") from error


# Carries Claude Code 2.1.330. Pinned, so that a failure is ours; CONTINUITY_E2E_CLAUDE_SDK=claude-agent-sdk tries the newest.
CLAUDE = os.environ.get("CONTINUITY_E2E_CLAUDE_SDK") or "claude-agent-sdk==0.2.187"


def claude():
    """The real Claude Code client, as the wheel `claude-agent-sdk` carries it."""
    if override := os.environ.get("CONTINUITY_E2E_CLAUDE"):
        return Path(override)
    python = environment("claude", CLAUDE)
    found = sorted(python.parent.parent.glob("lib/python3*/site-packages/claude_agent_sdk/_bundled/claude"))
    if not found:
        raise Unavailable(f"{CLAUDE} carries no client for this platform")
    return found[0]


def claude_or_skip():
    try:
        return claude()
    except Unavailable as error:
        raise unittest.SkipTest(f"the real Claude Code client cannot be installed here: {error}") from error
