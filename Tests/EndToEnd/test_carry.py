"""Memory carried in and out: other products' stores, exports in three forms, backups while others write, restorations."""

import gzip
import hashlib
import json
import sqlite3
import subprocess
import threading

from cases import ProgramTest
from program import PROGRAM, Scratch

SECRET = "ghp_" + "a8Kd92LmQ0xZt7RvB4nYc6WsE1uJ3pHfGi5O"


def digest(folder):
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.rglob("*")) if path.is_file()}


def make_claude_mem(folder, observations=600):
    """As claude-mem's worker leaves it when it is killed: part of it stands only in the log."""
    made = folder / "made"
    made.mkdir(parents=True)
    connection = sqlite3.connect(made / "claude-mem.db", isolation_level=None)
    connection.executescript(
        """
        PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0;
        CREATE TABLE sdk_sessions (id INTEGER PRIMARY KEY, content_session_id TEXT, memory_session_id TEXT, project TEXT, user_prompt TEXT,
          started_at TEXT, started_at_epoch INTEGER, status TEXT);
        CREATE TABLE observations (id INTEGER PRIMARY KEY, memory_session_id TEXT, project TEXT, type TEXT, title TEXT, narrative TEXT,
          facts TEXT, created_at TEXT, created_at_epoch INTEGER);
        CREATE TABLE user_prompts (id INTEGER PRIMARY KEY, content_session_id TEXT, prompt_number INTEGER, prompt_text TEXT,
          created_at_epoch INTEGER);
        """)
    connection.execute("BEGIN")
    connection.execute("INSERT INTO sdk_sessions VALUES (1, 'c-1', 'm-1', 'orchard', 'x', '2025-05-05T05:05:05Z', 1746421505000, 'active')")
    for number in range(observations):
        connection.execute(
            "INSERT INTO observations VALUES (?, 'm-1', 'orchard', 'bugfix', ?, ?, NULL, '', ?)",
            (number, f"Valve {number}", f"The valve {number} leaked at the gasket; a new gasket cured it.", 1746421505000 + number))
    connection.execute("INSERT INTO user_prompts VALUES (1, 'c-1', 1, ?, 1746421505000)", (f"Why do the valves leak? The key is {SECRET}",))
    connection.execute("COMMIT")
    place = folder / "claude-mem"
    place.mkdir()
    for name in ("claude-mem.db", "claude-mem.db-wal", "claude-mem.db-shm"):
        (place / name).write_bytes((made / name).read_bytes())
    connection.close()
    (place / "settings.json").write_text(json.dumps({"CLAUDE_MEM_SKIP_TOOLS": "Skill,Read", "CLAUDE_MEM_GEMINI_API_KEY": "k-123456"}))
    return place


