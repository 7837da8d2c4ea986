"""A working day in a few seconds: stdio servers, hooks, the worker, the viewer, imports, exports and backups on one file, each in processes of its own.

What every caller was told is written down with its time, and checked afterwards: memories that are edited, pinned, forgotten and read behave as if one
process after the other had come by; nothing acknowledged is gone; nobody is told that the file is busy.
"""

import json
import random
import re
import sqlite3
import threading
import time
from collections import Counter

from linearizability import Operation, history_fault, register_faults
from program import RPCFailure, StdioServer
from viewer import ViewerServer

# A node is given up for a new one after so many operations: its history is in every answer, and the search for an order grows with it.
OPERATIONS_OF_A_REGISTER = 150
OPERATIONS_OF_FLAGS = 60
WORDS_OF_A_GATHERING = 60


class Day:
    """`run` lets everybody work for some seconds; then `faults` is empty, or says what was wrong."""

    def __init__(self, scratch, seed, servers=5, hooks=2):
        self.scratch = scratch
        self.seed = seed
        self.server_count, self.hook_count = servers, hooks
        self.lock = threading.Lock()
        self.ended = threading.Event()
        self.histories = {}  # uri -> [Operation]
        self.generations = Counter()
        self.counted = Counter()  # uri of a counter -> increments that were acknowledged
        self.gathered = {}  # uri of a mergeable memory -> words that were acknowledged
        self.created = {}  # uri -> content
        self.hooked = Counter()  # (session, kind) -> hooks that were acknowledged
        self.copies = []  # (path, memories that were acknowledged before it was begun)
        self.longest = Counter()
        self.acknowledged = 0
        self.processes = 0
        self.faults = []

    # What the actors share

    def node(self, kind, limit):
        """The URI of the node of this kind that is in use now."""
        with self.lock:
            number = self.generations[kind] // limit
            self.generations[kind] += 1
        return f"mem://user/{'preferences' if kind.startswith('gathering') else 'entities'}/{kind}-{number}"

    def note(self, uri, begin, kind, argument, result, actor):
        with self.lock:
            self.histories.setdefault(uri, []).append(Operation(begin, time.monotonic(), kind, argument, result, actor))

    def fault(self, words):
        with self.lock:
            self.faults.append(words[:500])

    def timed(self, what, work):
        """Runs `work`; notes how long it took, and a refusal that speaks of a lock."""
        begin = time.monotonic()
        try:
            result = work()
            with self.lock:
                self.acknowledged += 1
            return result
        except RPCFailure as failure:
            if re.search(r"busy|locked", str(failure)):
                self.fault(f"{what}: {failure}")
            raise
        finally:
            seconds = time.monotonic() - begin
            with self.lock:
                self.longest[what] = max(self.longest[what], seconds)

    def program(self, what, *arguments, **options):
        done = self.timed(what, lambda: self.scratch.run(*arguments, timeout=120, **options))
        with self.lock:
            self.processes += 1
        words = done.stderr.decode(errors="replace")
        if done.returncode or re.search(r"busy|locked", words):
            self.fault(f"{what}: exit {done.returncode}: {words}")
        return done

    # Actors

    def agent(self, name, call, generator):
        """One caller of operations, over whatever door `call(method, params)` is."""
        number = 0
        while not self.ended.is_set():
            number += 1
            value = f"{name}-{number}"
            choice = generator.random()
            try:
                if choice < 0.35:
                    self.use_register(name, call, generator, value)
                elif choice < 0.5:
                    self.use_flags(name, call, generator)
                elif choice < 0.65:
                    self.count_up(name, call, generator)
                elif choice < 0.75:
                    self.gather(call, generator, value)
                elif choice < 0.95:
                    words = f"The {generator.choice(['press', 'cellar', 'gate'])} of {value} opens at {number % 24} o'clock for crew {value}."
                    uri = self.timed("remember", lambda: call("memory/remember", {"content": words, "category": "events"}))["uri"]
                    with self.lock:
                        self.created[uri] = words
                else:
                    self.timed("find", lambda: call("memory/find", {"query": f"when does the gate of {name} open", "limit": 5}))
            except Exception as error:  # noqa: BLE001
                if not self.ended.is_set() or not isinstance(error, (BrokenPipeError, AssertionError)):
                    self.fault(f"{name}: {type(error).__name__}: {error}")
                    return

    def stand(self, call, uri, content):
        """Makes the node unless it stands. Its first content is the same, whoever is first."""
        return self.timed("remember", lambda: call("memory/remember", {"content": content, "category": "entities", "uri": uri}))

    def use_register(self, name, call, generator, value):
        uri = self.node(f"register{generator.randrange(3)}", OPERATIONS_OF_A_REGISTER)
        self.first(call, uri)
        begin = time.monotonic()
        if generator.random() < 0.5:
            content = f"It holds {value}."
            self.timed("edit", lambda: call("memory/edit", {"uri": uri, "content": content}))
            self.note(uri, begin, "write", content, None, name)
        else:
            content = self.timed("read", lambda: call("memory/read", {"uri": uri, "layer": "l2"}))["l2"]
            self.note(uri, begin, "read", None, content, name)

    def first(self, call, uri):
        with self.lock:
            mine = uri not in self.histories
            if mine:
                self.histories[uri] = None
        if mine:
            self.stand(call, uri, "It holds nothing yet.")
            self.histories[uri] = []
            return
        while self.histories[uri] is None:
            time.sleep(0.001)

    def use_flags(self, name, call, generator):
        uri = self.node("flags", OPERATIONS_OF_FLAGS)
        self.first(call, uri)
        begin = time.monotonic()
        kind = generator.choice(["pin", "unpin", "forget", "restore", "read", "read"])
        try:
            if kind in ("pin", "unpin"):
                self.timed("pin", lambda: call("memory/pin", {"uri": uri, "pinned": kind == "pin"}))
                result = "done"
            elif kind == "read":
                node = self.timed("read", lambda: call("memory/read", {"uri": uri}))
                result = ("retracted_at" in node, node.get("pinned", False))
            else:
                result = self.timed(kind, lambda: call(f"memory/{kind}", {"uri": uri}))["action"]
        except RPCFailure as failure:
            if "was forgotten" not in str(failure):
                raise
            result = "refused"
        self.note(uri, begin, kind, None, result, name)

    def count_up(self, name, call, generator):
        """Reads a number and writes the next one, unless somebody was faster: `unchanged_since`."""
        uri = f"mem://user/entities/counter-{generator.randrange(2)}"
        node = self.timed("read", lambda: call("memory/read", {"uri": uri, "layer": "l2"}))
        number = int(node["l2"].split()[-1].rstrip("."))
        try:
            self.timed("edit", lambda: call(
                "memory/edit", {"uri": uri, "content": f"The count is {number + 1}.", "unchanged_since": node["updated_at"]}))
            with self.lock:
                self.counted[uri] += 1
        except RPCFailure as failure:
            if "changed at" not in str(failure):
                raise

    def gather(self, call, generator, value):
        uri = self.node("gathering", WORDS_OF_A_GATHERING)
        words = f"Tool {value.replace('-', 'x')} hangs on hook {generator.randrange(10_000)} beside lamp {value.replace('-', 'y')}."
        answer = self.timed("remember", lambda: call("memory/remember", {"content": words, "category": "preferences", "uri": uri}))
        with self.lock:
            self.gathered.setdefault(uri, []).append((answer["uri"], words))

    def hooks(self, name):
        number = 0
        cwd = str(self.scratch.project("orchard"))
        while not self.ended.is_set():
            number += 1
            common = {"session_id": name, "cwd": cwd}
            for kind, event, payload in [
                ("prompt", "submit", {"hook_event_name": "UserPromptSubmit", "prompt": f"Weigh crate {number} of {name}."}),
                ("tool", "tool", {
                    "hook_event_name": "PostToolUse", "tool_name": "Bash", "tool_input": {"command": f"weigh {number}"},
                    "tool_response": {"stdout": "12 kg"}, "tool_use_id": f"t-{number}"}),
                ("reply", "stop", {"hook_event_name": "Stop", "last_assistant_message": f"Crate {number} of {name} weighs 12 kg."}),
            ]:
                done = self.program(f"hook {event}", "hook", event, stdin=json.dumps({**common, **payload}))
                if done.returncode == 0:
                    with self.lock:
                        self.hooked[(name, kind)] += 1

    def keeper(self, generator):
        """Whoever looks after the store: imports, backups, exports, the worker, questions from the command line."""
        number = 0
        folder = self.scratch.root / "notes"
        while not self.ended.is_set():
            number += 1
            (folder / str(number)).mkdir(parents=True)
            for note in range(5):
                (folder / str(number) / f"{note}.md").write_text(f"# Note {number}.{note}\n\nBarrel {number}.{note} was filled in spring.\n")
            self.program("import", "import", "--from=markdown", f"--path={folder / str(number)}")
            with self.lock:
                before = dict(self.created)
            copy = self.scratch.root / f"copy-{number}.db"
            self.program("backup", "backup", f"--path={copy}")
            self.copies.append((copy, before))
            self.program("export", "export", f"--output={self.scratch.root / f'export-{number}.jsonl'}")
            self.program("find", "find", "--json", "--all-projects", "barrel")

    def worker(self):
        while not self.ended.is_set():
            self.program("worker", "worker")

    # The day

    def run(self, seconds):
        generator = random.Random(self.seed)
        viewer = ViewerServer(self.scratch)
        servers = [StdioServer(self.scratch, cwd=self.scratch.project("orchard")) for _ in range(self.server_count)]
        self.processes += 1 + len(servers)
        for number in range(2):
            self.stand(servers[0].call, f"mem://user/entities/counter-{number}", "The count is 0.")
        actors = [
            threading.Thread(target=self.agent, args=(f"a{number}", server.call, random.Random(generator.random())))
            for number, server in enumerate(servers)
        ]
        for number in range(2):
            actors.append(threading.Thread(target=self.agent, args=(f"v{number}", ViewerDoor(viewer).call, random.Random(generator.random()))))
        actors += [threading.Thread(target=self.hooks, args=(f"h{number}",)) for number in range(self.hook_count)]
        actors += [threading.Thread(target=self.keeper, args=(generator,)), threading.Thread(target=self.worker)]
        for actor in actors:
            actor.start()
        time.sleep(seconds)  # the length of the day, not a wait for something
        self.ended.set()
        for actor in actors:
            actor.join(180)
        for server in servers:
            server.close()
            words = b"".join(server.errors).decode(errors="replace")
            if re.search(r"busy|locked", words):
                self.fault(f"a server said: {words}")
        viewer.process.terminate()
        viewer.process.wait(30)
        self.scratch.drain(180)
        self.check()

    def check(self):
        for uri, history in self.histories.items():
            if "/flags-" in uri:
                fault = history_fault(history, (False, False), flags_step)
                self.faults += [f"{uri}: {fault}"] if fault else []
            else:
                self.faults += [f"{uri}: {fault}" for fault in register_faults(history, "It holds nothing yet.")]
        kept = dict(self.scratch.rows("SELECT uri, l2_content FROM mem_nodes WHERE node_type = 'leaf'"))
        self.lost = [uri for uri, words in self.created.items() if kept.get(uri) != words]
        for uri, count in self.counted.items():
            if kept.get(uri) != f"The count is {count}.":
                self.lost.append(uri)
                self.faults.append(f"{uri}: {count} increments were acknowledged; it says: {kept.get(uri)}")
        for words in self.gathered.values():
            for place, sentence in words:
                earlier = self.scratch.rows(
                    "SELECT 1 FROM revisions JOIN mem_nodes ON mem_nodes.id = node_id WHERE uri = ? AND instr(revisions.l2_content, ?) > 0 LIMIT 1", place, sentence)
                if sentence not in kept.get(place, "") and not earlier:
                    self.lost.append(sentence)
        observed = {(session, kind): count for session, kind, count in self.scratch.rows("SELECT session, kind, count(*) FROM observations GROUP BY 1, 2")}
        for key, count in self.hooked.items():
            if observed.get(key, 0) != count:
                self.lost.append(f"{key}: {count} acknowledged, {observed.get(key)} kept")
        for path, before in self.copies:
            connection = sqlite3.connect(f"file:{path}?immutable=1", uri=True)
            copied = dict(connection.execute("SELECT uri, l2_content FROM mem_nodes WHERE node_type = 'leaf'"))
            self.lost += [f"{uri} in {path.name}" for uri, words in before.items() if copied.get(uri) != words]
            if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                self.faults.append(f"{path.name} is not sound")
            connection.close()
        self.faults += [f"lost: {each}" for each in self.lost[:10]]
        self.faults += store_faults(self.scratch)

    @property
    def operations(self):
        return sum(len(history) for history in self.histories.values())


