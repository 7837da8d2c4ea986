"""Many processes on one file: nothing is lost, and nobody is told that a database is locked."""

import subprocess
import threading

import program
from cases import ProgramTest

WRITERS = 8
WRITES = 40


class ManyWriters(ProgramTest):
    def together(self, work):
        """Runs work(0) … work(7) in threads that start at once; re-raises what they raise."""
        barrier = threading.Barrier(WRITERS)
        errors = []

        def run(number):
            try:
                barrier.wait()
                work(number)
            except BaseException as error:  # noqa: BLE001
                errors.append(error)

        threads = [threading.Thread(target=run, args=(number,)) for number in range(WRITERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if errors:
            raise errors[0]

    def words(self, writer, number):
        return f"Gate {writer}-{number} opens at {number % 24}:{writer}0 for crew {writer * 1000 + number}."

    def test_hooks_that_write_at_once_lose_nothing(self):
        """Into a store that none of them has made yet, so that creation and migration are contended too."""
        def work(writer):
            for number in range(WRITES):
                done = self.scratch.hook("tool", self.tool_call(session=f"s-{writer}", tool_input={"command": self.words(writer, number)}))
                self.assertRecorded(done)

        self.together(work)
        rows = self.scratch.rows("SELECT session, count(*) FROM observations GROUP BY session ORDER BY session")
        self.assertEqual(rows, [(f"s-{writer}", WRITES) for writer in range(WRITERS)])
        self.assertEqual(self.scratch.integrity(), ["ok"])

    def test_commands_that_remember_at_once_lose_nothing(self):
        uris = [[] for _ in range(WRITERS)]

        def work(writer):
            for number in range(WRITES // 2):
                result = self.scratch.json("remember", "--category=events", self.words(writer, number))
                self.assertEqual(result["action"], "created")
                uris[writer].append(result["uri"])

        self.together(work)
        everything = [uri for each in uris for uri in each]
        self.assertEqual(len(set(everything)), WRITERS * (WRITES // 2), "two memories shared one URI")
        stored = {row[0] for row in self.scratch.rows("SELECT uri FROM mem_nodes WHERE node_type = 'leaf'")}
        self.assertEqual(set(everything) - stored, set())

    def test_stdio_servers_that_write_at_once_lose_nothing(self):
        def work(writer):
            with self.scratch.server() as server:
                server.initialize()
                for number in range(WRITES * 4):
                    result = server.tool("remember", content=self.words(writer, number), category="events")
                    self.assertFalse(result.get("isError"), result)

        self.together(work)
        count = self.scratch.rows("SELECT count(*) FROM mem_nodes WHERE node_type = 'leaf' AND category = 'events'")[0][0]
        self.assertEqual(count, WRITERS * WRITES * 4)

    def test_all_doors_at_once_with_the_worker_running(self):
        """As in a working day: agents' servers, their hooks, the command line and the worker, all on one file."""
        stop = threading.Event()

        def keep_working():
            while not stop.is_set():
                done = self.scratch.run("worker", timeout=120)
                self.assertEqual(done.returncode, 0, done.stderr)

        worker = threading.Thread(target=keep_working)
        worker.start()

        def work(writer):
            if writer < 3:
                with self.scratch.server() as server:
                    for number in range(WRITES * 2):
                        server.call("memory/remember", {"content": self.words(writer, number), "category": "events"})
                        server.call("memory/find", {"query": f"gate {writer}-{number}"})
            elif writer < 6:
                for number in range(WRITES // 2):
                    self.assertRecorded(self.scratch.hook("submit", self.prompt(f"Always open gate {writer}-{number} first.", session=f"s-{writer}")))
                    self.assertRecorded(self.scratch.hook("tool", self.tool_call(session=f"s-{writer}")))
                    self.assertRecorded(self.scratch.hook(
                        "stop", self.payload(session=f"s-{writer}", hook_event_name="Stop", last_assistant_message=self.words(writer, number))))
            else:
                for number in range(WRITES // 2):
                    self.scratch.run("remember", "--category=cases", self.words(writer, number), check=True)
                    self.scratch.run("find", "--json", "gate", check=True)

        try:
            self.together(work)
        finally:
            stop.set()
            worker.join()
        self.scratch.drain()
        counts = dict(self.scratch.rows("SELECT category, count(*) FROM mem_nodes WHERE node_type = 'leaf' AND origin IN ('agent', 'user') GROUP BY category"))
        self.assertEqual((counts.get("events"), counts.get("cases")), (3 * WRITES * 2, 2 * (WRITES // 2)))
        kinds = dict(self.scratch.rows("SELECT kind, count(*) FROM observations GROUP BY kind"))
        self.assertEqual(kinds, {"prompt": 3 * (WRITES // 2), "tool": 3 * (WRITES // 2), "reply": 3 * (WRITES // 2)})
        self.assertEqual(self.scratch.integrity(), ["ok"])
        self.assertEqual(self.scratch.json("status")["parked"], 0)

    def test_two_workers_do_not_work_twice(self):
        for number in range(5):
            self.scratch.run(
                "hook", "stop", stdin=program.json.dumps(self.payload(session=f"s-{number}", hook_event_name="Stop", last_assistant_message="Done.")), check=True)
        workers = [
            subprocess.Popen([str(program.PROGRAM), "worker"], env=self.scratch.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            for _ in range(4)
        ]
        for worker in workers:
            _, errors = worker.communicate(timeout=60)
            self.assertEqual(worker.returncode, 0, errors)
        self.scratch.drain()
        summaries = self.scratch.rows("SELECT count(*), count(DISTINCT uri) FROM mem_nodes WHERE uri LIKE 'mem://sessions/%/summary'")
        self.assertEqual(summaries[0][0], summaries[0][1])
