"""What the program says of its own work: the log, a trace, latencies, and spans for a collector."""

import http.server
import json
import re
import stat
import subprocess
import threading
import unittest

import environments
import program
from cases import ProgramTest
from program import wait_until

SECRET = "gh" + "p_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"


class Log(ProgramTest):
    @property
    def path(self):
        return self.scratch.store_folder / "logs" / "continuity.log"

    def entries(self):
        return [json.loads(line) for line in self.path.read_text().splitlines()] if self.path.exists() else []

    def test_only_failures_are_written_down_unless_more_is_wanted(self):
        self.scratch.run("remember", "The pump leaks.", check=True)
        self.assertEqual(self.entries(), [])
        self.scratch.run("read", "mem://user/events/none")
        entry, = self.entries()
        self.assertEqual((entry["level"], entry["door"], entry["method"]), ("error", "cli", "memory/read"))
        self.assertIn("mem://user/events/none", entry["error"])
        self.scratch.run("find", "pump", "--log-level=info", check=True)
        self.assertEqual(self.entries()[-1]["method"], "memory/find")
        self.scratch.run("find", "pump", CONTINUITY_LOG_LEVEL="debug", check=True)
        self.assertTrue(any(span["name"].startswith("SELECT") for span in self.entries()[-1]["spans"]))
        self.scratch.run("read", "mem://user/events/none", CONTINUITY_LOG_LEVEL="off")
        self.assertEqual(len(self.entries()), 3)

    def test_nothing_that_was_said_is_in_it(self):
        self.scratch.run("remember", f"The heron's token is {SECRET}.", "--log-level=debug", check=True)
        self.scratch.run("find", "heron", "--log-level=debug", check=True)
        self.scratch.run("read", f"mem://user/events/{SECRET.lower()}?{SECRET}", "--log-level=debug")
        text = self.path.read_text()
        self.assertNotIn(SECRET, text)
        self.assertNotIn("heron", text)
        self.assertEqual(stat.S_IMODE(self.path.stat().st_mode), 0o600)
        self.assertEqual(stat.S_IMODE(self.path.parent.stat().st_mode), 0o700)

    def test_a_full_log_is_put_aside_and_three_are_kept(self):
        self.scratch.run("remember", "The pump leaks.", check=True)
        self.path.parent.mkdir(exist_ok=True)
        for number in range(5):
            self.path.write_text(json.dumps({"filler": number, "text": "x" * 4_300_000}) + "\n")
            self.scratch.run("find", "pump", "--log-level=info", check=True)
        names = sorted(path.name for path in self.path.parent.iterdir())
        self.assertEqual(names, ["continuity.log.1", "continuity.log.2", "continuity.log.3"])
        self.assertEqual(json.loads(self.path.with_suffix(".log.1").read_text().splitlines()[0])["filler"], 4)

    def test_a_log_that_cannot_be_written_hinders_nobody(self):
        self.scratch.run("remember", "The pump leaks.", check=True)
        (self.scratch.store_folder / "logs").write_text("in the way")
        self.assertIn(b"pump", self.scratch.run("find", "pump", "--log-level=debug", check=True).stdout)

    def test_hooks_and_servers_write_into_the_same_log(self):
        self.scratch.hook("tool", {"session_id": "s-1", "hook_event_name": "PostToolUse", "tool_name": "Bash", "tool_input": {"command": "ls"}},
                          CONTINUITY_LOG_LEVEL="info")
        with self.scratch.server(CONTINUITY_LOG_LEVEL="info") as server:
            server.call("memory/find", {"query": "pump"})
        self.assertEqual([(entry["door"], entry["method"]) for entry in self.entries()], [("hook", "session/tool"), ("mcp", "memory/find")])

    def test_a_wrong_level_is_refused_by_name(self):
        done = self.scratch.run("find", "pump", "--log-level=loud")
        self.assertEqual(done.returncode, 64)
        self.assertIn(b"loud", done.stderr)


