"""What the tests of the program share: a scratch home for each test, and looking for words in the store's bytes."""

import json
import sqlite3
import unittest

from program import Scratch


class ProgramTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.scratch = Scratch()
        self.addCleanup(self.scratch.close)

    def payload(self, session="s-1", cwd=None, **more):
        """What every hook payload of Claude Code carries, and more."""
        return {
            "session_id": session, "transcript_path": str(self.scratch.root / f"{session}.jsonl"),
            "cwd": str(cwd or self.scratch.project("orchard")), **more,
        }

    def prompt(self, words, **more):
        return self.payload(hook_event_name="UserPromptSubmit", prompt=words, permission_mode="default", **more)

    def tool_call(self, tool="Bash", tool_input=None, response=None, **more):
        return self.payload(
            hook_event_name="PostToolUse", tool_name=tool, tool_input=tool_input or {"command": "ls", "description": "List"},
            tool_response={"stdout": "a.txt", "stderr": "", "interrupted": False} if response is None else response, tool_use_id="toolu_1", **more)

    def assertRecorded(self, done):
        """A hook's 0 means that what it was given is durable."""
        self.assertEqual((done.returncode, done.stderr.decode(errors="replace")), (0, ""))

    def assertOneClearLine(self, done, *needles):
        """Trouble is exit 1 and one line that says what failed and what to do, never 2 and never a crash."""
        words = done.stderr.decode(errors="replace")
        self.assertEqual(done.returncode, 1, f"stderr: {words}")
        self.assertEqual(len(words.strip().splitlines()), 1, words)
        for needle in needles:
            self.assertIn(needle.lower(), words.lower())
        return words

    def assertNowhereInStore(self, needle, scratch=None):
        """Not in the database, nor its log, nor any other file of the store: as plain bytes, and as SQLite reads the values."""
        scratch = scratch or self.scratch
        for name, content in scratch.stored_bytes().items():
            self.assertNotIn(needle.encode(), content, f"in {name}")
        self.assertEqual(stored_where(scratch, needle), {})


def text_tables(connection):
    """table -> its columns, for the tables that hold values (not the innards of the full-text index)."""
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")]
    for name in names:
        if "_fts_" in name or name.startswith("sqlite_"):
            continue
        yield name, [row[1] for row in connection.execute(f'PRAGMA table_info("{name}")')]


def stored_where(scratch, needle):
    """'table.column' -> number of rows that hold the words, in any case of letters."""
    connection = sqlite3.connect(f"file:{scratch.database}?mode=ro", uri=True, timeout=10)
    found = {}
    try:
        for table, columns in text_tables(connection):
            for column in columns:
                sql = f'SELECT count(*) FROM "{table}" WHERE instr(lower(CAST("{column}" AS TEXT)), lower(?)) > 0'
                count = connection.execute(sql, (needle,)).fetchone()[0]
                if count:
                    found[f"{table}.{column}"] = count
    finally:
        connection.close()
    return found


def injected(done):
    """The words that a `start` hook gives to the session."""
    if not done.stdout.strip():
        return ""
    return json.loads(done.stdout)["hookSpecificOutput"]["additionalContext"]
