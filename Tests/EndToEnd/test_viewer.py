"""The HTTP door of `continuity serve`, from outside: who may ask, what is refused and how, streams, MCP, starting and ending."""

import http.client
import json
import os
import signal
import socket
import stat
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import environments
import program
from cases import ProgramTest
from program import wait_until
from viewer import ViewerServer


class ServedTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.server = ViewerServer(self.scratch)
        self.addCleanup(self.server.__exit__)

    def status(self, method, path, *rest, **options):
        return self.server.request(method, path, *rest, **options)[0]


class Doors(ServedTest):
    def test_the_token_stands_in_a_file_for_its_owner_alone(self):
        self.assertEqual(stat.S_IMODE((self.scratch.store_folder / "token").stat().st_mode), 0o600)
        self.assertIn(self.server.token, self.server.link)

    def test_only_the_token_opens(self):
        for path in ("/api/status", "/api/tree", "/api/stream", "/metrics", "/rpc", "/mcp", "/api/memories"):
            with self.subTest(path=path):
                method = "POST" if path in ("/rpc", "/mcp") else "GET"
                self.assertEqual(self.status(method, path, authorized=False), 401)
                self.assertEqual(self.status(method, path, headers={"Authorization": "Bearer " + "0" * 64}, authorized=False), 401)
        self.assertEqual(self.status("GET", f"/api/status?token={self.server.token}", authorized=False), 401)

    def test_a_browser_gets_a_cookie_for_its_link(self):
        status, headers, _ = self.server.request("GET", self.server.link.split(str(self.server.port))[1], authorized=False)
        self.assertEqual((status, headers["Location"]), (303, "/"))
        cookie = headers["Set-Cookie"]
        for part in ("HttpOnly", "SameSite=Strict", "Path=/"):
            self.assertIn(part, cookie)
        self.assertEqual(self.status("GET", "/api/status", headers={"Cookie": cookie.split(";")[0]}, authorized=False), 200)
        self.assertEqual(self.status("GET", "/?token=wrong", authorized=False), 401)

    def test_other_hosts_and_other_pages_are_refused(self):
        for headers in (
            {"Host": "evil.example"}, {"Host": f"evil.example:{self.server.port}"}, {"Host": "127.0.0.1:1"}, {"Host": ""},
            {"Origin": "http://evil.example"}, {"Origin": "null"}, {"Origin": f"https://127.0.0.1:{self.server.port}"},
            {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
        ):
            with self.subTest(headers=headers):
                self.assertEqual(self.status("GET", "/api/status", headers=headers), 403)
                self.assertEqual(self.status("POST", "/api/memories", {"content": "from elsewhere"}, headers=headers), 403)
        self.assertEqual(self.scratch.json("status")["memories"]["total"], 0)

    def test_no_answer_allows_other_origins_or_is_guessed_at(self):
        for method, path in (("GET", "/"), ("GET", "/app.js"), ("GET", "/api/status"), ("GET", "/nowhere"), ("GET", "/metrics"), ("POST", "/rpc"), ("OPTIONS", "/api/tree")):
            with self.subTest(path=path):
                _, headers, _ = self.server.request(method, path)
                self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
                self.assertNotIn("Access-Control-Allow-Origin", headers)
                policy = headers["Content-Security-Policy"]
                self.assertIn("default-src 'none'", policy)
                self.assertNotIn("unsafe", policy)
                self.assertIn("frame-ancestors 'none'", policy)

    def test_health_says_only_that_it_lives_without_the_token(self):
        status, _, body = self.server.request("GET", "/api/health", authorized=False)
        self.assertEqual((status, json.loads(body)), (200, {"status": "ok"}))
        self.assertEqual(self.server.get("/api/health")["store"]["path"], str(self.scratch.database))


class Refusals(ServedTest):
    def test_each_wrong_request_has_its_status(self):
        for wanted, method, path, body, headers in (
            (404, "GET", "/nowhere", None, {}), (404, "GET", "/api/memory?uri=mem://user/nothing/here", None, {}), (404, "GET", "/api/sessions/none", None, {}),
            (405, "DELETE", "/api/tree", None, {}), (405, "GET", "/rpc", None, {}), (405, "GET", "/mcp", None, {}), (405, "DELETE", "/mcp", None, {}),
            (400, "GET", "/api/tree?depth=deep", None, {}), (400, "GET", "/api/tree?deep=1", None, {}), (400, "GET", "/api/search?q=%zz", None, {}),
            (400, "GET", "/api/search", None, {}), (400, "GET", "/api/search?q=x&as_of=yesterday", None, {}), (400, "GET", "/api/memory?uri=nowhere", None, {}),
            (400, "POST", "/api/memories", b"{", {"Content-Type": "application/json"}), (400, "POST", "/api/memories", b"[]", {"Content-Type": "application/json"}),
            (400, "POST", "/api/memories", b'{"content": 5}', {"Content-Type": "application/json"}), (400, "POST", "/rpc", b"{]", {"Content-Type": "application/json"}),
            (415, "POST", "/api/memories", b"content=x", {"Content-Type": "application/x-www-form-urlencoded"}), (415, "POST", "/rpc", b"{}", {"Content-Type": "text/plain"}),
        ):
            with self.subTest(path=path, method=method):
                found, headers, answer = self.server.request(method, path, body, headers)
                self.assertEqual(found, wanted, answer[:300])
                self.assertTrue(json.loads(answer)["error"]["message"])
                if found == 405:
                    self.assertTrue(headers["Allow"])

    def test_what_is_too_long_is_refused_before_it_is_read(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=20)
        connection.putrequest("POST", "/api/memories")
        for name, value in (("Authorization", f"Bearer {self.server.token}"), ("Content-Type", "application/json"), ("Content-Length", str(1 << 30))):
            connection.putheader(name, value)
        connection.endheaders()
        self.assertEqual(connection.getresponse().status, 413)
        connection.close()

    def test_too_much_that_says_no_length_is_cut_off(self):
        raw = socket.create_connection(("127.0.0.1", self.server.port), timeout=30)
        raw.sendall(self.head("POST", "/api/memories", "Transfer-Encoding: chunked", "Content-Type: application/json"))
        block = b"a" * 65536
        try:
            for _ in range(200):
                raw.sendall(b"%x\r\n%s\r\n" % (len(block), block))
        except OSError:
            pass
        try:
            self.assertIn(b" 413 ", raw.recv(4096).split(b"\r\n")[0])
        except ConnectionResetError:
            pass
        raw.close()
        self.assertEqual(self.status("GET", "/api/status"), 200)

    def test_headers_without_end_are_refused(self):
        raw = socket.create_connection(("127.0.0.1", self.server.port), timeout=30)
        try:
            raw.sendall(b"GET / HTTP/1.1\r\n" + b"X-Long: " + b"a" * 200_000)
            answer = raw.recv(4096)
        except ConnectionResetError:
            answer = b""
        self.assertTrue(answer == b"" or answer.split(b" ")[1].startswith(b"4"), answer[:100])
        raw.close()

    def head(self, method, path, *more):
        lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.server.port}", f"Authorization: Bearer {self.server.token}", *more]
        return "\r\n".join(lines).encode() + b"\r\n\r\n"

    def test_half_sent_requests_are_cut_within_30_seconds(self):
        """However busily they trickle: a byte a second keeps nobody's place."""
        openings = {
            "nothing": b"", "half a line": b"GET /api/st", "no end of the headers": b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n",
            "half a body": self.head("POST", "/api/memories", "Content-Type: application/json", "Content-Length: 5000") + b'{"content": "',
            "a body of which nothing comes": self.head("POST", "/rpc", "Content-Type: application/json", "Content-Length: 50"),
        }

        def wait(opening, trickles):
            raw = socket.create_connection(("127.0.0.1", self.server.port), timeout=1)
            raw.sendall(opening)
            began = time.monotonic()
            while time.monotonic() - began < 40:
                try:
                    if raw.recv(4096) == b"":
                        return time.monotonic() - began
                except TimeoutError:
                    pass
                except OSError:
                    return time.monotonic() - began
                if trickles:
                    try:
                        raw.sendall(b"a")
                    except OSError:
                        return time.monotonic() - began
            return None

        with ThreadPoolExecutor(16) as pool:
            waits = {(name, trickles): pool.submit(wait, opening, trickles) for name, opening in openings.items() for trickles in (False, True)}
        for (name, trickles), future in waits.items():
            with self.subTest(opening=name, trickles=trickles):
                self.assertIsNotNone(future.result(), "the connection is still open after 40 s")
                self.assertLess(future.result(), 30)

    def test_random_bytes_do_not_end_it(self):
        import random
        generator = random.Random(3)
        for _ in range(60):
            raw = socket.create_connection(("127.0.0.1", self.server.port), timeout=5)
            try:
                raw.sendall(bytes(generator.randrange(256) for _ in range(generator.randrange(1, 600))))
            except OSError:
                pass
            raw.close()
        self.assertEqual(self.status("GET", "/api/status"), 200)


