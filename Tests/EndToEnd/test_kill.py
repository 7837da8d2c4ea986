"""`kill -9` at random moments: what was acknowledged is there, and the file is sound. The moments come from a fixed seed."""

import json
import os
import random
import signal
import subprocess
import threading
import time

import program
from cases import ProgramTest
from recorded import replay

SEED = 20261121


class Killed(ProgramTest):
    def setUp(self):
        super().setUp()
        self.random = random.Random(SEED)

    def spawn(self, *arguments, **streams):
        return subprocess.Popen([str(program.PROGRAM), *arguments], env=self.scratch.environment(), **streams)

    def usual_seconds(self, work):
        """How long a thing takes here and now, so that the moments of death fall into it on any machine."""
        times = []
        for _ in range(5):
            began = time.monotonic()
            work()
            times.append(time.monotonic() - began)
        return sorted(times)[2]

    def test_hooks_killed_at_any_moment(self):
        calm = program.Scratch()
        self.addCleanup(calm.close)
        usual = self.usual_seconds(lambda: calm.hook("submit", self.prompt("A calm day."), check=True))
        acknowledged, killed = [], 0
        for number in range(150):
            words = f"Crate {number} went to cellar {number % 7}."
            process = self.spawn("hook", "submit", stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            moment = self.random.uniform(0, 1.6) * usual
            killer = threading.Timer(moment, process.kill)
            killer.start()
            try:
                _, errors = process.communicate(json.dumps(self.prompt(words, session=f"s-{number}")).encode(), timeout=30)
            except BrokenPipeError:
                process.wait()
                errors = b""
            killer.cancel()
            if process.returncode == 0:
                acknowledged.append(words)
            else:
                self.assertEqual(process.returncode, -signal.SIGKILL, errors)
                killed += 1
        kept = {row[0] for row in self.scratch.rows("SELECT text FROM observations WHERE kind = 'prompt'")}
        self.assertEqual(set(acknowledged) - kept, set())
        self.assertEqual(self.scratch.integrity(), ["ok"])
        self.assertGreater(killed, 10, "the moments were too late to kill anything")
        self.assertGreater(len(acknowledged), 5, "the moments were too early to let anything through")

    def test_a_server_killed_between_its_answers(self):
        acknowledged = []
        for run in range(25):
            server = program.StdioServer(self.scratch)
            threading.Timer(self.random.uniform(0.005, 0.08), server.process.kill).start()
            number = 0
            try:
                while True:
                    words = f"Run {run} moved crate {number} to shelf {number % 9}."
                    acknowledged.append((server.call("memory/remember", {"content": words, "category": "events"})["uri"], words))
                    number += 1
            except (AssertionError, BrokenPipeError, ConnectionResetError):
                pass
            server.process.wait()
        self.assertGreater(len(acknowledged), 20)
        kept = dict(self.scratch.rows("SELECT uri, l2_content FROM mem_nodes WHERE node_type = 'leaf'"))
        missing = [(uri, words) for uri, words in acknowledged if kept.get(uri) != words]
        self.assertEqual(missing, [])
        self.assertEqual(self.scratch.integrity(), ["ok"])
        # The index is as sound as the table: what was acknowledged last is found by its words.
        uri, words = acknowledged[-1]
        found = self.scratch.call("memory/find", query=words, limit=20, all_projects=True)
        self.assertIn(uri, [item["uri"] for item in found["items"]])

    def test_a_worker_killed_over_and_over_finishes_in_the_end(self):
        calm = program.Scratch()
        self.addCleanup(calm.close)
        replay(calm, starts_worker=False)
        began = time.monotonic()
        calm.run("worker", check=True)
        usual = time.monotonic() - began
        replay(self.scratch, starts_worker=False)
        for _ in range(25):
            worker = self.spawn("worker", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(self.random.uniform(0, 1) * usual)  # the moment of death, not a wait for something
            worker.kill()
            worker.wait()
        self.scratch.drain()
        calm.drain()
        self.assertEqual(self.scratch.integrity(), ["ok"])
        self.assertEqual(memories(self.scratch), memories(calm), "a worker that was killed makes the same memories, once")
        self.assertEqual(self.scratch.json("status")["parked"], 0)

    def test_the_worker_outlives_the_process_group_of_its_hook(self):
        """A client ends the group of its last hooks; the work that they started goes on, and nobody has to start it again."""
        payload = self.payload(session="last", hook_event_name="SessionEnd", reason="other")
        with open(payload["transcript_path"], "w") as file:
            for number in range(300):
                record = {"type": "user", "uuid": str(number), "parentUuid": str(number - 1) if number else None, "sessionId": "last", "cwd": payload["cwd"],
                          "timestamp": "2026-11-21T10:00:00.000Z", "isSidechain": False, "message": {"role": "user", "content": f"Crate {number} goes to cellar {number % 7}."}}
                file.write(json.dumps(record) + "\n")
        self.assertRecorded(self.scratch.hook("submit", self.prompt("Crates to the cellars.", session="last"), CONTINUITY_WORKER_AUTOSTART="false"))
        hook = self.spawn("hook", "end", stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
        # Reading to the end of both pipes as well: a worker that held them would keep the client waiting.
        _, errors = hook.communicate(json.dumps(payload).encode(), timeout=5)
        self.assertEqual((hook.returncode, errors), (0, b""))
        try:
            os.killpg(hook.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        program.wait_until(lambda: self.scratch.rows("SELECT count(*) FROM jobs")[0][0] == 0, "the queue is emptied by the worker alone", 60)
        self.assertGreaterEqual(self.scratch.rows("SELECT count(*) FROM mem_nodes WHERE uri LIKE 'mem://sessions/last/turns/%'")[0][0], 300)


def memories(scratch):
    return sorted(scratch.rows("SELECT uri, category, l0_abstract, l2_content FROM mem_nodes WHERE node_type = 'leaf'"))
