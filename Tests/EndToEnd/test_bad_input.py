"""What is malformed, too large or missing: an error that says what to do, nothing lost, the agent not disturbed."""

import json
import os
import shutil
import sqlite3
import subprocess
import time
import unittest

import program
from cases import ProgramTest, stored_where
from program import text_of

# Seconds. A hook at a session's end gives up after 1.3; the rest is for a machine that is busy with other things.
IN_TIME = 3.0

JUNK = [
    b"", b"   \n", b"not json", b"{", b"[]", b"null", b"42", b'"text"', b'{"session_id": 7}', b'{"session_id": ""}', b"{}", b"\xff\xfe\x00\x01", b'{"a":\x80}',
    b'{"session_id":"s","cwd":"/","prompt":' + b"[" * 100_000, b'{"session_id":"s"' + b'}' * 10, b'{"session_id":"\\ud800"}', b"\xef\xbb\xbf{}",
]


class Hooks(ProgramTest):
    def test_junk_on_stdin_is_exit_1_and_one_line_at_every_event(self):
        for event in ("start", "submit", "tool", "stop", "end", "compact", "subagent-stop"):
            for junk in JUNK:
                with self.subTest(event=event, junk=junk[:40]):
                    done = self.scratch.hook(event, junk)
                    self.assertIn(done.returncode, (0, 1), done.stderr)
                    if done.returncode == 1:
                        self.assertEqual(len(done.stderr.decode(errors="replace").strip().splitlines()), 1, done.stderr)
                    else:
                        # Only an event that had nothing to record may pass in silence; words that were lost may not.
                        self.assertEqual(done.stderr, b"")
                        self.assertEqual(stored_where(self.scratch, "never stored") if self.scratch.database.exists() else {}, {})

    def test_a_payload_that_is_not_json_is_never_a_success(self):
        for event in ("start", "submit", "tool", "stop", "end"):
            for junk in (b"", b"not json", b"{", b"[]", b"\xff\xfe\x00\x01"):
                with self.subTest(event=event, junk=junk):
                    self.assertOneClearLine(self.scratch.hook(event, junk))

    def test_wrong_types_in_a_payload(self):
        for changed in ({"prompt": 7}, {"prompt": None}, {"session_id": ["s"]}, {"cwd": {"a": 1}}, {"prompt": {"text": "x"}}):
            with self.subTest(changed=changed):
                done = self.scratch.hook("submit", {**self.prompt("Always use tabs."), **changed})
                self.assertIn(done.returncode, (0, 1), done.stderr)
                self.assertLessEqual(len(done.stderr.strip().splitlines()), 1, done.stderr)

    def test_unknown_keys_do_not_matter(self):
        self.assertRecorded(self.scratch.hook("submit", self.prompt("Always use tabs in makefiles.", from_the_future={"a": [1, {"b": None}]})))

    def test_a_transcript_that_is_missing_or_damaged_does_not_disturb_the_session(self):
        for session, content in (("gone", None), ("empty", b""), ("torn", b'{"type":"user","message":{"role":"us'), ("binary", os.urandom(100_000))):
            with self.subTest(transcript=session):
                payload = self.payload(session=session)
                if content is not None:
                    open(payload["transcript_path"], "wb").write(content)
                self.assertRecorded(self.scratch.hook("submit", self.prompt("The pump is the trouble.", session=session)))
                self.assertRecorded(self.scratch.hook("stop", {**payload, "hook_event_name": "Stop", "last_assistant_message": f"The {session} pump is fixed."}))
                self.assertRecorded(self.scratch.hook("end", {**payload, "hook_event_name": "SessionEnd", "reason": "other"}))
                self.scratch.drain()
                timeline = self.scratch.call("memory/timeline", session_id=session)
                self.assertIn(f"The {session} pump is fixed.", json.dumps(timeline), "the last words came with the hook and are kept")
                self.assertEqual(self.scratch.json("status")["parked"], 0)

    def test_a_large_tool_payload_is_recorded_small(self):
        for size in (1_000_000, 20_000_000):
            with self.subTest(size=size):
                self.assertRecorded(self.scratch.hook("tool", self.tool_call(response={"stdout": "harvest " * (size // 8), "stderr": ""})))
        self.assertLess(sum(len(content) for content in self.scratch.stored_bytes().values()), 3_000_000, "raw output does not belong in the store")

    def test_a_payload_beyond_every_measure_is_refused_with_the_limit(self):
        self.assertOneClearLine(self.scratch.hook("tool", self.tool_call(response={"stdout": "x" * 70_000_000})), "64")

    def test_a_client_that_never_closes_stdin_is_given_up_in_time(self):
        """At a session's end all hooks share 1.5 s, then they are killed: this one says why it gave up instead."""
        began = time.monotonic()
        process = subprocess.Popen(
            [str(program.PROGRAM), "hook", "end"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self.scratch.environment())
        process.stdin.write(b'{"session_id":')
        process.stdin.flush()
        process.wait(10)
        self.assertEqual(process.returncode, 1)
        self.assertLess(time.monotonic() - began, IN_TIME)
        self.assertTrue(process.stderr.read().strip())
        for stream in (process.stdin, process.stdout, process.stderr):
            try:
                stream.close()
            except BrokenPipeError:
                pass

    def test_a_store_that_another_process_holds_locked_is_said_and_not_waited_for_beyond_the_budget(self):
        self.assertRecorded(self.scratch.hook("tool", self.tool_call()))
        other = sqlite3.connect(self.scratch.database, isolation_level=None)
        self.addCleanup(other.close)
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        done = self.scratch.hook("end", self.payload(hook_event_name="SessionEnd", reason="other"))
        self.assertLess(time.monotonic() - began, IN_TIME)
        self.assertOneClearLine(done)
        # Asking is reading, and readers are not held up.
        self.assertEqual(self.scratch.run("find", "anything").returncode, 0)
        other.execute("ROLLBACK")
        self.assertRecorded(self.scratch.hook("end", self.payload(hook_event_name="SessionEnd", reason="other")))

    def test_an_unknown_event_names_the_events(self):
        self.assertOneClearLine(self.scratch.hook("sbumit", self.prompt("x")), "submit")

    def test_the_marker_of_our_own_model_calls_stops_recursion(self):
        done = self.scratch.hook("submit", self.prompt("Always use tabs."), CONTINUITY_INTERNAL="1")
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, b"", b""))
        self.assertFalse(self.scratch.database.exists())


class Lines(ProgramTest):
    """The stdio server with lines that no client should send: it answers or ignores, and goes on."""

    def alive(self, server):
        self.assertIn("version", server.call("status"))

    def refused(self, server, line, code):
        start = len(server.lines)
        server.send_bytes(line + b"\n")
        answer = server.wait(lambda message: "error" in message, start=start)
        self.assertEqual(answer["error"]["code"], code, answer)
        self.assertTrue(answer["error"]["message"])
        return answer

    def test_lines_that_are_not_json(self):
        with self.scratch.server() as server:
            for line in (b"not json", b"{", b'{"jsonrpc":"2.0",}', b"\xff\xfe", b'{"jsonrpc":"2.0","id":1,"method":"status","params":{"a":"\x80"}}', b"[" * 200_000):
                with self.subTest(line=line[:30]):
                    answer = self.refused(server, line, -32700)
                    self.assertNotIn("id", answer)
            self.alive(server)

    def test_json_that_is_no_request(self):
        with self.scratch.server() as server:
            for line in (
                b"42", b'"status"', b"[]", b"{}", b'{"id":1}', b'{"jsonrpc":"1.0","id":1,"method":"status"}', b'{"jsonrpc":"2.0","id":1,"method":7}',
                b'{"jsonrpc":"2.0","id":null,"method":"status"}', b'{"jsonrpc":"2.0","id":1.5,"method":"status"}', b'{"jsonrpc":"2.0","id":true,"method":"status"}',
                b'{"jsonrpc":"2.0","id":{"a":1},"method":"status"}', b'{"jsonrpc":"2.0","id":[1],"method":"status"}',
            ):
                with self.subTest(line=line):
                    self.refused(server, line, -32600)
            self.alive(server)

    def test_an_unknown_method_is_named_with_its_neighbours(self):
        with self.scratch.server() as server:
            answer = server.answer({"jsonrpc": "2.0", "id": "a", "method": "memory/fnid", "params": {}})
            self.assertEqual(answer["error"]["code"], -32601)
            self.assertIn("memory/fnid", answer["error"]["message"])
            self.assertIn("memory/find", answer["error"]["message"])

    def test_wrong_arguments_are_named(self):
        with self.scratch.server() as server:
            for params, needle in (
                ({}, "query"), ({"query": 7}, "query"), ({"query": "x", "limit": "ten"}, "limit"), ({"query": "x", "limit": 0}, "limit"), ({"query": "x", "limit": 10**30}, "limit"),
                ({"query": "x", "limti": 5}, "limit"), ({"query": "x", "as_of": "yesterday-ish"}, "as_of"), ({"query": "x", "category": "prefrences"}, "preferences"),
                ({"query": "x", "within": "http://example.org"}, "within"),
            ):
                with self.subTest(params=params):
                    answer = server.answer({"jsonrpc": "2.0", "id": 1, "method": "memory/find", "params": params})
                    self.assertEqual(answer["error"]["code"], -32602, answer)
                    self.assertIn(needle, answer["error"]["message"])
            for params in ([1], "x", 7):
                with self.subTest(params=params):
                    answer = server.answer({"jsonrpc": "2.0", "id": 2, "method": "memory/find", "params": params})
                    self.assertIn(answer["error"]["code"], (-32600, -32602), answer)
            self.alive(server)

    def test_ids_come_back_as_they_were(self):
        with self.scratch.server() as server:
            for identifier in (0, -1, 2**53, 2**53 + 1, -(2**63), "", "a", "1", "\u20ac\n\"\\", "x" * 10_000):
                with self.subTest(id=str(identifier)[:30]):
                    answer = server.answer({"jsonrpc": "2.0", "id": identifier, "method": "status", "params": {}})
                    self.assertIs(type(answer["id"]), type(identifier))

    def test_a_line_of_50_megabytes_is_answered(self):
        with self.scratch.server() as server:
            line = json.dumps({"jsonrpc": "2.0", "id": "large", "method": "memory/remember", "params": {"content": "harvest " * 6_250_000}})
            self.assertGreater(len(line), 50_000_000)
            start = len(server.lines)
            server.send_bytes(line.encode() + b"\n")
            answer = server.wait(lambda message: "error" in message, within=60, start=start)
            self.assertRegex(answer["error"]["message"], r"at most \S*\d", "the limit is named")
            self.alive(server)
            done = server.call("memory/remember", {"content": "Afterwards it goes on."})
            self.assertEqual(done["action"], "created")

    def test_a_line_without_an_end_does_not_grow_for_ever(self):
        with self.scratch.server() as server:
            chunk = b"x" * 1_000_000
            try:
                for _ in range(200):
                    server.send_bytes(chunk)
                server.send_bytes(b"\n")
                answer = server.wait(lambda message: "error" in message, within=60)
                self.assertIn(answer["error"]["code"], (-32700, -32600))
                self.alive(server)
            except BrokenPipeError:
                self.fail("the server gave up on a long line instead of refusing it")
            self.assertLess(program.resident_kilobytes(server.process.pid), 400_000)

    def test_blank_lines_and_carriage_returns_are_skipped(self):
        with self.scratch.server() as server:
            server.send_bytes(b"\n\r\n   \n")
            server.send_bytes(b'{"jsonrpc":"2.0","id":5,"method":"status"}\r\n')
            self.assertIn("result", server.wait(lambda message: message.get("id") == 5))
            self.assertEqual(len(server.lines), 1)

    def test_notifications_are_never_answered(self):
        with self.scratch.server() as server:
            for method in ("notifications/initialized", "notifications/cancelled", "no/such", "memory/find", "notifications/roots/list_changed"):
                server.send({"jsonrpc": "2.0", "method": method, "params": {"requestId": 99}})
            server.send({"jsonrpc": "2.0", "id": 12, "result": {}})
            self.alive(server)
            self.assertEqual(len(server.lines), 1, server.lines)

    def test_a_last_line_without_an_end_is_answered_too(self):
        done = self.scratch.run("mcp", stdin=b'{"jsonrpc":"2.0","id":1,"method":"status"}')
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(b'"version"', done.stdout)


class Commands(ProgramTest):
    def test_content_is_taken_byte_for_byte(self):
        samples = [
            "rm -rf $HOME; `ls` && echo | cat", "\"quotes\" and 'quotes' and \\ and %s", "日本語のメモ：りんごの収穫", "emoji 🍎🍏 and a\u0301 combining", "line one\n\nline three\t tab",
            "\u2028 separator", "  leading and trailing  ", "<b>html</b> & {{braces}}", "-- --option -x", "x" * 1_000_000,
        ]
        for number, sample in enumerate(samples):
            with self.subTest(sample=sample[:30]):
                uri = self.scratch.json("remember", "--category=events", "-", stdin=sample)["uri"]
                node = self.scratch.call("memory/read", uri=uri, layer="all")
                self.assertEqual(node["l2"], sample)

    def test_content_that_is_too_long_or_holds_a_nul_is_refused_by_name(self):
        done = self.scratch.run("remember", "-", stdin="x" * 2_000_000)
        self.assertNotEqual(done.returncode, 0)
        self.assertRegex(done.stderr.decode(), r"1 M|1,?048,?576")
        done = self.scratch.run("remember", "-", stdin=b"before\0after")
        self.assertNotEqual(done.returncode, 0)
        self.assertRegex(done.stderr.decode(), r"(?i)nul")

    def test_mistakes_at_the_command_line_say_what_to_do(self):
        for arguments, needle in ((("fnid", "x"), "find"), (("find",), "query"), (("read", "mem://user/nope/nope"), "mem://user/nope/nope"), (("read", "http://x"), "mem://")):
            with self.subTest(arguments=arguments):
                done = self.scratch.run(*arguments)
                self.assertNotEqual(done.returncode, 0)
                self.assertIn(needle, done.stderr.decode().lower())

    def test_json_on_stdout_is_only_json(self):
        self.scratch.run("remember", "Tabs in makefiles.", check=True)
        for arguments in (("find", "tabs"), ("search", "tabs"), ("tree",), ("profile",), ("status",), ("timeline",)):
            with self.subTest(command=arguments[0]):
                self.assertIsInstance(self.scratch.json(*arguments), dict)


class DisksThatRefuse(ProgramTest):
    """Read-only and full disks. As root, permissions do not hold, so another user is needed; a full disk is a small tmpfs."""

    def as_nobody(self, *arguments, stdin=b""):
        binary = self.scratch.root / "continuity"
        if not binary.exists():
            shutil.copy(program.PROGRAM, binary)
            os.chmod(self.scratch.root, 0o755)
            os.chmod(binary, 0o755)
        return subprocess.run(
            [str(binary), *arguments], input=stdin, capture_output=True, timeout=60, cwd="/", env=self.scratch.environment(),
            **({"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}))

    def test_a_home_that_cannot_be_written(self):
        self.scratch.store_folder.mkdir()
        os.chmod(self.scratch.store_folder, 0o555)
        os.chmod(self.scratch.user_home, 0o555)
        done = self.as_nobody("hook", "tool", stdin=json.dumps(self.tool_call()).encode())
        self.assertOneClearLine(done, ".continuity")
        self.assertEqual(list(self.scratch.store_folder.iterdir()), [])

    def test_a_store_that_cannot_be_written_is_still_read(self):
        self.scratch.run("remember", "--category=events", "The pump was replaced in May.", check=True)
        for folder, _, files in os.walk(self.scratch.user_home):
            os.chmod(folder, 0o555)
            for name in files:
                os.chmod(os.path.join(folder, name), 0o444)
        done = self.as_nobody("hook", "tool", stdin=json.dumps(self.tool_call()).encode())
        self.assertOneClearLine(done, "continuity.db")

    def test_a_full_disk_is_said_and_loses_nothing(self):
        if os.geteuid() != 0:
            self.skipTest("a small file system can be mounted by root only")
        mount = self.scratch.root / "small"
        mount.mkdir()
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", str(mount)], capture_output=True, text=True)
        if done.returncode:
            self.skipTest(f"no small file system can be mounted here: {done.stderr.strip()}")
        self.addCleanup(subprocess.run, ["umount", "-l", str(mount)])
        self.scratch.store_folder = mount / "home"
        acknowledged = []
        for number in range(400):
            session = f"s-{number}"
            done = self.scratch.hook("submit", self.prompt(f"Prompt number {number}: " + "harvest " * 400, session=session))
            self.assertIn(done.returncode, (0, 1))
            if done.returncode:
                self.assertOneClearLine(done, "disk")
                break
            acknowledged.append(session)
        else:
            self.fail("the disk never filled up")
        self.assertGreater(len(acknowledged), 3)
        kept = {row[0] for row in self.scratch.rows("SELECT session FROM observations WHERE kind = 'prompt'")}
        self.assertEqual(set(acknowledged) - kept, set())
        # After room was made it goes on.
        subprocess.run(["mount", "-o", "remount,size=20m", str(mount)], check=True)
        self.assertRecorded(self.scratch.hook("submit", self.prompt("It goes on.", session="afterwards")))
        self.assertEqual(self.scratch.integrity(), ["ok"])


if __name__ == "__main__":
    unittest.main()
