"""Two homes and a folder between them, and agents that see one another, with the shipped program."""

import os
import signal
import stat
import tempfile

from cases import ProgramTest
from program import Scratch


class Sync(ProgramTest):
    def setUp(self):
        super().setUp()
        self.other = Scratch()
        self.addCleanup(self.other.close)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = os.path.join(folder.name, "shared")

    def sync(self, *scratches):
        return [scratch.json("sync", self.folder) for scratch in scratches]

    def test_a_memory_travels_and_so_does_its_purge(self):
        # With a title: what was purged is named by its address in the files, and that would tell the word.
        uri = self.scratch.json("remember", "--global", "--category=entities", "--title=Staging", "The staging database is called plum.")["uri"]
        self.sync(self.scratch, self.other)
        self.assertEqual(self.other.json("find", "what is the staging database called")["items"][0]["uri"], uri)
        self.other.run("forget", uri, "--purge", check=True)
        self.sync(self.other, self.scratch, self.other)
        self.assertEqual(self.scratch.json("find", "what is the staging database called")["items"], [])
        for place, _, names in os.walk(self.folder):
            for name in names:
                path = os.path.join(place, name)
                self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o600, path)
                with open(path, "rb") as file:
                    self.assertNotIn(b"plum", file.read(), path)

    def test_each_home_is_an_installation_of_its_own(self):
        ours, theirs = self.scratch.json("whoami"), self.other.json("whoami")
        self.assertNotEqual(ours["id"], theirs["id"])
        self.assertEqual(ours["id"], self.scratch.json("whoami")["id"])
        self.sync(self.scratch)

    def test_an_agent_at_work_is_seen_until_it_ends_however_it_ends(self):
        with self.scratch.server() as server:
            server.call("status")
            self.assertEqual(len(self.scratch.json("status")["instances"]), 1)
            self.scratch.run("notice", "--all-projects", "I am rewriting the parser", check=True)
            self.assertEqual(server.call("status")["notices"][0]["text"], "I am rewriting the parser")
            server.process.send_signal(signal.SIGKILL)
            server.process.wait()
        self.assertEqual(self.scratch.json("status")["instances"], [])

    def test_what_is_to_be_done_is_listed_until_it_is_done(self):
        uri = self.scratch.json("remember", "Next: sort the importer's errors by line")["uri"]
        self.assertEqual([item["uri"] for item in self.scratch.json("done")["items"]], [uri])
        self.assertEqual(self.scratch.json("done", uri)["action"], "done")
        self.assertEqual(self.scratch.json("done")["items"], [])