class Corrections(ServedTest):
    def test_edit_pin_forget_and_the_way_back(self):
        made = self.server.post("/api/memories", content="The harvest begins in Mai.", category="events", title="Harvest", project="orchard")
        uri = made["uri"]
        edited = self.server.post("/api/memory/edit", uri=uri, content="The harvest begins in May.")
        self.assertEqual(self.server.get(f"/api/memory?uri={uri}&layer=l2")["l2"], "The harvest begins in May.")
        self.assertEqual([item["uri"] for item in self.server.get("/api/search?q=May")["items"]], [uri])
        self.assertEqual(self.server.post("/api/memory/restore", uri=uri, revision=edited["revision"])["action"], "restored")
        self.assertEqual(self.server.get(f"/api/memory?uri={uri}&layer=l2")["l2"], "The harvest begins in Mai.")
        self.assertTrue(self.server.post("/api/memory/pin", uri=uri)["pinned"])
        self.server.post("/api/memory/forget", uri=uri, reason="A test.")
        self.assertEqual([item["uri"] for item in self.server.get("/api/memories?state=retracted")["items"]], [uri])
        self.assertEqual(self.server.get("/api/search?q=harvest")["items"], [])
        self.server.post("/api/memory/restore", uri=uri)
        self.assertEqual([item["uri"] for item in self.server.get("/api/search?q=harvest")["items"]], [uri])
        self.assertEqual(self.scratch.json("find", "--all-projects", "harvest")["items"][0]["uri"], uri)

    def test_an_edit_of_what_changed_meanwhile_is_refused(self):
        uri = self.server.post("/api/memories", content="Tea at four.", category="events")["uri"]
        seen = self.server.get(f"/api/memory?uri={uri}")["updated_at"]
        time.sleep(0.01)
        self.server.post("/api/memory/edit", uri=uri, content="Tea at five.")
        status, _, body = self.server.request("POST", "/api/memory/edit", {"uri": uri, "content": "Tea at six.", "unchanged_since": seen})
        self.assertEqual(status, 400)
        self.assertIn("read it again", json.loads(body)["error"]["message"])

    def test_looking_is_no_use(self):
        uri = self.server.post("/api/memories", content="Counting use is delicate.", category="events")["uri"]
        for _ in range(3):
            self.server.get("/api/search?q=delicate")
            self.server.get(f"/api/memory?uri={uri}")
        self.assertEqual(self.server.get(f"/api/memory?uri={uri}")["access_count"], 0)


