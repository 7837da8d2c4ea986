"""Sessions from before Continuity was there: taken in once, found, with their own times; the source is only read."""

import hashlib
import shutil

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