class ViewerDoor:
    """The operations over HTTP, as an agent's `call`."""

    GETS = {"memory/read": "/api/memory", "memory/find": "/api/search"}

    def __init__(self, viewer):
        self.viewer = viewer

    def call(self, method, params):
        if method in self.GETS:
            from urllib.parse import urlencode

            names = {"query": "q"}
            status, _, body = self.viewer.request("GET", f"{self.GETS[method]}?{urlencode({names.get(key, key): value for key, value in params.items()})}")
        else:
            path = {"memory/remember": "/api/memories"}.get(method, f"/api/{method}")
            status, _, body = self.viewer.request("POST", path, params)
        if status != 200:
            raise RPCFailure(method, f"{status} {body[:400].decode(errors='replace')}")
        return json.loads(body)


def flags_step(state, operation):
    retracted, pinned = state
    match operation.kind, operation.result:
        case ("pin" | "unpin"), "done":
            return None if retracted else (False, operation.kind == "pin")
        case ("pin" | "unpin"), "refused":
            return state if retracted else None
        case "forget", "retracted":
            return None if retracted else (True, pinned)
        case "forget", "already_retracted":
            return state if retracted else None
        case "restore", "unretracted":
            return (False, pinned) if retracted else None
        case "restore", _:
            return None if retracted else state
        case "read", seen:
            return state if seen == state else None
    return None


