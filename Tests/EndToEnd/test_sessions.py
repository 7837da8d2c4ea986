"""The main job on recorded sessions: hooks in, memories out of find, tree and profile, and the next session's context."""

import json
import re

from cases import ProgramTest, injected, stored_where
from program import Scratch
from recorded import FIRST, SECOND, replay, transcript

PROJECT = "/srv/projects/orchard"
PRIVATE = "0155 5550147"


class RecordedSessions(ProgramTest):
    @classmethod
    def setUpClass(cls):
        cls.replayed = Scratch()
        cls.addClassCleanup(cls.replayed.close)
        replay(cls.replayed)

    def found(self, query, **more):
        return self.replayed.call("memory/find", query=query, cwd=PROJECT, **more)["items"]

    def assertFound(self, query, *needles, among=3, category=None):
        """One of the first hits says all of it."""
        items = [item for item in self.found(query)[:among] if category in (None, item["category"])]
        for item in items:
            node = self.replayed.call("memory/read", uri=item["uri"], layer="all")
            said = " ".join(str(node.get(layer, "")) for layer in ("l0", "l1", "l2")).lower()
            if all(needle.lower() in said for needle in needles):
                return node
        self.fail(f"{query!r}: none of the first {among} says {needles}: {json.dumps(items, indent=1, ensure_ascii=False)}")

    def test_the_preference_is_found(self):
        self.assertFound("unittest or pytest?", "unittest", "pytest", category="preferences")

    def test_the_root_cause_is_found(self):
        self.assertFound("why was the week wrong around New Year", "calendar")

    def test_the_decision_is_found(self):
        node = self.assertFound("ISO weeks decision", "ISO week")
        self.assertTrue(node["uri"].startswith("mem://"))

    def test_what_was_not_to_be_forgotten_is_found(self):
        self.assertFound("Marta Monday", "Monday", "eight")

    def test_the_trick_is_found(self):
        self.assertFound("csv line ends on Windows", "newline=''")

    def test_the_words_that_were_said_come_back(self):
        self.assertFound("which of the two do the forms want", "decimal comma", among=5)

    def test_what_a_session_named_is_tied_together(self):
        answer = self.replayed.call("memory/links", concept="report.py", project="orchard")
        self.assertEqual(answer["concept"]["kind"], "file")
        self.assertIn("week_key", [neighbour["name"] for neighbour in answer["neighbours"]])
        self.assertIn(f"mem://sessions/{FIRST}", [session["uri"] for session in answer["sessions"]])
        graph = self.replayed.call("memory/graph", project="orchard")
        self.assertIn("report.py", [node["l0"] for node in graph["nodes"] if node["type"] == "concept"])

    def test_sessions_stand_in_the_tree(self):
        tree = self.replayed.call("memory/tree", uri="mem://sessions", depth=2)
        uris = json.dumps(tree)
        for session in (FIRST, SECOND):
            self.assertIn(f"mem://sessions/{session}", uris)
            summary = self.replayed.call("memory/read", uri=f"mem://sessions/{session}/summary", layer="all")
            self.assertTrue(summary["l0"])
            self.assertEqual(summary["project"], "orchard")

    def test_the_timeline_shows_each_session_as_it_went(self):
        session = self.replayed.call("memory/timeline", session_id=FIRST)["sessions"][0]
        kinds = [observation["kind"] for observation in session["observations"]]
        self.assertEqual((kinds.count("prompt"), kinds.count("tool"), kinds.count("reply")), (3, 9, 3))
        self.assertEqual(kinds[0], "prompt")
        self.assertEqual(session["status"], "ended")
        failed = [observation for observation in session["observations"] if observation.get("succeeded") is False]
        self.assertEqual(len(failed), 1, "the failing test run")

    def test_the_next_session_in_the_project_starts_with_the_right_memories(self):
        done = self.replayed.hook("start", self.payload(session="next", cwd=PROJECT, hook_event_name="SessionStart", source="startup"))
        self.assertRecorded(done)
        context = injected(done)
        self.assertLessEqual(len(context.encode("utf-16-le")) // 2, 10_000)
        for needle in ("unittest", "Recent Activity", "export"):
            self.assertIn(needle, context)
        self.assertNotRegex(context, r"(?i)\byou must\b|\bIMPORTANT\b", "facts, not orders")

    def test_a_session_in_another_project_does_not_hear_of_this_one(self):
        done = self.replayed.hook("start", self.payload(session="elsewhere", cwd=self.scratch.project("brewery"), hook_event_name="SessionStart", source="startup"))
        self.assertRecorded(done)
        for needle in ("week_key", "Marta", "export.py", "packing station's Windows", "ISO weeks"):
            with self.subTest(needle):
                self.assertNotIn(needle, injected(done))

    def test_the_private_part_is_nowhere(self):
        self.assertIn(PRIVATE, transcript(SECOND).read_text(), "the recording still has it, or this proves nothing")
        self.assertNowhereInStore(PRIVATE, self.replayed)
        self.assertNowhereInStore("Marta's own number", self.replayed)

    def test_an_abstract_never_ends_within_a_word(self):
        for uri, l0, whole in self.replayed.rows("SELECT uri, l0_abstract, l1_overview || ' ' || l2_content FROM mem_nodes WHERE node_type = 'leaf'"):
            with self.subTest(uri):
                self.assertTrue(l0)
                last = re.findall(r"\w+", l0)[-1]
                self.assertRegex(whole, rf"(?i)\b{re.escape(last)}\b", f"L0 is {l0!r}")

    def test_tool_output_is_not_kept_whole(self):
        self.assertNotIn("mem_nodes.l2_content", stored_where(self.replayed, "sums = defaultdict(float)"), "a file that was read is no memory")

    def test_replaying_a_session_again_makes_nothing_new(self):
        replay(self.scratch)
        sql = "SELECT uri, l2_content FROM mem_nodes WHERE node_type = 'leaf' ORDER BY uri"
        before = self.scratch.rows(sql)
        for event, more in (("stop", {"hook_event_name": "Stop", "last_assistant_message": "Noted."}), ("end", {"hook_event_name": "SessionEnd", "reason": "other"})):
            payload = self.payload(session=FIRST, cwd=PROJECT, **more) | {"transcript_path": str(transcript(FIRST))}
            self.assertRecorded(self.scratch.hook(event, payload))
        self.scratch.drain()
        self.assertEqual(self.scratch.rows(sql), before)

    def test_every_answer_explains_itself(self):
        item = self.found("unittest or pytest?", explain=True)[0]
        self.assertTrue(item["why"])
        for part in item["why"]:
            self.assertTrue(part["part"])
            self.assertIsInstance(part["contribution"], (int, float))


class Signals(ProgramTest):
    """What `submit` catches is findable in the same session, before any worker ran."""

    def test_a_preference_is_findable_at_once(self):
        self.assertRecorded(self.scratch.hook("submit", self.prompt("Never use tabs in the yaml files, please."), CONTINUITY_WORKER_AUTOSTART="false"))
        items = self.scratch.call("memory/find", query="tabs in yaml", cwd=str(self.scratch.project("orchard")))["items"]
        self.assertTrue(any(item["category"] == "preferences" for item in items), items)

    def test_quotes_code_pastes_and_notices_are_not_the_users_words(self):
        for words in (
            "> always use tabs in yaml\nWhat does this mean?", "What does `always use tabs` do?", "```\nalways use tabs\n```\nExplain.",
            "<task-notification>always use tabs</task-notification>", 'He said "always use tabs", is that right?',
        ):
            with self.subTest(words=words):
                self.assertRecorded(self.scratch.hook("submit", self.prompt(words)))
        self.assertEqual(self.scratch.rows("SELECT uri FROM mem_nodes WHERE category = 'preferences' AND node_type = 'leaf'"), [])

    def test_what_was_forgotten_is_not_learned_again(self):
        prompt = self.prompt("Always use tabs in makefiles.")
        self.assertRecorded(self.scratch.hook("submit", prompt))
        cwd = str(self.scratch.project("orchard"))
        uri = self.scratch.call("memory/find", query="tabs makefiles", cwd=cwd, category="preferences")["items"][0]["uri"]
        self.scratch.call("memory/forget", uri=uri, reason="not so")
        self.assertRecorded(self.scratch.hook("submit", prompt))
        self.scratch.drain()
        items = self.scratch.call("memory/find", query="tabs makefiles", cwd=cwd, category="preferences")["items"]
        self.assertEqual(items, [])
