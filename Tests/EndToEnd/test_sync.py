"""Two homes and a folder between them, and agents that see one another, with the shipped program."""

import json
import os
import signal
import stat
import subprocess
import tempfile

from cases import ProgramTest
from program import PROGRAM, Scratch


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

    def files(self):
        for place, _, names in os.walk(self.folder):
            for name in names:
                path = os.path.join(place, name)
                with open(path, "rb") as file:
                    yield path, file.read()

    def test_a_memory_travels_and_so_does_its_purge(self):
        uri = self.scratch.json("remember", "--global", "--category=entities", "The staging database is called plum.")["uri"]
        self.assertIn("plum", uri)
        self.sync(self.scratch, self.other)
        self.assertEqual(self.other.json("find", "what is the staging database called")["items"][0]["uri"], uri)
        self.other.run("forget", uri, "--purge", check=True)
        self.sync(self.other, self.scratch, self.other)
        self.assertEqual(self.scratch.json("find", "what is the staging database called")["items"], [])
        for path, content in self.files():
            self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o600, path)
            self.assertNotIn(b"plum", content, path)
        self.assertNowhereInStore("plum")

    def sealed(self, scratch, passphrase, former=None):
        return self.sync_with(scratch, {"CONTINUITY_SYNC_PASSPHRASE": passphrase} | ({"CONTINUITY_SYNC_FORMER_PASSPHRASE": former} if former else {}))

    def sync_with(self, scratch, variables):
        environment = scratch.environment() | variables
        return subprocess.run([str(PROGRAM), "sync", self.folder, "--json"], env=environment, capture_output=True)

    def test_with_a_passphrase_the_files_say_nothing(self):
        uri = self.scratch.json("remember", "--global", "--category=entities", "The staging database is called plum.")["uri"]
        self.assertEqual(self.sealed(self.scratch, "correct horse").returncode, 0)
        written = dict(self.files())
        self.assertTrue(written and all(path.endswith(".sealed") and b"plum" not in content for path, content in written.items()), written.keys())
        for variables in ({}, {"CONTINUITY_SYNC_PASSPHRASE": "wrong"}):
            done = self.sync_with(self.other, variables)
            self.assertEqual(done.returncode, 1, variables)
            self.assertIn("sealed", done.stderr.decode())
            self.assertIn("Nothing was read or written", done.stderr.decode())
        self.assertEqual(dict(self.files()), written)
        secret = os.path.join(str(self.other.store_folder), "sync-passphrase")
        with open(secret, "w") as file:
            file.write("correct horse\n")
        os.chmod(secret, 0o644)
        self.assertIn("chmod 600", self.sync_with(self.other, {}).stderr.decode())
        os.chmod(secret, 0o600)
        self.assertEqual(self.sync_with(self.other, {}).returncode, 0)
        self.assertEqual(self.other.json("find", "what is the staging database called")["items"][0]["uri"], uri)
        os.unlink(secret)
        # Another passphrase, one machine after the other.
        self.assertEqual(json.loads(self.sealed(self.scratch, "new", "correct horse").stdout)["resealed"], 1)
        self.assertEqual(self.sealed(self.other, "correct horse").returncode, 1)
        self.assertEqual(self.sealed(self.other, "new", "correct horse").returncode, 0)
        self.assertEqual(self.sealed(self.scratch, "new").returncode, 0)

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