def store_faults(scratch):
    """What does not hold in the file; the whole of it is `Tests/StoreInvariants`, this is what any SQLite can see."""
    rules = {
        "integrity": "SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check != 'ok'",
        "a row that points nowhere": "SELECT * FROM pragma_foreign_key_check",
        "a memory that nobody can find": """SELECT uri FROM mem_nodes WHERE node_type = 'leaf' AND retracted_at IS NULL AND l2_content != ''
            AND NOT EXISTS (SELECT 1 FROM passages WHERE node_id = mem_nodes.id)""",
        "a passage that is not in the search index": "SELECT id FROM passages EXCEPT SELECT id FROM passages_fts_docsize",
        "a passage that is in the search index alone": "SELECT id FROM passages_fts_docsize EXCEPT SELECT id FROM passages",
        "passages that are counted wrongly": """SELECT 1 WHERE (SELECT total(passages) FROM passage_counts) != (SELECT count(*) FROM passages)""",
        "vectors that are counted wrongly": "SELECT id FROM embedders WHERE vector_count != (SELECT count(*) FROM vectors WHERE embedder = embedders.id)",
        "a passage of other words than its memory": """SELECT uri FROM passages JOIN mem_nodes ON mem_nodes.id = node_id
            WHERE tier = 2 AND instr(l2_content, substr(text, 1, instr(text || char(10), char(10)) - 1)) = 0""",
        "revisions with a gap": "SELECT node_id FROM revisions GROUP BY node_id HAVING max(number) != count(*)",
        "parked work": "SELECT kind || ': ' || error FROM jobs WHERE parked_at IS NOT NULL",
    }
    return [f"{name}: {rows[:3]}" for name, sql in rules.items() if (rows := scratch.rows(sql))]
