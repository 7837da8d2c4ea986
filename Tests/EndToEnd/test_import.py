"""Sessions from before Continuity was there: taken in once, found, with their own times; the source is only read."""

import hashlib
import json
import shutil
import uuid

from cases import ProgramTest
from recorded import FIRST, SECOND, transcript


class Backlog(ProgramTest):
    def setUp(self):
        super().setUp()
        # As the client lays them out: a folder for each project, and a subagent's transcript that belongs to its session.
        self.folder = self.scratch.root / "backlog"
        project = self.folder / "-srv-projects-orchard"
        project.mkdir(parents=True)
        for session in (FIRST, SECOND):
            shutil.copy(transcript(session), project)
        (project / "agent-1.jsonl").write_text("{}\n")
        (project / "broken.jsonl").write_bytes(b"\xff\xfenot json\n")

    def run_import(self, *more):
        return self.scratch.json("import", "--from=claude-code", f"--path={self.folder}", "--json", *more)

    def digest(self):
        return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(self.folder.rglob("*")) if path.is_file()}

    def test_a_trial_writes_nothing_and_the_real_thing_can_be_repeated(self):
        before = self.digest()
        trial = self.run_import("--dry-run")
        self.assertEqual((trial["found"], trial["taken"], trial["skipped"]), (3, 2, 1))
        self.assertEqual(self.scratch.call("status")["sessions"], 0)
        first = self.run_import()
        self.assertEqual((first["taken"], first["unchanged"], first["failed"]), (2, 0, []))
        again = self.run_import()
        self.assertEqual((again["taken"], again["unchanged"]), (0, 2))
        self.assertEqual(self.digest(), before)

    def test_what_was_said_is_found_with_its_time_and_project(self):
        self.run_import()
        items = self.scratch.call("memory/find", query="unittest or pytest?", project="orchard")["items"]
        self.assertTrue(items and items[0]["category"] == "preferences", items)
        session = self.scratch.call("memory/timeline", session_id=FIRST)["sessions"][0]
        self.assertEqual((session["project"], session["status"], session["started_at"][:10]), ("orchard", "ended", "2026-11-21"))

    def test_the_notes_that_the_client_wrote_come_with_their_project(self):
        notes = self.folder / "-srv-projects-orchard" / "memory"
        notes.mkdir()
        (notes / "MEMORY.md").write_text("- [Weights](weights.md)\n")
        (notes / "weights.md").write_text("---\nname: weights\ndescription: How weights are written\ntype: feedback\n---\nWrite weights with one digit.\n")
        report = self.run_import()
        self.assertEqual(report["taken_by_kind"], {"memories": 1, "transcripts": 2})
        item = next(item for item in self.scratch.call("memory/find", query="weights with one digit", project="orchard")["items"]
                    if item["l0"] == "How weights are written")
        self.assertEqual((item["category"], item["project"]), ("preferences", "orchard"))

    def test_a_folder_that_is_not_there_is_named(self):
        done = self.scratch.run("import", "--from=claude-code", "--path=/nowhere/projects")
        self.assertEqual(done.returncode, 1)
        self.assertIn("/nowhere/projects", done.stderr.decode())


TABS = "Always use tabs for indentation in Go files from now on. Please fix the parser."
NO_TABS = "Never use tabs for indentation in Go files. And add a test for the parser."


class OldSessions(ProgramTest):
    """What was said later holds, in whatever order it is read."""

    def session(self, day, prompt):
        identifier = str(uuid.uuid5(uuid.NAMESPACE_URL, day))
        project = self.scratch.root / f"projects-{day}" / "-srv-projects-orchard"
        project.mkdir(parents=True)

        def record(kind, content, second):
            return json.dumps({
                "parentUuid": None, "isSidechain": False, "userType": "external", "cwd": "/srv/projects/orchard", "sessionId": identifier,
                "version": "2.1.0", "gitBranch": "main", "type": kind, "message": {"role": kind, "content": content},
                "uuid": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{day} {second}")), "timestamp": f"{day}T10:00:{second:02}.000Z"})

        answer = [{"type": "text", "text": "Done: the parser is fixed."}]
        (project / f"{identifier}.jsonl").write_text(record("user", prompt, 0) + "\n" + record("assistant", answer, 5) + "\n")
        return project.parent

    def read_sessions(self, *folders):
        for folder in folders:
            self.scratch.run("import", "--from=claude-code", f"--path={folder}", check=True)
            self.scratch.drain()

    def holding(self, **at):
        items = self.scratch.call("memory/find", query="tabs for indentation in Go files", project="orchard", category="preferences", **at)["items"]
        return ["Never" if item["l0"].startswith("Never") else "Always" for item in items]

    def check_dates(self):
        self.assertEqual(self.holding(), ["Never"])
        self.assertEqual(self.holding(as_of="2026-02-01"), ["Always"])
        self.assertEqual(self.holding(as_of="2026-04-01"), ["Never"])
        self.assertEqual(self.holding(as_of="2025-12-01"), [])

    def test_read_in_the_order_in_which_they_were_held(self):
        self.read_sessions(self.session("2026-01-10", TABS), self.session("2026-03-10", NO_TABS))
        self.check_dates()

    def test_read_in_the_other_order(self):
        self.read_sessions(self.session("2026-03-10", NO_TABS), self.session("2026-01-10", TABS))
        self.check_dates()

    def test_an_old_session_takes_nothing_back_that_was_said_since(self):
        self.scratch.run("remember", "--category=preferences", "--project=orchard", "Never use tabs for indentation in Go files.", check=True)
        self.read_sessions(self.session("2026-01-10", TABS))
        self.assertEqual(self.holding(), ["Never"])
        self.assertEqual(self.holding(as_of="2026-02-01"), ["Always"])
