"""`continuity serve` as a program or a browser meets it, and stores for it to show."""

import http.client
import json
import random
import re
import subprocess
import threading

import program
from program import wait_until


class ViewerServer:
    """A server on a free port, over the store of a scratch home."""

    def __init__(self, scratch, *arguments, **extra):
        self.scratch = scratch
        self.lines = []
        self.process = subprocess.Popen(
            [str(program.PROGRAM), "serve", "--port=0", *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env=scratch.environment(**extra), cwd=str(scratch.user_home))
        self.errors = []
        threading.Thread(target=lambda: self.lines.extend(self.process.stdout), daemon=True).start()
        threading.Thread(target=lambda: self.errors.extend(self.process.stderr), daemon=True).start()
        wait_until(lambda: self.lines or self.process.poll() is not None, "the link")
        if not self.lines:
            raise AssertionError(f"serve ended with {self.process.returncode}: {b''.join(self.errors)}")
        self.link = re.search(r"http://\S+", self.lines[0].decode()).group(0)
        self.port = int(re.search(r":(\d+)/", self.link).group(1))
        self.address = f"http://127.0.0.1:{self.port}"
        self.token = (scratch.store_folder / "token").read_text().strip()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()

    def request(self, method, path, body=None, headers=None, authorized=True, timeout=30):
        """(status, headers, body) of one request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            sent = {"Authorization": f"Bearer {self.token}"} if authorized else {}
            if body is not None and not isinstance(body, bytes):
                body = json.dumps(body).encode()
                sent["Content-Type"] = "application/json"
            connection.request(method, path, body, {**sent, **(headers or {})})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def get(self, path):
        status, _, body = self.request("GET", path)
        if status != 200:
            raise AssertionError(f"GET {path}: {status} {body[:300]!r}")
        return json.loads(body)

    def post(self, path, **body):
        status, _, answer = self.request("POST", path, body)
        if status != 200:
            raise AssertionError(f"POST {path}: {status} {answer[:300]!r}")
        return json.loads(answer)


SUBJECTS = "orchard harvest invoice ledger scheduler broker cache migration release gateway parser index worker queue tariff meter".split()
VERBS = "rounds retries drops caches splits merges verifies delays compresses signs".split()
OBJECTS = "prices events tokens rows images batches sessions requests weights backups".split()
# Of the kinds that are never merged: as many memories stand there as were told.
CATEGORIES = [("user", "entities"), ("user", "events"), ("agent", "cases")]


def sentence(generator):
    return f"The {generator.choice(SUBJECTS)} {generator.choice(VERBS)} {generator.choice(OBJECTS)} number {generator.randrange(10_000)} after the {generator.choice(SUBJECTS)}."


def fill(scratch, count, seed=7, sessions=20):
    """Remembers `count` generated memories, over one stdio server."""
    generator = random.Random(seed)
    with scratch.server() as server:
        for number in range(count):
            folder, category = generator.choice(CATEGORIES)
            server.send({"jsonrpc": "2.0", "id": number, "method": "memory/remember", "params": {
                "content": " ".join(sentence(generator) for _ in range(generator.randrange(1, 4))), "category": category,
                "uri": f"mem://{folder}/{category}/memory-{number}", "project": generator.choice(["orchard", "cellar", "press"]),
                "session_id": f"s-{generator.randrange(sessions)}"}})
        wait_until(lambda: len(server.lines) >= count, f"{count} memories", 600)
        refused = [line for line in server.lines if b'"error"' in line]
        if refused:
            raise AssertionError(f"{len(refused)} of {count} were refused, as {refused[0]!r}")
