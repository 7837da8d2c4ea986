"""How the stdio server starts and ends: at once, cleanly, with nothing on stdout but protocol, and nothing left behind."""

import json
import signal
import subprocess
import time

import program
from cases import ProgramTest
from program import processes_with, wait_until

DISCOVER = {
    "jsonrpc": "2.0", "id": "server-discover-probe-1", "method": "server/discover",
    "params": {"_meta": {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientInfo": {"name": "claude-code", "version": "2.1.330"},
        "io.modelcontextprotocol/clientCapabilities": {"roots": {"listChanged": True}}}},
}


class Ending(ProgramTest):
    def test_the_end_of_input_ends_it_with_0(self):
        server = self.scratch.server()
        server.call("status")
        self.assertEqual(server.close(within=5), 0)
        self.assertEqual(b"".join(server.errors), b"")

    def test_signals_end_it_cleanly(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(signal=number.name):
                server = self.scratch.server()
                server.call("memory/remember", {"content": f"Before {number.name} this was acknowledged.", "category": "events"})
                server.process.send_signal(number)
                server.process.wait(5)
                self.assertIn(server.process.returncode, (0, 128 + number), "a clean exit, not a crash")
                self.assertEqual(b"".join(server.errors), b"")
        self.assertEqual(self.scratch.rows("SELECT count(*) FROM mem_nodes WHERE node_type = 'leaf'")[0][0], 2)

    def test_a_client_that_vanishes_ends_it(self):
        """Its stdout is closed as well: writing into nothing must not leave an orphan."""
        process = subprocess.Popen([str(program.PROGRAM), "mcp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=self.scratch.environment())
        process.stdout.close()
        try:
            for number in range(200):
                process.stdin.write(json.dumps({"jsonrpc": "2.0", "id": number, "method": "status"}).encode() + b"\n")
            process.stdin.close()
        except BrokenPipeError:
            pass
        process.wait(10)

    def test_answers_that_are_under_way_are_given_before_the_end(self):
        lines = b"".join(json.dumps({"jsonrpc": "2.0", "id": number, "method": "memory/find", "params": {"query": "x"}}).encode() + b"\n" for number in range(50))
        done = self.scratch.run("mcp", stdin=lines)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual([json.loads(line)["id"] for line in done.stdout.splitlines()], list(range(50)))

    def test_a_hundred_sessions_leave_no_process(self):
        for number in range(100):
            self.scratch.hook("stop", self.payload(session=f"s-{number}", hook_event_name="Stop", last_assistant_message="Done."))
        self.scratch.drain()
        wait_until(lambda: not processes_with("E2E_SCRATCH", str(self.scratch.root)), "no process left", 20)


class Starting(ProgramTest):
    def test_both_handshakes_on_one_pipe(self):
        """A client that waited too long for the first sends the second: neither may lock the other out."""
        with self.scratch.server() as server:
            server.send(DISCOVER)
            result = server.initialize()
            self.assertEqual(result["protocolVersion"], "2025-11-25")
            discovered = server.wait(lambda message: message.get("id") == DISCOVER["id"])["result"]
            self.assertIn("2026-07-28", discovered["supportedVersions"])
            self.assertEqual(discovered["resultType"], "complete")
            modern = server.answer({"jsonrpc": "2.0", "id": 77, "method": "tools/list", "params": DISCOVER["params"]})["result"]
            self.assertIn("ttlMs", modern)
            self.assertTrue(server.call("tools/list")["tools"])

    def test_the_handshake_does_not_touch_the_store(self):
        with self.scratch.server() as server:
            server.answer(DISCOVER)
            server.initialize()
            server.call("tools/list")
            self.assertFalse(self.scratch.database.exists())

    def test_the_newest_version_is_never_given_to_a_handshake(self):
        for asked, given in (("2026-07-28", "2025-11-25"), ("1999-01-01", "2025-11-25"), ("2025-06-18", "2025-06-18"), ("2025-03-26", "2025-03-26"), ("2024-11-05", "2024-11-05")):
            with self.subTest(asked=asked), self.scratch.server() as server:
                self.assertEqual(server.initialize(asked)["protocolVersion"], given)

    def test_an_unknown_modern_version_is_answered_with_the_known_ones(self):
        with self.scratch.server() as server:
            message = json.loads(json.dumps(DISCOVER).replace("2026-07-28", "2031-01-01"))
            error = server.answer(message)["error"]
            self.assertEqual(error["code"], -32022)
            self.assertIn("2026-07-28", error["data"]["supported"])

    def test_stdout_is_only_protocol(self):
        with self.scratch.server() as server:
            server.initialize()
            server.tool("remember", content="Tabs in makefiles.")
            server.tool("find", query="tabs")
            server.tool("tree")
            for line in server.lines:
                self.assertEqual(json.loads(line)["jsonrpc"], "2.0")
                self.assertEqual(line.count(b"\n"), 1)

    def test_the_first_answer_comes_quickly(self):
        """Not a benchmark: a start that takes a second would be a fault that no user forgives."""
        began = time.monotonic()
        with self.scratch.server() as server:
            server.answer(DISCOVER)
            self.assertLess(time.monotonic() - began, 1.0)
