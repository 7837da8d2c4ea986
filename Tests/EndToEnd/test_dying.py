"""Every command and every hook, killed at each thing that it does to a file, or told that the disk failed or is full. The program is the shipped
one; `dying.c` stands between it and libc. What SQLite does with a failing disk, and a failure of the power, `CrashTests` try within one process.
"""

import json
import os
import platform
import random
import shutil
import signal
import sqlite3
import subprocess
import unittest
from pathlib import Path

import program
from cases import ProgramTest
from concurrency import store_faults
from trust_results import record

WHOLE = os.environ.get("CONTINUITY_TRUST") == "whole"
SEED = 20261121
# Points of a scenario and a fault when not all are tried.
SAMPLE = 5
OPENING = 40
LIBRARY = Path(__file__).with_name("dying.c")
FAULTS = ["kill", "error", "full"]


def compiler():
    return next((path for name in ("cc", "clang", "gcc") if (path := shutil.which(name))), None)


class Scenario:
    """A command, and what it makes of the store. One that is not `atomic` may be found half done, and goes on when it is run again."""

    def __init__(self, name, *arguments, stdin="", atomic=True, check=None):
        self.name, self.arguments, self.stdin, self.atomic = name, arguments, stdin, atomic
        self.check = check or (lambda test: None)


