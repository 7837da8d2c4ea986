"""Files at our path that are not ours, or are damaged, or newer: a clear error at every door, and not one byte changed."""

import shutil
import sqlite3

from cases import ProgramTest
from program import RPCFailure


def make_continuity_go(path):
    """A database like the one that another product of our name keeps at the same path."""
    connection = sqlite3.connect(path)
    connection.executescript(
        """
        CREATE TABLE schema_versions (version INTEGER PRIMARY KEY, applied_at INTEGER NOT NULL);
        CREATE TABLE mem_nodes (id INTEGER PRIMARY KEY, uri TEXT NOT NULL UNIQUE, parent_uri TEXT, node_type TEXT NOT NULL,
          category TEXT NOT NULL, l0_abstract TEXT, l1_overview TEXT, l2_content TEXT, mergeable INTEGER NOT NULL DEFAULT 0,
          merged_from TEXT, relevance REAL NOT NULL DEFAULT 1.0, last_access INTEGER, access_count INTEGER NOT NULL DEFAULT 0,
          source_session TEXT, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL);
        CREATE TABLE mem_vectors (node_id INTEGER PRIMARY KEY, embedding BLOB NOT NULL, model TEXT NOT NULL);
        CREATE TABLE sessions (id INTEGER PRIMARY KEY, session_id TEXT NOT NULL UNIQUE, project TEXT);
        INSERT INTO schema_versions VALUES (1, 1760000000);
        INSERT INTO mem_nodes VALUES (1, 'mem://user/preferences/editor', NULL, 'leaf', 'preferences', 'Uses helix', '', '', 1, NULL,
          1.0, NULL, 0, NULL, 1760000000000, 1760000000000);
        """)
    connection.commit()
    connection.close()


def make_other(path):
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE bookmarks (id INTEGER PRIMARY KEY, address TEXT)")
    connection.executemany("INSERT INTO bookmarks (address) VALUES (?)", [(f"https://example.org/{n}",) for n in range(100)])
    connection.commit()
    connection.close()


class StoresThatAreNotOurs(ProgramTest):
    def place(self, make):
        self.scratch.store_folder.mkdir(mode=0o700)
        make(self.scratch.database)
        self.before = self.scratch.database.read_bytes()

    def check_every_door(self, *needles):
        for event, payload in (
            ("start", self.payload(hook_event_name="SessionStart", source="startup")),
            ("submit", self.prompt("Always use tabs.")),
            ("tool", self.tool_call()),
            ("stop", self.payload(hook_event_name="Stop", last_assistant_message="Done.")),
            ("end", self.payload(hook_event_name="SessionEnd", reason="other")),
        ):
            with self.subTest(door=f"hook {event}"):
                self.assertOneClearLine(self.scratch.hook(event, payload), "continuity.db", *needles)
        for command in (("find", "tabs"), ("remember", "Tabs in makefiles."), ("status",), ("tree",)):
            with self.subTest(door=f"command {command[0]}"):
                done = self.scratch.run(*command)
                self.assertNotEqual(done.returncode, 0)
                for needle in needles:
                    self.assertIn(needle, done.stderr.decode())
        with self.subTest(door="worker"):
            self.assertNotEqual(self.scratch.run("worker").returncode, 0)
        with self.subTest(door="stdio"), self.scratch.server() as server:
            self.assertIn("tools", server.initialize()["capabilities"], "the handshake works without a store")
            self.assertTrue(server.call("tools/list")["tools"])
            result = server.tool("find", query="tabs")
            self.assertTrue(result.get("isError"), result)
            for needle in needles:
                self.assertIn(needle, result["content"][0]["text"])
            with self.assertRaises(RPCFailure):
                server.call("memory/remember", {"content": "Tabs in makefiles."})
        with self.subTest("not one byte was changed"):
            self.assertEqual(self.scratch.database.read_bytes(), self.before)
        with self.subTest("nothing was put beside it"):
            # Our own locks and logs may stand there, SQLite's companions of a file that is not ours may not.
            self.assertEqual([path.name for path in self.scratch.store_folder.glob("continuity.db?*")], [])

    def test_the_database_of_the_other_continuity_names_its_importer(self):
        self.place(make_continuity_go)
        self.check_every_door("import", "continuity-go")

    def test_any_other_sqlite_database(self):
        self.place(make_other)
        self.check_every_door("CONTINUITY_HOME")

    def test_a_text_file(self):
        self.place(lambda path: path.write_text("Dear diary,\n" * 50))
        self.check_every_door("CONTINUITY_HOME")

    def test_a_damaged_header(self):
        def make(path):
            path.write_bytes(b"SQLite format 3\0" + bytes(range(256)) * 40)

        self.place(make)
        self.check_every_door()

    def test_a_newer_schema(self):
        # A worker would have the file open for a moment yet.
        self.scratch.run("remember", "Tabs in makefiles.", check=True, CONTINUITY_WORKER_AUTOSTART="false")
        connection = sqlite3.connect(self.scratch.database)
        connection.execute("PRAGMA user_version = 999")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.close()
        self.before = self.scratch.database.read_bytes()
        self.check_every_door("999")

    def test_a_table_overwritten_in_the_middle(self):
        """Ours by its header, but pages are torn: every answer is an error or a right answer, never a crash."""
        for number in range(30):
            self.scratch.run("remember", f"Memory number {number} about the orchard's row {number}.", check=True)
        connection = sqlite3.connect(self.scratch.database)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        healthy = self.scratch.database.read_bytes()
        shutil.copy(self.scratch.database, self.scratch.root / "healthy.db")
        for page in range(1, len(healthy) // 4096, 7):
            torn = bytearray(healthy)
            torn[page * 4096:(page + 1) * 4096] = b"\xff" * 4096
            for companion in self.scratch.store_folder.glob("continuity.db?*"):
                companion.unlink()
            self.scratch.database.write_bytes(bytes(torn))
            with self.subTest(page=page):
                for arguments in (("find", "orchard row"), ("tree",), ("doctor",)):
                    done = self.scratch.run(*arguments)
                    self.assertGreaterEqual(done.returncode, 0, f"{arguments}: killed by signal {-done.returncode}")
                done = self.scratch.hook("tool", self.tool_call())
                self.assertIn(done.returncode, (0, 1), done.stderr)