class Trace(ProgramTest):
    def test_a_trace_shows_where_the_time_went_on_stderr_alone(self):
        self.scratch.run("remember", "The pump leaks.", check=True)
        plain = self.scratch.run("find", "pump", "--json", check=True)
        traced = self.scratch.run("find", "pump", "--json", "--trace", check=True)
        self.assertEqual([item["uri"] for item in json.loads(plain.stdout)["items"]], [item["uri"] for item in json.loads(traced.stdout)["items"]])
        lines = traced.stderr.decode().splitlines()
        self.assertRegex(lines[0], r"^ *\d+\.\d{3} ms  memory/find$")
        self.assertTrue(any(re.match(r"^ *\d+\.\d{3} ms    +passages with its words$", line) for line in lines), lines)
        self.assertTrue(any("SELECT" in line for line in lines))

    def test_a_hook_can_be_traced(self):
        done = self.scratch.run("hook", "tool", "--trace", stdin=json.dumps(
            {"session_id": "s-1", "hook_event_name": "PostToolUse", "tool_name": "Bash", "tool_input": {"command": "ls"}}), check=True)
        self.assertIn(b"session/tool", done.stderr)


class Latencies(ProgramTest):
    def test_status_shows_how_long_hooks_take(self):
        for number in range(5):
            self.scratch.hook("tool", {"session_id": "s-1", "hook_event_name": "PostToolUse", "tool_name": "Bash", "tool_input": {"command": f"ls {number}"}})
        hook, = self.scratch.json("status")["hooks"]
        self.assertEqual((hook["event"], hook["count"], sum(step["count"] for step in hook["histogram"])), ("tool", 5, 5))
        self.assertIn("tool ", self.scratch.run("status", check=True).stdout.decode().split("Hooks")[1].splitlines()[0])


class Collector(ProgramTest):
    def setUp(self):
        super().setUp()
        self.got = got = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                got.append((self.path, json.loads(self.rfile.read(int(self.headers["content-length"])))))
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, *_):
                pass

        self.collector = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.collector.serve_forever, daemon=True).start()
        self.addCleanup(self.collector.server_close)
        self.addCleanup(self.collector.shutdown)
        self.address = f"http://127.0.0.1:{self.collector.server_port}"

    def test_a_server_hands_its_spans_to_a_collector_that_the_settings_name(self):
        with self.scratch.server(CONTINUITY_TELEMETRY_OTLP_ENDPOINT=self.address) as server:
            server.call("memory/remember", {"content": "The heron nests late."})
            server.call("memory/find", {"query": "heron"})
        wait_until(lambda: self.got, "spans")
        spans = [span for _, body in self.got for span in body["resourceSpans"][0]["scopeSpans"][0]["spans"]]
        self.assertEqual({path for path, _ in self.got}, {"/v1/traces"})
        roots = [span for span in spans if "parentSpanId" not in span]
        self.assertEqual([span["name"] for span in roots], ["memory/remember", "memory/find"])
        for span in spans:
            self.assertRegex(span["traceId"], "^[0-9a-f]{32}$")
            self.assertRegex(span["spanId"], "^[0-9a-f]{16}$")
            self.assertLessEqual(int(span["startTimeUnixNano"]), int(span["endTimeUnixNano"]))
        ids = {span["spanId"] for span in spans}
        self.assertTrue(all(span["parentSpanId"] in ids for span in spans if "parentSpanId" in span))
        self.assertNotIn("heron", json.dumps(self.got))
        python = environments.environment_or_skip("otlp", "opentelemetry-proto==1.45.2")
        read = subprocess.run(
            [str(python), str(program.REPOSITORY / "Tests/EndToEnd/sdk/otlp.py")], input="\n".join(json.dumps(body) for _, body in self.got),
            capture_output=True, text=True, timeout=60)
        self.assertEqual((read.returncode, read.stdout.strip()), (0, f"{len(spans)} spans"), read.stderr[-2000:])

    def test_a_collector_that_is_down_costs_nothing(self):
        self.collector.shutdown()
        self.collector.server_close()
        with self.scratch.server(CONTINUITY_TELEMETRY_OTLP_ENDPOINT=self.address) as server:
            server.call("memory/remember", {"content": "The heron nests late."})
            self.assertTrue(server.call("memory/find", {"query": "heron"})["items"])

    def test_nothing_is_sent_anywhere_unless_the_settings_say_so(self):
        self.assertIn("otlp_endpoint", self.scratch.run("config", "--example", check=True).stdout.decode())
        self.assertEqual(next(setting for setting in self.scratch.json("config")["settings"] if setting["key"] == "telemetry.otlp_endpoint")["value"], "")


if __name__ == "__main__":
    unittest.main()