@unittest.skipUnless(platform.system() == "Linux" and compiler(), "needs Linux and a C compiler")
class DyingAtEveryStep(ProgramTest):
    def setUp(self):
        super().setUp()
        self.library = self.scratch.root / "dying.so"
        subprocess.run([compiler(), "-shared", "-fPIC", "-O1", "-o", str(self.library), str(LIBRARY), "-ldl"], check=True)
        self.random = random.Random(SEED)
        self.world = self.scratch.root / "home"
        self.saved = self.scratch.root / "saved"
        self.counter = self.scratch.root / "steps"
        self.figures = {"points": 0, "faults injected": 0, "acknowledged": 0, "lost": 0, "processes": 0}
        self.trouble = []

    def scenarios(self):
        def hook(event, **payload):
            return Scenario(f"hook {event}", "hook", event, stdin=json.dumps(self.payload(session="s-1", **payload)))

        notes, copy = self.world / "notes", self.world / "copy.db"
        return [
            hook("start", hook_event_name="SessionStart", source="startup"),
            hook("submit", hook_event_name="UserPromptSubmit", prompt="Always weigh crates twice. Is the gate open?"),
            Scenario("hook tool", "hook", "tool", stdin=json.dumps(self.tool_call(session="s-1"))),
            hook("stop", hook_event_name="Stop", last_assistant_message="Crates are weighed twice."),
            hook("compact", hook_event_name="PreCompact", trigger="auto"),
            hook("end", hook_event_name="SessionEnd", reason="exit"),
            Scenario("remember", "remember", "--category=events", "The cellar was flooded in spring."),
            Scenario("forget", "forget", "mem://user/events/press"),
            Scenario("purge", "forget", "--purge", "mem://user/events/press"),
            Scenario("read", "read", "mem://user/events/press"),
            Scenario("edit", "mcp", stdin=json.dumps({
                "jsonrpc": "2.0", "id": 1, "method": "memory/edit", "params": {"uri": "mem://user/events/press", "content": "The press is cleaned on Mondays."}}) + "\n"),
            Scenario("worker", "worker", atomic=False),
            Scenario("import", "import", "--from=markdown", f"--path={notes}", atomic=False),
            Scenario("backup", "backup", f"--path={self.world / 'another.db'}", check=lambda test: test.copy_is_whole(self.world / "another.db")),
            Scenario("restore", "restore", f"--path={copy}", atomic=False),
            Scenario("export", "export", f"--output={self.world / 'export.jsonl'}", check=lambda test: test.export_is_whole()),
            Scenario("sync", "sync", str(self.world / "shared"), atomic=False),
            Scenario("notice", "notice", "I am rewriting the parser.", check=lambda test: test.scratch.run("notice", check=True)),
            Scenario("a new store", "remember", "--category=events", "The first thing.", check=None),
        ]

    def furnish(self):
        for words, category, name in [
            ("The press is cleaned on Fridays by crew four.", "events", "press"), ("The broker listens on port 7011.", "entities", "broker"),
            ("Use pnpm for the orchard's front end.", "preferences", "packages"),
        ]:
            self.scratch.call("memory/remember", content=words, category=category, uri=f"mem://user/{category}/{name}")
        quiet = {"CONTINUITY_WORKER_AUTOSTART": "false"}
        self.scratch.hook("submit", self.prompt("Always label crates before they leave.", session="s-0"), check=True, **quiet)
        self.scratch.run("backup", f"--path={self.world / 'copy.db'}", check=True)
        self.scratch.run("sync", str(self.world / "shared"), check=True)
        for number in range(6):
            self.scratch.hook("submit", self.prompt(f"Weigh crate {number}.", session="s-0"), check=True, **quiet)
        self.scratch.hook("stop", self.payload(session="s-0", hook_event_name="Stop", last_assistant_message="All are weighed."), check=True, **quiet)
        (self.world / "notes").mkdir()
        for number in range(8):
            (self.world / "notes" / f"{number}.md").write_text(f"# Barrel {number}\n\nIt was filled in spring.\n")

    def put_back(self, empty):
        shutil.rmtree(self.world)
        if empty:
            self.world.mkdir()
        else:
            shutil.copytree(self.saved, self.world, copy_function=shutil.copyfile)

    def run_scenario(self, scenario, **dying):
        self.figures["processes"] += 1
        extra = {"CONTINUITY_WORKER_AUTOSTART": "false"}
        if dying:
            self.counter.write_bytes(bytes(8))
            extra |= {"LD_PRELOAD": str(self.library), "DYING_FOLDER": str(self.world), "DYING_COUNT": str(self.counter)}
            extra |= {f"DYING_{key.upper()}": str(value) for key, value in dying.items()}
        return self.scratch.run(*scenario.arguments, stdin=scenario.stdin, **extra)

    def content(self):
        """What the store holds, without moments."""
        if not self.scratch.database.exists():
            return None
        queries = [
            "SELECT uri, node_type, l2_content, retracted_at IS NULL, superseded_by, pinned_at IS NULL, project FROM mem_nodes",
            "SELECT uri, tier, ordinal, text FROM passages JOIN mem_nodes ON mem_nodes.id = node_id",
            "SELECT uri, number, revisions.l2_content FROM revisions JOIN mem_nodes ON mem_nodes.id = node_id",
            "SELECT a.uri, b.uri, kind FROM links JOIN mem_nodes a ON a.id = from_id JOIN mem_nodes b ON b.id = to_id",
            "SELECT session, kind, tool, text FROM observations", "SELECT id, status, observation_count FROM sessions", "SELECT kind, subject FROM jobs",
            "SELECT source, key FROM imports", "SELECT session, fingerprint FROM learned",
        ]
        return [sorted(map(repr, self.scratch.rows(sql))) for sql in queries]

    def test_each_command_at_each_step(self):
        self.furnish()
        self.world.rename(self.saved)
        self.world.mkdir()
        for scenario in self.scenarios():
            empty = scenario.name == "a new store"
            self.put_back(empty)
            if empty:
                self.scratch.run("status", check=True)
            before = self.content()
            if empty:
                self.put_back(True)
            done = self.run_scenario(scenario, at=0)
            self.assertEqual(done.returncode, 0, f"{scenario.name}: {done.stderr}")
            steps = int.from_bytes(self.counter.read_bytes(), "little")
            after = self.content()
            for fault in FAULTS:
                points = range(1, steps + 1)
                if not WHOLE and steps > SAMPLE:
                    # A file that is being made passes through states that no later one knows: each of them.
                    points = range(1, OPENING + 1) if empty else sorted(self.random.sample(points, SAMPLE))
                for point in points:
                    self.figures["points"] += 1
                    self.put_back(empty)
                    place = f"{scenario.name}, {fault} at {point} of {steps}"
                    try:
                        self.try_point(scenario, fault, point, before, after, place)
                    except Exception as error:  # noqa: BLE001
                        self.trouble.append(f"{place}: {type(error).__name__}: {str(error)[:400]}")
        record("dying", self.figures)
        self.assertEqual(self.trouble[:10], [], f"{len(self.trouble)} of {self.figures['points']} points")
        self.assertGreater(self.figures["faults injected"], 100)

    def try_point(self, scenario, fault, point, before, after, place):
        done = self.run_scenario(scenario, at=point, of=fault)
        words = done.stderr.decode(errors="replace")
        if done.returncode == -signal.SIGKILL or words or done.returncode:
            self.figures["faults injected"] += 1
        allowed = {0, 1} if fault != "kill" else {0, 1, -signal.SIGKILL}
        if done.returncode not in allowed:
            self.trouble.append(f"{place}: ended with {done.returncode}: {words[-300:]}")
        status = self.scratch.run("status", "--json")
        if status.returncode:
            self.trouble.append(f"{place}: the next process is refused: {status.stderr.decode()[-300:]}")
            return
        for broken in store_faults(self.scratch):
            self.trouble.append(f"{place}: {broken}")
        found = self.content()
        # An answer over stdio is what acknowledges; the process itself may end well with an error in it.
        acknowledged = done.returncode == 0 and not (scenario.arguments[0] == "mcp" and b'"error"' in done.stdout)
        if acknowledged:
            self.figures["acknowledged"] += 1
            if scenario.atomic and found != after:
                self.figures["lost"] += 1
                self.trouble.append(f"{place}: acknowledged ({words}), and not there: {difference(found, after)}")
        elif scenario.atomic and found not in (before, after):
            self.trouble.append(f"{place}: half of it is there: {difference(found, after)}")
        if scenario.atomic and found == after and before != after:
            return
        # What stands under the name that was asked for is whole; it is not written over.
        if (self.world / "another.db").exists():
            return self.copy_is_whole(self.world / "another.db")
        if (self.world / "export.jsonl").exists():
            return self.export_is_whole()
        self.let_time_pass()
        again = self.run_scenario(scenario)
        if again.returncode:
            self.trouble.append(f"{place}: it cannot be done again: {again.stderr.decode()[-300:]}")
        elif self.content() != after:
            self.trouble.append(f"{place}: done again it comes to another end: {difference(self.content(), after)}")
        scenario.check(self)

    def let_time_pass(self):
        """A job that failed waits before it is tried again."""
        connection = sqlite3.connect(self.scratch.database)
        with connection:
            connection.execute("UPDATE jobs SET due_at = 0")
        connection.close()

    def copy_is_whole(self, path):
        connection = sqlite3.connect(f"file:{path}?immutable=1", uri=True)
        self.assertEqual(connection.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
        self.assertGreaterEqual(connection.execute("SELECT count(*) FROM mem_nodes WHERE node_type = 'leaf'").fetchone()[0], 3)
        connection.close()

    def export_is_whole(self):
        lines = [json.loads(line) for line in (self.world / "export.jsonl").read_text().splitlines()]
        self.assertEqual(sum(line.get("type") == "memory" for line in lines), self.scratch.rows("SELECT count(*) FROM mem_nodes WHERE node_type = 'leaf'")[0][0])
        self.assertTrue(any(line.get("type") == "session" for line in lines))


def difference(found, wanted):
    if found is None or wanted is None:
        return f"{found is not None}, not {wanted is not None}"
    more = [row for one, other in zip(found, wanted) for row in set(one) - set(other)]
    less = [row for one, other in zip(found, wanted) for row in set(other) - set(one)]
    return f"+ {more[:2]} - {less[:2]}"[:600]
