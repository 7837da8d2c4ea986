#!/usr/bin/env python3
"""Tries the promises and prints what came of it in one table: `python3 Tests/EndToEnd/trust.py [--whole]`.

The bounded run takes some minutes and is what CI does in its other steps; `--whole` tries every point of every history, lets everybody work for
minutes, fuzzes every door with libFuzzer, asks a hundred thousand times, and lives through a year. `--table` only prints what was left in
CONTINUITY_TRUST_RESULTS by runs before.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from trust_results import recorded

REPOSITORY = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent


def run(what, *command, **environment):
    print(f"\n== {what}", flush=True)
    return subprocess.run([str(part) for part in command], cwd=REPOSITORY, env={**os.environ, **environment}).returncode == 0


def number(text):
    found = re.match(r"-?\d+", str(text).replace(",", ""))
    return int(found.group()) if found else 0


def total(parts, name, prefix=""):
    return sum(number(figures.get(name, 0)) for part, figures in parts.items() if part.startswith(prefix))


def table(parts):
    """The rows; a part that left nothing has a dash."""
    def of(part, name):
        return parts.get(part, {}).get(name, "–")

    def sums(name, prefix=""):
        present = [figures for part, figures in parts.items() if part.startswith(prefix) and name in figures]
        return f"{sum(number(each[name]) for each in present):,}" if present else "–"

    return [
        ("points tried", sums("points")),
        ("faults injected", sums("faults injected")),
        ("processes", f"{total(parts, 'processes') + total(parts, 'hook runs'):,}"),
        ("writes acknowledged", sums("acknowledged")),
        ("writes lost", sums("lost")),
        ("operations checked for an order", of("concurrency", "checked")),
        ("longest wait of a caller", of("concurrency", "longest wait")),
        ("secrets leaked", sums("secrets leaked")),
        ("attacks tried", sums("attacks")),
        ("attacks that succeeded", sums("attacks that succeeded")),
        ("fuzz executions", sums("fuzz executions")),
        ("requests to one server", of("requests", "requests")),
        ("peak memory", of("requests", "peak memory")),
        ("resident before and after", f"{of('requests', 'resident before')}, {of('requests', 'resident after')}"),
        ("processor time when idle", f"{of('idle', 'server' + chr(39) + 's processor time')} in {of('idle', 'seconds')} s"),
        ("processes left by hooks", of("hooks", "processes left")),
        ("file growth", of("year", "file growth")),
    ]


def show(parts):
    rows = table(parts)
    width = max(len(name) for name, _ in rows)
    print("\n" + "\n".join(f"{name:{width}}  {value}" for name, value in rows))
    bad = [name for name in ("writes lost", "secrets leaked", "attacks that succeeded") if number(dict(rows)[name]) != 0]
    if bad:
        print("NOT HELD: " + ", ".join(bad))
    return not bad


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--whole", action="store_true", help="every point, minutes of everything: about an hour and a half")
    parser.add_argument("--table", action="store_true", help="run nothing")
    arguments = parser.parse_args()
    if arguments.table:
        sys.exit(0 if show(recorded()) else 1)

    with tempfile.TemporaryDirectory() as scratch:
        os.environ.setdefault("CONTINUITY_TRUST_RESULTS", scratch)
        extent = {"CONTINUITY_TRUST": "whole", "CONTINUITY_TRUST_SECONDS": "180"} if arguments.whole else {}
        held = [
            run("Faults at every point; bytes that others wrote",
                "swift", "test", "--disable-xctest", "--filter", "CrashTests|FuzzTests|MaintenanceTests|PoisoningTests", **extent),
            run("Everybody at once; what runs for long", sys.executable, HERE / "run.py", "concurrency", "endurance", "dying", "kill", "many_processes", "privacy",
                **extent),
        ]
        if arguments.whole:
            held += [
                run("libFuzzer", sys.executable, REPOSITORY / "Tests/FuzzTests/LibFuzzer/run.py", "--seconds=60"),
                run("A year of heavy use", "swift", "run", "-c", "release", "YearOfUse", "2000", "200"),
            ]
        held.append(show(recorded()))
    print("All of it holds." if all(held) else "Something does not hold: see above.")
    sys.exit(0 if all(held) else 1)


if __name__ == "__main__":
    main()
