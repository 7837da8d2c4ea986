"""Meaning without a download: what the shipped program finds though question and memory share no word, and what it puts beside a prompt."""

import json
import signal
import sqlite3

from cases import ProgramTest
from program import wait_until

MEMORIES = [
    "Nightly backups are copied to the office in Berlin by rsync at three in the morning.",
    "The login page has a dark theme since March; it follows the system's setting.",
    "Invoices are rounded to whole cents with banker's rounding, because the auditors asked for it.",
    "The deployment pipeline waits for a person to approve a release to production.",
    "Integration tests run against a real PostgreSQL in a container, never against mocks.",
    "The message queue was replaced because it lost jobs whenever the machine restarted.",
]
PARAPHRASES = [
    ("where do we keep saved copies of our data", 0),
    ("who has to say yes before customers get the new version", 3),
    ("why did we stop using the old broker", 5),
]


class Meaning(ProgramTest):
    def settled(self, server):
        wait_until(lambda: server.call("status")["pending"]["embeddings"] == 0, "vectors for all passages", 60)

    def test_a_question_that_shares_no_word_finds_its_memory_over_stdio(self):
        with self.scratch.server() as server:
            uris = [server.call("memory/remember", {"content": text, "global": True})["uri"] for text in MEMORIES]
            self.settled(server)
            for question, answer in PARAPHRASES:
                items = server.call("memory/find", {"query": question, "all_projects": True, "explain": True})["items"]
                self.assertEqual(items[0]["uri"], uris[answer], question)
                self.assertIn("meaning", [part["part"] for part in items[0]["why"]])
                self.assertAlmostEqual(sum(part["contribution"] for part in items[0]["why"]), items[0]["score"], delta=0.01)
            self.assertTrue(server.call("status")["embedder"].startswith("builtin:all-minilm-l6-v2:384:"))

    def test_the_command_line_has_it_embedded_in_the_background(self):
        for text in MEMORIES:
            self.scratch.run("remember", "--global", text, check=True)
        wait_until(lambda: self.scratch.json("status")["pending"]["embeddings"] == 0, "vectors for all passages", 60)
        found = self.scratch.json("find", "where do we keep saved copies of our data")["items"]
        self.assertIn("backups", found[0]["l0"])
        report = self.scratch.json("embedder")
        self.assertEqual(report["pending"], 0)
        self.assertGreaterEqual(report["vectors"], len(MEMORIES))

    def test_embedding_goes_on_after_a_kill_at_any_point(self):
        with self.scratch.server() as server:
            for number in range(60):
                server.call("memory/remember", {"content": f"Note {number}: " + MEMORIES[number % 6] * 8, "category": "events"})
            server.process.send_signal(signal.SIGKILL)
        before = self.scratch.rows("SELECT count(*) FROM vectors")[0][0]
        self.assertGreater(self.scratch.json("status")["pending"]["embeddings"], 0, f"{before} vectors were made before the kill")
        self.scratch.run("embedder", "--run", check=True)
        self.assertEqual(self.scratch.json("embedder")["pending"], 0)
        passages = self.scratch.rows("SELECT count(*) FROM passages")[0][0]
        self.assertEqual(self.scratch.rows("SELECT count(*), count(DISTINCT passage_id) FROM vectors")[0], (passages, passages))
        self.assertEqual(self.scratch.integrity(), ["ok"])

    def test_damaged_vectors_cost_meaning_and_nothing_else(self):
        for text in MEMORIES:
            self.scratch.run("remember", "--global", text, check=True, CONTINUITY_WORKER_AUTOSTART="false")
        self.scratch.run("embedder", "--run", check=True)
        connection = sqlite3.connect(self.scratch.database)
        connection.execute("UPDATE vectors SET components = x'00'")
        connection.execute("UPDATE embedders SET tail_stamp = 1")
        connection.commit()
        connection.close()
        found = self.scratch.json("find", "rounded invoices")["items"]
        self.assertIn("Invoices", found[0]["l0"])
        self.scratch.run("embedder", "--rebuild", check=True)
        found = self.scratch.json("find", "where do we keep saved copies of our data")["items"]
        self.assertIn("backups", found[0]["l0"])

    def test_what_is_purged_leaves_no_vector(self):
        uri = self.scratch.json("remember", "--global", MEMORIES[0], CONTINUITY_WORKER_AUTOSTART="false")["uri"]
        self.scratch.run("embedder", "--run", check=True)
        self.assertGreater(self.scratch.rows("SELECT count(*) FROM vectors")[0][0], 0)
        self.scratch.run("forget", "--purge", uri, check=True)
        self.assertEqual(self.scratch.rows("SELECT count(*) FROM vectors")[0][0], 0)


class Recall(ProgramTest):
    """`hook submit` puts what helps beside the prompt."""

    def submit(self, prompt, session="s1", **options):
        project = self.scratch.project("orchard")
        payload = {"session_id": session, "cwd": str(project), "hook_event_name": "UserPromptSubmit", "prompt": prompt,
                   "transcript_path": str(project / "t.jsonl")}
        done = self.scratch.hook("submit", payload, **options)
        self.assertEqual(done.returncode, 0, done.stderr)
        output = json.loads(done.stdout) if done.stdout.strip() else {}
        return output.get("hookSpecificOutput", {}).get("additionalContext", "")

    def stock(self):
        for text in MEMORIES:
            self.scratch.run("remember", "--project", "orchard", "--category", "events", text, check=True, CONTINUITY_WORKER_AUTOSTART="false")
        self.scratch.run("embedder", "--run", check=True)

    def test_a_prompt_about_a_matter_brings_its_memory_once_a_session(self):
        self.stock()
        prompt = "Please look into where the nightly backups go, the copies in Berlin seem to be old"
        first = self.submit(prompt)
        self.assertIn("Nightly backups", first)
        self.assertIn("mem://", first)
        self.assertTrue(first.startswith("<continuity-context"))
        self.assertLessEqual(first.count("mem://") - 1, 3)
        self.assertNotIn("Nightly backups", self.submit(prompt))
        self.assertIn("Nightly backups", self.submit(prompt, session="s2"))

    def test_a_trivial_prompt_brings_nothing(self):
        self.stock()
        for prompt in ["ok", "go on", "yes please", "run the tests again", "commit this", "/compact", "thanks!"]:
            self.assertEqual(self.submit(prompt), "", prompt)

    def test_it_can_be_switched_off(self):
        self.stock()
        prompt = "Please look into where the nightly backups go, the copies in Berlin seem to be old"
        self.assertEqual(self.submit(prompt, CONTINUITY_RECALL_ON_PROMPT="off"), "")
