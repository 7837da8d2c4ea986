"""The program under test as a user meets it: a process with arguments, stdin, an environment and a store in a folder."""

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import threading
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
PROGRAM = Path(os.environ.get("CONTINUITY_BINARY") or REPOSITORY / ".build" / "release" / "continuity").resolve()
PLUGIN = Path(os.environ.get("CONTINUITY_PLUGIN") or REPOSITORY / "plugin").resolve()


def wait_until(condition, what, within=30.0):
    """Waits for a condition to hold and returns its value; fails by name when the deadline passes."""
    end = time.monotonic() + within
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"not within {within:g} s: {what}")
        time.sleep(0.02)


def processes_with(name, value):
    """(pid, command line) of the live processes whose environment holds NAME=value. Linux only; elsewhere none are seen."""
    wanted = f"{name}={value}".encode()
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if wanted in (entry / "environ").read_bytes().split(b"\0") and (entry / "stat").read_text().rsplit(")", 1)[1].split()[0] != "Z":
                found.append((int(entry.name), (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()))
        except OSError:
            continue
    return found


class Scratch:
    """A user's home in a temporary folder, removed at the end; HOME and CONTINUITY_HOME point into it."""

    def __init__(self, prefix="continuity-e2e-", folder=None):
        self.root = Path(tempfile.mkdtemp(prefix=prefix, dir=folder)).resolve()
        self.store_folder = self.root / "home" / ".continuity"
        self.user_home = self.root / "home"
        self.user_home.mkdir()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        for pid, _ in processes_with("E2E_SCRATCH", str(self.root)):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        for folder, folders, _ in os.walk(self.root):
            for name in folders:
                try:
                    os.chmod(os.path.join(folder, name), 0o700)
                except OSError:
                    pass
        shutil.rmtree(self.root, ignore_errors=True)

    @property
    def database(self):
        return self.store_folder / "continuity.db"

    def project(self, name):
        """A folder that the resolver takes for a project: a git repository of its own."""
        folder = self.root / "projects" / name
        (folder / ".git").mkdir(parents=True, exist_ok=True)
        (folder / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
        return folder

    def environment(self, **extra):
        return {
            "HOME": str(self.user_home), "CONTINUITY_HOME": str(self.store_folder), "PATH": "/usr/local/bin:/usr/bin:/bin",
            "LANG": "C.UTF-8", "E2E_SCRATCH": str(self.root),
            # Whoever runs the tests may have `claude` or a key: nothing is asked of it.
            "CONTINUITY_LLM_PROVIDER": "none", **extra,
        }

    def run(self, *arguments, stdin=b"", cwd=None, timeout=60, check=False, **extra):
        """Runs `continuity ARGUMENTS`; `check` fails with the program's words unless it exits 0."""
        if isinstance(stdin, str):
            stdin = stdin.encode()
        done = subprocess.run(
            [str(PROGRAM), *map(str, arguments)], input=stdin, capture_output=True, timeout=timeout, cwd=str(cwd or self.user_home),
            env=self.environment(**extra))
        if check and done.returncode:
            raise AssertionError(f"continuity {' '.join(map(str, arguments))}: exit {done.returncode}: {done.stderr.decode(errors='replace')}")
        return done

    def json(self, *arguments, **options):
        return json.loads(self.run(*arguments, "--json", check=True, **options).stdout)

    def hook(self, event, payload, **options):
        """`continuity hook EVENT` with a payload (an object, or bytes as they are)."""
        body = payload if isinstance(payload, bytes) else json.dumps(payload, ensure_ascii=False).encode()
        return self.run("hook", event, stdin=body, **options)

    def drain(self, within=60):
        """Waits until the queue is empty; runs the worker by hand as well, for a test that did not start one."""
        self.run("worker", timeout=within, check=True)
        return wait_until(lambda: self.json("status")["pending"]["jobs"] == 0, "an empty queue", within)

    def rows(self, sql, *values):
        """Reads the database as any other program would."""
        connection = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=10)
        try:
            return connection.execute(sql, values).fetchall()
        finally:
            connection.close()

    def integrity(self):
        return [row[0] for row in self.rows("PRAGMA integrity_check")]

    def stored_bytes(self):
        """Everything that stands in the store's folder, name -> bytes: database, WAL, logs, spool."""
        return {str(path.relative_to(self.store_folder)): path.read_bytes() for path in self.store_folder.rglob("*") if path.is_file()}

    def server(self, **options):
        return StdioServer(self, **options)

    def call(self, method, **params):
        """One plain JSON-RPC call to a server of its own."""
        with self.server() as server:
            return server.call(method, params)


class RPCFailure(Exception):
    def __init__(self, method, error):
        super().__init__(f"{method}: {error}")
        self.error = error


class StdioServer:
    """`continuity mcp`, spoken to line by line. A thread reads what it says, so a test can never deadlock on a pipe."""

    def __init__(self, scratch, cwd=None, **extra):
        self.scratch = scratch
        self.process = subprocess.Popen(
            [str(PROGRAM), "mcp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            cwd=str(cwd or scratch.user_home), env=scratch.environment(**extra))
        self.lines = []  # every line of stdout, as bytes
        self.errors = []
        self._arrived = threading.Condition()
        self._ended = False
        self._next = 0
        self._readers = [
            threading.Thread(target=self._read_lines, daemon=True),
            threading.Thread(target=lambda: self.errors.extend(self.process.stderr), daemon=True),
        ]
        for reader in self._readers:
            reader.start()

    def _read_lines(self):
        for line in self.process.stdout:
            with self._arrived:
                self.lines.append(line)
                self._arrived.notify_all()
        with self._arrived:
            self._ended = True
            self._arrived.notify_all()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def send_bytes(self, data):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, message):
        self.send_bytes(json.dumps(message, ensure_ascii=False).encode() + b"\n")

    def wait(self, matching, within=30.0, start=0):
        """The first message from `start` on for which `matching` holds."""
        end = time.monotonic() + within
        seen = start
        with self._arrived:
            while True:
                while seen < len(self.lines):
                    message = json.loads(self.lines[seen])
                    seen += 1
                    if matching(message):
                        return message
                left = end - time.monotonic()
                if self._ended or left <= 0:
                    state = f"ended with {self.process.poll()}" if self._ended else f"nothing within {within:g} s"
                    raise AssertionError(f"the server: {state}; stderr: {b''.join(self.errors)[-500:]!r}; last line: {self.lines[-1:]!r}")
                self._arrived.wait(left)

    def answer(self, message, within=30.0):
        """Sends a request as it is and returns the answer with its id."""
        start = len(self.lines)
        self.send(message)
        return self.wait(lambda m: "id" in m and m["id"] == message["id"] and ("result" in m or "error" in m), within, start)

    def call(self, method, params=None, within=30.0):
        self._next += 1
        answer = self.answer({"jsonrpc": "2.0", "id": self._next, "method": method, "params": params or {}}, within)
        if "error" in answer:
            raise RPCFailure(method, answer["error"])
        return answer["result"]

    def initialize(self, version="2025-11-25"):
        result = self.call("initialize", {"protocolVersion": version, "capabilities": {}, "clientInfo": {"name": "e2e", "version": "1"}})
        self.send({"jsonrpc": "2.0", "method": "notifications/initialized"})
        return result

    def tool(self, name, **arguments):
        return self.call("tools/call", {"name": name, "arguments": arguments})

    def close(self, within=10):
        """End of input is how a client says goodbye: the server must end by itself, with 0."""
        if self.process.poll() is None:
            try:
                self.process.stdin.close()
            except BrokenPipeError:
                pass
            try:
                self.process.wait(within)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
                raise AssertionError(f"the server did not end within {within} s of the end of its input")
        for reader in self._readers:
            reader.join(5)
        return self.process.returncode


def text_of(tool_result):
    return "\n".join(block.get("text", "") for block in tool_result["content"])


def resident_kilobytes(pid):
    return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text()).group(1))


def processor_seconds(pid):
    """User and system time that a process has used so far; the clock ticks in hundredths."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
