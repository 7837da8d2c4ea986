#!/usr/bin/env python3
"""Measures the shipped program and prints tables; nothing passes or fails: `python3 Tests/EndToEnd/benchmark.py [hooks] [find] [memory]`.

hooks: a whole process from spawn to exit, its write done, against the `sqlite3` shell doing one insert into a WAL file, turn
  about in one run. Both stores are held open by another process, as in a live session.
find: `memory/find` over stdio at 10,000 memories, against the same texts in Python's own sqlite3 with FTS5.
memory: what an idle stdio server holds resident at 10,000 memories.

Run it on a quiet machine: with other work beside it both columns grow, and the ratio is the figure to keep.
"""

import argparse
import json
import os
import random
import shutil
import sqlite3
import statistics
import time
from pathlib import Path

from program import PROGRAM, Scratch, processor_seconds, resident_kilobytes
from vocabulary import sentences

SEED = 20261121


def spawn_and_wait(arguments, stdin, environment):
    """Milliseconds from spawn to exit, and of the processor. posix_spawn uses vfork, so the size of this process does not count."""
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, str(stdin), os.O_RDONLY, 0), (os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0),
        (os.POSIX_SPAWN_OPEN, 2, "/dev/null", os.O_WRONLY, 0),
    ]
    began = time.perf_counter()
    child = os.posix_spawn(arguments[0], arguments, environment, file_actions=actions)
    _, status, usage = os.wait4(child, 0)
    took = (time.perf_counter() - began) * 1000
    if status:
        raise SystemExit(f"{' '.join(arguments)}: exit status {os.waitstatus_to_exitcode(status)}")
    return took, (usage.ru_utime + usage.ru_stime) * 1000


def percentile(values, part):
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


def print_table(title, rows, rival, processor=None):
    """rows and processor: name -> milliseconds of each run."""
    print(f"\n{title}")
    base = percentile(rows[rival], 0.5)
    print(f"  {'':34} {'p50':>9} {'p95':>9} {'ratio of p50':>13}" + (f" {'processor p50':>14}" if processor else ""))
    for name, values in rows.items():
        line = f"  {name:34} {percentile(values, 0.5):6.2f} ms {percentile(values, 0.95):6.2f} ms {percentile(values, 0.5) / base:12.2f}×"
        print(line + (f" {percentile(processor[name], 0.5):11.2f} ms" if processor else ""))


def hooks(runs):
    with Scratch(prefix="benchmark-") as scratch:
        environment = scratch.environment(CONTINUITY_WORKER_AUTOSTART="false")
        payloads = make_payloads(scratch)
        shell_store = scratch.root / "shell.db"
        shell = shutil.which("sqlite3")
        if not shell:
            raise SystemExit("the sqlite3 shell is not installed: apt-get install sqlite3")
        holder = sqlite3.connect(shell_store)
        holder.executescript("PRAGMA journal_mode=WAL; CREATE TABLE observations (id INTEGER PRIMARY KEY, session TEXT, at INTEGER, kind TEXT, tool TEXT, subject TEXT, text TEXT);")
        holder.execute("SELECT count(*) FROM observations").fetchall()
        excerpt = "x" * 300
        insert = f"INSERT INTO observations (session, at, kind, tool, subject, text) VALUES ('s-1', 1795258881792, 'tool', 'Bash', 'swift build', '{excerpt}');"
        contenders = {"sqlite3 shell, one WAL insert": ([shell, str(shell_store), "PRAGMA synchronous=NORMAL;" + insert], Path("/dev/null"))}
        contenders["sqlite3 shell, its default (FULL)"] = ([shell, str(shell_store), insert], Path("/dev/null"))
        for name, (event, path) in payloads.items():
            contenders[name] = ([str(PROGRAM), "hook", event], path)
        contenders["continuity version"] = ([str(PROGRAM), "version"], Path("/dev/null"))
        with scratch.server(CONTINUITY_WORKER_AUTOSTART="false") as server:
            server.call("memory/remember", {"content": "Held open as in a live session.", "category": "events"})
            rows, processor = {name: [] for name in contenders}, {name: [] for name in contenders}
            for turn in range(runs + 10):
                for name, (arguments, stdin) in contenders.items():
                    took, used = spawn_and_wait(arguments, stdin, environment)
                    if turn >= 10:
                        rows[name].append(took)
                        processor[name].append(used)
        holder.close()
        print_table(f"Hooks, whole process, {runs} runs each, turn about", rows, "sqlite3 shell, one WAL insert", processor)
        recorded = scratch.rows("SELECT count(*) FROM observations WHERE kind = 'tool'")[0][0]
        assert recorded == 2 * (runs + 10), f"{recorded} of {2 * (runs + 10)} tool calls were recorded"