class Streams(ServedTest):
    def listen(self, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        connection.request("GET", "/api/stream", headers={"Authorization": f"Bearer {self.server.token}", **(headers or {})})
        answer = connection.getresponse()
        self.assertEqual((answer.status, answer.headers.get_content_type()), (200, "text/event-stream"))
        lines = []
        threading.Thread(target=lambda: lines.extend(iter(answer.readline, b"")), daemon=True).start()
        self.addCleanup(connection.close)
        return lines

    def test_what_another_process_writes_is_told_with_an_id(self):
        lines = self.listen()
        wait_until(lambda: any(line.startswith(b":") for line in lines), "the stream is open")
        time.sleep(1.2)
        self.scratch.run("remember", "Told to whoever listens.", check=True)
        wait_until(lambda: b"event: change\n" in lines, "the change", 10)
        ids = [line for line in lines if line.startswith(b"id: ")]
        self.assertEqual(len(ids), 1)
        # Whoever comes back late is told at once; whoever missed nothing is not.
        early = self.listen({"Last-Event-ID": "another-run-7"})
        wait_until(lambda: b"event: change\n" in early, "what was missed", 5)
        late = self.listen({"Last-Event-ID": ids[0][4:].strip().decode()})
        wait_until(lambda: any(line.startswith(b":") for line in late), "the stream is open")
        time.sleep(1.5)
        self.assertNotIn(b"event: change\n", late)

    def test_it_ends_with_the_server(self):
        lines = self.listen()
        wait_until(lambda: lines, "the stream is open")
        self.server.process.send_signal(signal.SIGTERM)
        self.assertEqual(self.server.process.wait(10), 0)


class Protocols(ServedTest):
    def test_json_rpc_reaches_every_operation(self):
        answer = json.loads(self.server.request("POST", "/rpc", {"jsonrpc": "2.0", "id": "a", "method": "memory/remember", "params": {"content": "Over RPC."}})[2])
        self.assertEqual(answer["id"], "a")
        self.assertEqual(answer["result"]["action"], "created")
        self.assertEqual(json.loads(self.server.request("POST", "/rpc", {"jsonrpc": "2.0", "id": 1, "method": "none"})[2])["error"]["code"], -32601)
        self.assertEqual(self.status("POST", "/rpc", {"jsonrpc": "2.0", "method": "status"}), 202)

    def test_the_sdk_client_speaks_mcp_over_http_in_both_eras(self):
        python = environments.environment_or_skip("mcp-newest", "mcp==2.3.0", "jsonschema==4.26.0")
        for mode in ("auto", "legacy"):
            with self.subTest(mode=mode):
                done = subprocess.run(
                    [str(python), str(program.REPOSITORY / "Tests" / "EndToEnd" / "sdk" / "over_http.py"), mode, self.server.address + "/mcp", self.server.token],
                    capture_output=True, text=True, timeout=60, env=self.scratch.environment(PROGRAM_UNDER_TEST=str(program.PROGRAM)))
                self.assertEqual((done.returncode, done.stdout.strip()), (0, "ok"), done.stderr[-2000:])

    def test_metrics_are_read_by_prometheus(self):
        self.scratch.run("remember", "--category=events", "For the counters.", check=True)
        status, headers, body = self.server.request("GET", "/metrics")
        self.assertEqual(status, 200)
        self.assertTrue(headers["Content-Type"].startswith("text/plain; version=0.0.4"))
        samples = dict(line.rsplit(" ", 1) for line in body.decode().splitlines() if not line.startswith("#"))
        self.assertEqual(samples['continuity_memories{category="events"}'], "1")
        self.assertEqual(samples["continuity_up"], "1")
        self.assertGreaterEqual(float(samples['continuity_http_request_duration_seconds_bucket{le="+Inf"}']), 0)
        python = environments.environment_or_skip("prometheus", "prometheus-client==0.25.0")
        parse = "import sys; from prometheus_client.parser import text_string_to_metric_families as f; print(len(list(f(sys.stdin.read()))))"
        done = subprocess.run([str(python), "-c", parse], input=body.decode(), capture_output=True, text=True, timeout=30)
        self.assertGreater(int(done.stdout or 0), 10, done.stderr)

    def test_a_schema_fuzzer_finds_nothing(self):
        self.scratch.run("remember", "--category=entities", "The orchard API is a service of ours.", check=True)
        python = environments.environment_or_skip("schemathesis", "schemathesis==4.32.5")
        # Beyond 80 KB of request line the HTTP parser answers by itself, with 400 and nothing more.
        hooks = self.scratch.root / "hooks.py"
        hooks.write_text(
            "import schemathesis\nfrom urllib.parse import urlencode\n\n@schemathesis.hook\ndef filter_query(context, query):\n"
            "    return len(urlencode(query or {}, doseq=True)) < 60_000\n")
        done = subprocess.run(
            [str(python.parent / "schemathesis"), "run", f"{self.server.address}/api/openapi.json", "--url", self.server.address,
             "-H", f"Authorization: Bearer {self.server.token}", "--exclude-path", "/api/stream", "--max-examples", "40", "--seed", "7", "--no-color"],
            capture_output=True, text=True, timeout=600, cwd=self.scratch.root,
            env={**os.environ, "SCHEMATHESIS_HOOKS": "hooks", "PYTHONPATH": str(self.scratch.root)})
        self.assertEqual(done.returncode, 0, done.stdout[-6000:] + done.stderr[-2000:])
        self.assertEqual(self.status("GET", "/api/status"), 200)


class Lifetime(ServedTest):
    def test_signals_end_it_cleanly(self):
        self.server.get("/api/status")
        self.server.process.send_signal(signal.SIGTERM)
        self.assertEqual(self.server.process.wait(10), 0)
        self.assertEqual(b"".join(self.server.errors), b"")
        with self.assertRaises(OSError):
            socket.create_connection(("127.0.0.1", self.server.port), timeout=2)

    def test_a_second_one_says_who_holds_the_port(self):
        done = self.scratch.run("serve", f"--port={self.server.port}", timeout=20)
        words = self.assertOneClearLine(done, str(self.server.port), f"process {self.server.process.pid}", "serves already", "--port=0")
        self.assertNotIn("bind(", words)

    def test_a_port_of_another_program_is_named_too(self):
        with socket.create_server(("127.0.0.1", 0)) as other:
            done = self.scratch.run("serve", f"--port={other.getsockname()[1]}", timeout=20)
            self.assertOneClearLine(done, "is held by process", "--port=0")

    def test_two_hundred_readers_at_once(self):
        for number in range(50):
            self.server.post("/api/memories", content=f"Memory number {number} of the orchard.", category="events", project="orchard")
        paths = ["/api/search?q=orchard&explain=true", "/api/tree?depth=3", "/api/timeline", "/api/memories", "/api/status", "/api/graph", "/", "/app.js"]
        gate = threading.Barrier(200)

        def read(number):
            gate.wait()
            return [self.server.request("GET", paths[(number + step) % len(paths)], timeout=60)[0] for step in range(5)]

        with ThreadPoolExecutor(200) as pool:
            answers = [status for statuses in pool.map(read, range(200)) for status in statuses]
        self.assertEqual({status: answers.count(status) for status in set(answers)}, {200: 1000})

    def test_what_it_writes_is_seen_by_processes_that_come_and_go(self):
        """Several connections in one process must not cost each other their locks: a process that ends would then delete the log under us."""
        with ThreadPoolExecutor(32) as pool:
            self.assertEqual({200}, set(pool.map(lambda _: self.status("GET", "/api/search?q=orchard"), range(200))))
        uri = self.server.post("/api/memories", content="Seen by everybody.", category="events")["uri"]
        for number in range(5):
            self.assertEqual(self.scratch.json("read", uri)["pinned"], number % 2 == 1)
            self.server.post("/api/memory/pin", uri=uri, pinned=number % 2 == 0)
        self.scratch.run("remember", "Written between.", check=True)
        self.assertEqual(self.server.get("/api/status")["memories"]["total"], 2)
        self.assertEqual(self.scratch.integrity(), ["ok"])

    def test_listening_for_others_is_warned_of(self):
        with ViewerServer(self.scratch, "--host=0.0.0.0") as everywhere:
            wait_until(lambda: everywhere.errors, "a warning")
            self.assertIn(b"Other machines can reach", b"".join(everywhere.errors))
            self.assertEqual(everywhere.request("GET", "/api/status", authorized=False)[0], 401)