class Importing(ProgramTest):
    def test_claude_mem_comes_in_from_its_usual_place_and_is_left_as_it_was(self):
        place = make_claude_mem(self.scratch.root)
        before = digest(place)
        arguments = ("import", "--from=claude-mem", f"--path={place}")
        trial = self.scratch.json(*arguments, "--dry-run")
        self.assertEqual(trial["taken_by_kind"], {"memories": 600, "sessions": 1, "turns": 1})
        self.assertFalse(self.scratch.database.exists(), "a trial makes no store")
        first = self.scratch.json(*arguments)
        self.assertEqual(first["taken_by_kind"], trial["taken_by_kind"])
        self.assertIn("skip_tools", " ".join(first["remarks"]))
        self.assertNotIn("k-123456", json.dumps(first))
        again = self.scratch.json(*arguments)
        self.assertEqual((again["taken"], again["merged"], again["unchanged"]), (0, 0, 602))
        self.assertEqual(digest(place), before)
        self.assertEqual(sorted(path.name for path in place.iterdir()), ["claude-mem.db", "claude-mem.db-shm", "claude-mem.db-wal", "settings.json"])
        self.assertNowhereInStore(SECRET)
        item = self.scratch.call("memory/find", query="valve 77 gasket", project="orchard")["items"][0]
        node = self.scratch.call("memory/read", uri=item["uri"], layer="all")
        self.assertEqual((node["category"], node["origin"], node["created_at"]), ("cases", "imported", "2025-05-05T05:05:05.077Z"))

    def test_an_import_that_is_killed_goes_on_where_it_was_and_hooks_do_not_wait_for_it(self):
        place = make_claude_mem(self.scratch.root, observations=6000)
        with Scratch() as other:
            other.run("import", "--from=claude-mem", f"--path={place}", check=True)
            wanted = other.run("export", check=True).stdout
        command = [str(PROGRAM), "import", "--from=claude-mem", f"--path={place}"]
        kills = 0
        for after in (300, 1500, 3500):
            process = subprocess.Popen(command, env=self.scratch.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            while process.poll() is None and self.count() < after:
                self.assertRecorded(self.scratch.hook("tool", self.tool_call()))
            process.kill()
            kills += process.wait() != 0
        self.assertGreater(kills, 0, "no import was killed in the middle")
        self.scratch.run(*command[1:], check=True)
        self.assertEqual(self.scratch.integrity(), ["ok"])

        def imported(export):
            # What the hooks recorded meanwhile is not the import's.
            return [line for line in export.decode().splitlines() if '"s-1"' not in line and not line.startswith('{"type":"project"')]

        self.assertEqual(imported(self.scratch.run("export", check=True).stdout), imported(wanted))

    def count(self):
        if not self.scratch.database.exists():
            return 0
        try:
            return self.scratch.rows("SELECT count(*) FROM mem_nodes WHERE node_type = 'leaf'")[0][0]
        except sqlite3.OperationalError:
            return 0

    def test_it_says_in_words_what_it_did(self):
        place = make_claude_mem(self.scratch.root, observations=3)
        words = self.scratch.run("import", "--from=claude-mem", f"--path={place}", check=True).stdout.decode()
        self.assertIn("5 taken in: 3 memories, 1 session, 1 turn", words)
        self.assertIn("1 secret or private passage taken out", words)

    def test_the_other_program_of_our_name_is_read_where_it_stands(self):
        from test_foreign_stores import make_continuity_go
        folder = self.scratch.root / "go"
        folder.mkdir()
        make_continuity_go(folder / "continuity.db")
        before = digest(folder)
        report = self.scratch.json("import", "--from=continuity-go", f"--path={folder / 'continuity.db'}")
        self.assertEqual((report["taken"], report["failed"]), (1, []))
        self.assertEqual(self.scratch.call("memory/read", uri="mem://user/preferences/editor")["l0"], "Uses helix")
        self.assertEqual(digest(folder), before)

    def test_a_compressed_document_an_mcp_graph_and_a_folder_of_notes(self):
        document = self.scratch.root / "continuum.json.gz"
        document.write_bytes(gzip.compress(json.dumps({
            "version": "1.0", "tenant_id": "default",
            "attention_links": [{"id": 1, "concept_a": "cider", "concept_b": "press", "link_type": "co-occurrence", "strength": 0.7}],
            "entities": [{"id": 1, "name": "cider", "entity_type": "concept", "description": "What the orchard makes in autumn"}],
            "decisions": [{"id": 1, "instance_id": "i", "timestamp": 1746421505.5, "decision_text": "Press on Tuesdays"}]}).encode()))
        report = self.scratch.json("import", "--from=continuum", f"--path={document}")
        self.assertEqual(report["taken_by_kind"], {"links": 1, "memories": 3, "sessions": 1})
        graph = self.scratch.root / "memory.jsonl"
        graph.write_text('{"type":"entity","name":"Ann","entityType":"person","observations":["Keeps bees"]}\n{broken\n')
        done = self.scratch.run("import", "--from=mcp-memory", f"--path={graph}")
        self.assertEqual(done.returncode, 1)
        self.assertIn("memory.jsonl:2", done.stderr.decode())
        notes = self.scratch.root / "notes"
        notes.mkdir()
        (notes / "Bees.md").write_text("---\r\ntype: pattern\r\n---\r\nHives are opened at noon. See [[Honey]].\r\n")
        (notes / "Honey.md").write_text("Honey is spun in July.")
        report = self.scratch.json("import", "--from=markdown", f"--path={notes}", "--project=orchard")
        self.assertEqual(report["taken_by_kind"], {"links": 1, "memories": 2})
        for words, category in (("autumn", "entities"), ("Press on Tuesdays", "events"), ("keeps bees", "entities"), ("hives at noon", "patterns")):
            items = self.scratch.call("memory/find", query=words, all_projects=True)["items"]
            self.assertEqual(items and items[0]["category"], category, words)

    def test_wrong_use_and_wrong_files_are_told(self):
        for arguments, code, words in (
            (("--from=netscape",), 64, "netscape"), (("--from=markdown",), 64, "--path"),
            (("--from=claude-mem", "--since=yesterday", "--path=/"), 64, "yesterday"),
            (("--from=claude-mem", "--path=/nowhere/x.db"), 1, "/nowhere/x.db"),
            (("--from=claude-mem", f"--path={PROGRAM}"), 1, "not a SQLite database"),
            (("--from=continuity", f"--path={__file__}"), 1, "no export of Continuity"),
        ):
            with self.subTest(arguments=arguments):
                done = self.scratch.run("import", *arguments)
                self.assertEqual(done.returncode, code, done.stderr)
                self.assertIn(words, done.stderr.decode())
        help_text = self.scratch.run("import", "--help", check=True).stdout.decode()
        for name in ("claude-mem", "claude-code", "continuum", "continuity-go", "mcp-memory", "markdown", "continuity "):
            self.assertIn(name, help_text)


class Exporting(ProgramTest):
    def fill(self):
        for number in range(12):
            self.scratch.run("remember", f"Crate {number} stands in row {number}.", "--category=entities", "--project=orchard", check=True)
        self.scratch.run("remember", "Prefers tabs for indentation.", "--category=preferences", check=True)
        self.scratch.run("remember", "Prefers spaces for indentation.", "--category=preferences", check=True)
        for payload, event in ((self.prompt("Remember: the key of the cellar hangs behind crate 3."), "submit"), (self.tool_call(), "tool")):
            self.assertRecorded(self.scratch.hook(event, payload))
        self.scratch.hook("end", self.payload(hook_event_name="SessionEnd", reason="other"))
        self.scratch.drain()
        uri = self.scratch.json("find", "Crate 7", "--all-projects")["items"][0]["uri"]
        self.scratch.run("forget", uri, "--reason=burnt", check=True)
        self.scratch.run("read", self.scratch.json("find", "Crate 8", "--all-projects")["items"][0]["uri"], check=True)

    def export(self, scratch):
        return scratch.run("export", check=True).stdout

    def test_an_export_into_an_empty_store_gives_the_same_export(self):
        self.fill()
        exported = self.export(self.scratch)
        path = self.scratch.root / "export.jsonl"
        path.write_bytes(exported)
        kinds = {json.loads(line)["type"] for line in exported.decode().splitlines()}
        self.assertLessEqual({"continuity-export", "memory", "link", "session", "retraction", "learned"}, kinds)
        with Scratch() as other:
            other.run("import", "--from=continuity", f"--path={path}", check=True)
            self.assertEqual(self.export(other), exported)
            again = other.json("import", "--from=continuity", f"--path={path}")
            self.assertEqual((again["taken"], again["merged"]), (0, 0))
            self.assertEqual(self.export(other), exported)
            self.assertTrue(other.json("find", "Crate 5", "--all-projects")["items"])

    def test_notes_open_as_a_vault_and_come_back(self):
        self.fill()
        vault = self.scratch.root / "vault"
        self.scratch.run("export", "--format=markdown", f"--output={vault}", check=True)
        notes = list(vault.rglob("*.md"))
        stored = self.scratch.rows("SELECT count(*) FROM mem_nodes WHERE node_type = 'leaf'")[0][0]
        self.assertEqual(len(notes), stored)
        links = [line for note in notes for line in note.read_text().splitlines() if line.startswith('  - "[[')]
        self.assertTrue(links)
        for line in links:
            self.assertTrue((vault / (line.split("[[")[1].split("]]")[0] + ".md")).exists(), line)
        self.assertEqual(self.scratch.run("export", "--format=markdown", f"--output={vault}").returncode, 1, "the folder is not empty")
        with Scratch() as other:
            report = other.json("import", "--from=markdown", f"--path={vault}")
            self.assertEqual(report["taken_by_kind"]["memories"], stored)
            items = other.json("find", "Prefers spaces for indentation", "--all-projects")["items"]
            self.assertIn("spaces", items[0]["l0"])

    def test_continuum_reads_what_we_write(self):
        self.fill()
        path = self.scratch.root / "continuum.json"
        self.scratch.run("export", "--format=continuum", f"--output={path}", check=True)
        document = json.loads(path.read_text())
        self.assertEqual(document["version"], "1.0")
        self.assertLessEqual({"entities", "attention_links", "compound_concepts", "decisions", "messages"}, set(document))
        names = [entity["name"] for entity in document["entities"]]
        self.assertEqual(len(names), len(set(names)))
        for link in document["attention_links"]:
            self.assertLessEqual({link["concept_a"], link["concept_b"]}, set(names))


class Backups(ProgramTest):
    def remember(self, words):
        self.scratch.run("remember", words, check=True)

    def test_a_backup_while_others_write_is_whole(self):
        self.remember("The first memory of all.")
        stop = threading.Event()

        def write():
            number = 0
            while not stop.is_set():
                number += 1
                subprocess.run([str(PROGRAM), "remember", f"Written meanwhile, number {number}."], env=self.scratch.environment(),
                               capture_output=True, check=True)

        writers = [threading.Thread(target=write) for _ in range(3)]
        for writer in writers:
            writer.start()
        try:
            for number in range(5):
                path = self.scratch.root / f"backup-{number}.db"
                report = self.scratch.json("backup", f"--path={path}")
                connection = sqlite3.connect(f"file:{path}?immutable=1", uri=True)
                self.assertEqual(connection.execute("PRAGMA integrity_check").fetchone()[0], "ok")
                count = connection.execute("SELECT count(*) FROM mem_nodes WHERE node_type = 'leaf'").fetchone()[0]
                connection.close()
                self.assertEqual(report["memories"], count)
                self.assertEqual(path.stat().st_mode & 0o777, 0o600)
                self.assertEqual(list(self.scratch.root.glob("*.partial")), [])
        finally:
            stop.set()
            for writer in writers:
                writer.join()
        done = self.scratch.run("backup", f"--path={self.scratch.root / 'backup-0.db'}")
        self.assertEqual(done.returncode, 1)
        self.assertIn("there already", done.stderr.decode())

    def test_a_restoration_can_be_taken_back_and_is_seen_by_who_has_the_store_open(self):
        self.remember("Apples are red.")
        path = self.scratch.root / "backup.db"
        self.scratch.run("backup", f"--path={path}", check=True)
        self.remember("Pears are green.")
        with self.scratch.server() as server:
            self.assertTrue(server.call("memory/find", {"query": "pears"})["items"])
            report = self.scratch.json("restore", f"--path={path}")
            self.assertEqual(report["memories"], 1)
            # Apples may be found instead, which are near in meaning.
            self.assertNotIn("Pears", str(server.call("memory/find", {"query": "pears"})["items"]))
            server.call("memory/remember", {"content": "Plums are blue."})
        self.scratch.json("restore", f"--path={report['former']}")
        self.assertIn("Pears", str(self.scratch.json("find", "pears")["items"]))
        self.assertEqual(self.scratch.integrity(), ["ok"])

    def test_only_a_sound_backup_of_ours_is_restored(self):
        self.remember("Apples are red.")
        path = self.scratch.root / "backup.db"
        self.scratch.run("backup", f"--path={path}", check=True)
        torn = self.scratch.root / "torn.db"
        torn.write_bytes(path.read_bytes()[:8192] + b"\xff" * 4096 + path.read_bytes()[12288:])
        newer = self.scratch.root / "newer.db"
        newer.write_bytes(path.read_bytes())
        connection = sqlite3.connect(newer)
        connection.execute("PRAGMA user_version = 999")
        connection.close()
        text = self.scratch.root / "text.db"
        text.write_text("hello")
        for wrong in (torn, newer, text, self.scratch.root / "missing.db"):
            with self.subTest(file=wrong.name):
                done = self.scratch.run("restore", f"--path={wrong}")
                self.assertEqual(done.returncode, 1)
                self.assertIn(wrong.name, done.stderr.decode())
                self.assertTrue(self.scratch.json("find", "apples")["items"])

    def test_a_large_import_copies_the_store_first_and_the_last_copies_stay(self):
        self.remember("Apples are red.")
        place = make_claude_mem(self.scratch.root)
        report = self.scratch.json("import", "--from=claude-mem", f"--path={place}")
        connection = sqlite3.connect(report["backup"])
        self.assertEqual(connection.execute("SELECT count(*) FROM mem_nodes WHERE node_type = 'leaf'").fetchone()[0], 1)
        connection.close()
        self.assertIsNone(self.scratch.json("import", "--from=claude-mem", f"--path={place}").get("backup"), "nothing was written")
        for number in range(4):
            graph = self.scratch.root / f"graph-{number}.jsonl"
            graph.write_text("".join(
                json.dumps({"type": "entity", "name": f"E{n}", "entityType": "x", "observations": [f"run {number} of {n}"]}) + "\n" for n in range(600)))
            self.scratch.run("import", "--from=mcp-memory", f"--path={graph}", check=True, CONTINUITY_BACKUP_KEEP="2")
        copies = sorted(path.name for path in (self.scratch.store_folder / "backups").glob("before-*.db"))
        self.assertEqual(len(copies), 2, copies)