def make_payloads(scratch):
    """name -> (event, file with the payload)."""
    common = {"session_id": "s-1", "transcript_path": str(scratch.root / "none.jsonl"), "cwd": str(scratch.project("orchard"))}
    call = {
        "hook_event_name": "PostToolUse", "tool_name": "Bash", "tool_input": {"command": "swift build", "description": "Build"}, "tool_use_id": "t",
        "duration_ms": 900,
    }
    small = {"stdout": "Build complete! (31.2 s)\n" + "Compiling orchard\n" * 40, "stderr": "", "interrupted": False, "isImage": False}
    large = {"stdout": "[12/40] Compiling orchard Harvest.swift with \"quotes\" and\ttabs\n" * 16_000, "stderr": "", "interrupted": False, "isImage": False}
    each = {
        "hook tool": ("tool", {**common, **call, "tool_response": small}),
        "hook tool, 1 MB payload": ("tool", {**common, **call, "tool_response": large}),
        "hook start": ("start", {**common, "hook_event_name": "SessionStart", "source": "startup"}),
        "hook submit": ("submit", {**common, "hook_event_name": "UserPromptSubmit", "prompt": "Please look at the pump's schedule in harvest.py and fix the test that fails."}),
        "hook stop": ("stop", {**common, "hook_event_name": "Stop", "last_assistant_message": "The schedule is fixed and the test passes."}),
    }
    files = {}
    for name, (event, payload) in each.items():
        path = scratch.root / f"{name.replace(' ', '-').replace(',', '')}.json"
        path.write_text(json.dumps(payload))
        files[name] = (event, path)
    return files


def filled_server(scratch, texts):
    server = scratch.server(CONTINUITY_WORKER_AUTOSTART="false")
    began = time.perf_counter()
    for text in texts:
        server.call("memory/remember", {"content": text, "category": "events", "global": True})
    took = time.perf_counter() - began
    print(f"\n{len(texts)} memories remembered over stdio in {took:.1f} s, {took / len(texts) * 1e6:.0f} µs each")
    return server


def find(count, runs):
    texts = sentences(count, SEED)
    queries = [" ".join(random.Random(SEED + n).sample(text.rstrip(".").split(), 4)) for n, text in enumerate(random.Random(SEED).sample(texts, runs))]
    with Scratch(prefix="benchmark-") as scratch:
        server = filled_server(scratch, texts)
        try:
            rival = sqlite3.connect(scratch.root / "rival.db")
            rival.execute("CREATE VIRTUAL TABLE texts USING fts5 (text, tokenize = 'porter unicode61 remove_diacritics 2')")
            rival.executemany("INSERT INTO texts (text) VALUES (?)", [(text,) for text in texts])
            rival.commit()
            rows = {"sqlite3 FTS5, in Python": [], "find over stdio": [], "find over stdio, explain": []}
            before = processor_seconds(server.process.pid)
            for turn, query in enumerate(queries):
                began = time.perf_counter()
                rival.execute("SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY bm25(texts) LIMIT 10", (" OR ".join(f'"{word}"' for word in query.split()),)).fetchall()
                rows["sqlite3 FTS5, in Python"].append((time.perf_counter() - began) * 1000)
                # Who asks second finds the pages warm: turn about.
                for name, more in (("find over stdio", {}), ("find over stdio, explain", {"explain": True}))[::1 if turn % 2 else -1]:
                    began = time.perf_counter()
                    items = server.call("memory/find", {"query": query, **more})["items"]
                    rows[name].append((time.perf_counter() - began) * 1000)
                    assert items, f"nothing was found for {query!r}"
            print_table(f"find at {count} memories, {len(queries)} questions of four words", rows, "sqlite3 FTS5, in Python")
            used = (processor_seconds(server.process.pid) - before) * 1000 / (2 * len(queries))
            print(f"  mean of find over stdio: {statistics.fmean(rows['find over stdio']):.2f} ms, of it {used:.2f} ms of the server's processor; the store: {scratch.database.stat().st_size / 1e6:.1f} MB")
        finally:
            server.close()


def memory(count):
    texts = sentences(count, SEED)
    with Scratch(prefix="benchmark-") as scratch:
        filled_server(scratch, texts).close()
        with scratch.server() as server:
            server.call("status")
            idle = resident_kilobytes(server.process.pid)
            for text in texts[:200]:
                server.call("memory/find", {"query": text})
            used = resident_kilobytes(server.process.pid)
        print(f"\nResident memory of a stdio server at {count} memories: {idle / 1024:.1f} MB idle, {used / 1024:.1f} MB after 200 questions")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("what", nargs="*", metavar="hooks|find|memory", help="all of them when none is named")
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--count", type=int, default=10_000)
    arguments = parser.parse_args()
    what = arguments.what or ["hooks", "find", "memory"]
    print(f"{PROGRAM}, {PROGRAM.stat().st_size / 1e6:.1f} MB; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    if "hooks" in what:
        hooks(arguments.runs)
    if "find" in what:
        find(arguments.count, arguments.runs)
    if "memory" in what:
        memory(arguments.count)


if __name__ == "__main__":
    main()
