"""What scripts rely on: names, exit codes, shapes and promises of the design, each tried once through the shipped program."""

import json
import re
import threading
import time

from cases import ProgramTest
from program import RPCFailure

ISO_8601 = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$")


class Memories(ProgramTest):
    def remember(self, content, **more):
        return self.scratch.call("memory/remember", content=content, **more)

    def uris(self, query, **more):
        return [item["uri"] for item in self.scratch.call("memory/find", query=query, all_projects=True, **more)["items"]]

    def test_the_same_words_again_change_nothing(self):
        first = self.remember("The pump was replaced in May.", category="events")
        again = self.remember("The pump was replaced in May.", category="events")
        self.assertEqual((first["action"], again["action"], again["uri"]), ("created", "unchanged", first["uri"]))

    def test_events_are_merged_by_nothing_but_identity(self):
        first = self.remember("The pump in cellar four was replaced by Marta in May.", category="events")
        second = self.remember("The pump in cellar four was replaced by Marta in June.", category="events")
        self.assertEqual(second["action"], "created")
        self.assertNotEqual(first["uri"], second["uri"])

    def test_a_memory_that_supersedes_another_closes_it(self):
        old = self.remember("Use tabs in makefiles and spaces elsewhere.", category="preferences")
        new = self.remember("Use spaces everywhere, with a recipe prefix in makefiles.", category="preferences", supersedes=old["uri"])
        self.assertEqual(new["action"], "superseded")
        node = self.scratch.call("memory/read", uri=old["uri"], layer="all")
        self.assertEqual(node["superseded_by"], new["uri"])
        self.assertRegex(node["valid_to"], ISO_8601)
        self.assertNotIn(old["uri"], self.uris("tabs in makefiles"))
        self.assertIn(new["uri"], self.uris("makefiles"))

    def test_validity_in_the_future_hides_a_memory_until_then(self):
        uri = self.remember("The north gate opens at six.", category="events", valid_from="2031-05-01T00:00:00Z")["uri"]
        self.assertEqual(self.uris("north gate"), [])
        self.assertEqual(self.uris("north gate", as_of="2031-06-01T00:00:00Z"), [uri])

    def test_a_bad_time_is_named(self):
        with self.assertRaises(RPCFailure) as caught:
            self.uris("gate", as_of="the day before")
        self.assertEqual(caught.exception.error["code"], -32602)
        self.assertIn("the day before", caught.exception.error["message"])

    def test_times_are_iso_8601_and_epoch_milliseconds_in_the_store(self):
        uri = self.remember("The south gate opens at seven.", category="events")["uri"]
        node = self.scratch.call("memory/read", uri=uri, layer="all")
        for name in ("created_at", "updated_at"):
            self.assertRegex(node[name], ISO_8601)
        created = self.scratch.rows("SELECT created_at FROM mem_nodes WHERE uri = ?", uri)[0][0]
        self.assertLess(abs(created - time.time() * 1000), 60_000)

    def test_forgetting_takes_an_address_and_nothing_near_it(self):
        kept = self.remember("The pump in cellar four hums.", category="cases")["uri"]
        gone = self.remember("The pump in cellar five hums.", category="cases")["uri"]
        result = self.scratch.call("memory/forget", uri=gone, reason="sold")
        self.assertEqual([each["uri"] for each in result["forgotten"]], [gone])
        self.assertEqual(self.uris("pump cellar hums"), [kept])
        with self.assertRaises(RPCFailure):
            self.scratch.call("memory/forget", uri="mem://agent/cases/the-pump")

    def test_every_script_is_found_by_its_own_words(self):
        for content, query in (
            ("冷蔵庫の温度は毎朝六時に記録する。", "温度"), ("Погреб открывается в семь утра.", "погреб"), ("القبو بارد في الشتاء.", "القبو"), ("Der Kühlraum wird überwacht.", "Kühlraum"),
            ("저장고 온도를 매일 기록한다.", "온도"), ("handleHTTPRequest calls parse_url twice.", "parse url"), ("ห้องเย็นเปิดตอนหกโมง", "ห้องเย็น"),
        ):
            with self.subTest(query=query):
                uri = self.remember(content, category="events")["uri"]
                self.assertIn(uri, self.uris(query))

    def test_queries_are_words_not_a_language(self):
        uri = self.remember("The valve is 'stuck' (again): see ticket A-7.", category="events")["uri"]
        for query in ('"valve" OR', "valve AND (", "valve*", "NEAR(valve stuck)", "-valve", "valve:stuck", "'; DROP TABLE mem_nodes; --", "valve\x00".replace("\x00", " "), "^valve", "{valve}"):
            with self.subTest(query=query):
                self.scratch.call("memory/find", query=query)
        self.assertEqual(self.uris("valve stuck"), [uri])

    def test_the_commands_give_the_names_of_the_design(self):
        made = self.scratch.json("remember", "--category=preferences", "--project=orchard", "Use metric units.")
        self.assertEqual(set(made) & {"uri", "action"}, {"uri", "action"})
        item = self.scratch.json("find", "--all-projects", "metric units")["items"][0]
        self.assertTrue({"uri", "category", "l0", "score", "project", "updated_at"} <= set(item), item)
        node = self.scratch.json("read", made["uri"], "--layer=all")
        self.assertTrue({"uri", "category", "l0", "l1", "l2", "project", "origin", "created_at", "updated_at"} <= set(node), node)
        self.assertEqual((node["project"], node["origin"], node["l2"]), ("orchard", "user", "Use metric units."))
        status = self.scratch.json("status")
        self.assertEqual(set(status["pending"]), {"jobs", "embeddings"})
        self.assertIsInstance(status["parked"], int)

    def test_a_project_is_its_checkout_wherever_one_stands_in_it(self):
        orchard, brewery = self.scratch.project("orchard"), self.scratch.project("brewery")
        deep = orchard / "source" / "deep"
        deep.mkdir(parents=True)
        worktree = self.scratch.root / "elsewhere" / "orchard-fix"
        worktree.mkdir(parents=True)
        (orchard / ".git" / "worktrees" / "orchard-fix").mkdir(parents=True)
        (orchard / ".git" / "worktrees" / "orchard-fix" / "commondir").write_text("../..\n")
        (orchard / ".git" / "worktrees" / "orchard-fix" / "gitdir").write_text(f"{worktree}/.git\n")
        (worktree / ".git").write_text(f"gitdir: {orchard}/.git/worktrees/orchard-fix\n")
        uri = self.remember("The scale is broken.", category="events", cwd=str(deep))["uri"]
        for folder, expected in ((orchard, [uri]), (deep, [uri]), (worktree, [uri]), (brewery, [])):
            with self.subTest(folder=folder.name):
                self.assertEqual([item["uri"] for item in self.scratch.call("memory/find", query="scale broken", cwd=str(folder))["items"]], expected)

    def test_two_checkouts_of_one_name_are_two_projects(self):
        first = self.scratch.root / "a" / "site"
        second = self.scratch.root / "b" / "site"
        for folder in (first, second):
            (folder / ".git").mkdir(parents=True)
            (folder / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
        self.remember("The first site uses port 8001.", category="events", cwd=str(first))
        self.remember("The second site uses port 8002.", category="events", cwd=str(second))
        found = self.scratch.call("memory/find", query="which port does the site use", cwd=str(second))["items"]
        self.assertEqual([re.search(r"800\d", item["l0"]).group() for item in found], ["8002"])


class Work(ProgramTest):
    def large_transcript(self, session, megabytes):
        payload = self.payload(session=session)
        words = "The harvest of crate {} went to the cellar and was weighed twice because the scale drifted. " * 20
        with open(payload["transcript_path"], "w") as file:
            number = size = 0
            while size < megabytes * 1_000_000:
                for kind, content in (("user", f"Where did crate {number} go?"), ("assistant", [{"type": "text", "text": words.replace("{}", str(number))}])):
                    line = json.dumps({
                        "type": kind, "uuid": f"{number}{kind}", "parentUuid": f"{number - 1}assistant" if kind == "user" and number else (f"{number}user" if kind == "assistant" else None),
                        "sessionId": session, "cwd": payload["cwd"], "timestamp": "2026-11-21T10:00:00.000Z", "isSidechain": False, "message": {"role": kind, "content": content}})
                    file.write(line + "\n")
                    size += len(line)
                number += 1
        return payload

    def test_the_end_of_a_session_does_not_wait_for_a_large_transcript(self):
        payload = self.large_transcript("large", 15)
        self.assertRecorded(self.scratch.hook("submit", self.prompt("Where did the crates go?", session="large"), CONTINUITY_WORKER_AUTOSTART="false"))
        for event, more in (("stop", {"hook_event_name": "Stop", "last_assistant_message": "To the cellar."}), ("end", {"hook_event_name": "SessionEnd", "reason": "other"})):
            began = time.monotonic()
            self.assertRecorded(self.scratch.hook(event, payload | more, CONTINUITY_WORKER_AUTOSTART="false"))
            self.assertLess(time.monotonic() - began, 1.5)

    def test_hooks_are_not_held_up_by_the_worker(self):
        """The worker never holds the write lock while it reads or computes: a hook gets through in the time of a hook."""
        payload = self.large_transcript("large", 8)
        self.assertRecorded(self.scratch.hook("end", payload | {"hook_event_name": "SessionEnd", "reason": "other"}, CONTINUITY_WORKER_AUTOSTART="false"))
        worker = threading.Thread(target=lambda: self.scratch.run("worker", timeout=120, check=True))
        worker.start()
        times = []
        while worker.is_alive():
            began = time.monotonic()
            self.assertRecorded(self.scratch.hook("tool", self.tool_call(session="beside")))
            times.append(time.monotonic() - began)
        worker.join()
        self.scratch.drain()
        self.assertLess(max(times), 1.5, f"of {len(times)} hooks; a client kills the last ones after 1.5 s")

    def test_a_second_worker_leaves_at_once_with_0(self):
        payload = self.large_transcript("large", 8)
        self.assertRecorded(self.scratch.hook("end", payload | {"hook_event_name": "SessionEnd", "reason": "other"}, CONTINUITY_WORKER_AUTOSTART="false"))
        first = threading.Thread(target=lambda: self.scratch.run("worker", timeout=120, check=True, CONTINUITY_EMBEDDER_PROVIDER="none"))
        first.start()
        second = None
        while first.is_alive() and second is None:
            if self.scratch.json("status")["worker"]["running"]:
                began = time.monotonic()
                done = self.scratch.run("worker")
                second = time.monotonic() - began
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertTrue(first.is_alive(), "the second ended before the first")
        first.join()
        self.assertIsNotNone(second, "the first worker was never seen running")

    def test_a_file_that_grew_is_read_on(self):
        """Turns that came after the first extraction are learned by the next, and those before are not learned twice."""
        payload = self.payload(session="growing")

        def record(number, words):
            with open(payload["transcript_path"], "a") as file:
                for kind, content in (("user", f"Question {number}: where is it?"), ("assistant", [{"type": "text", "text": words}])):
                    parent = f"{number - 1}assistant" if kind == "user" and number else (f"{number}user" if kind == "assistant" else None)
                    file.write(json.dumps({
                        "type": kind, "uuid": f"{number}{kind}", "parentUuid": parent, "sessionId": "growing", "cwd": payload["cwd"], "timestamp": f"2026-11-21T10:0{number}:00.000Z",
                        "isSidechain": False, "message": {"role": kind, "content": content}}) + "\n")

        for number, words in enumerate(("It is in the north cellar.", "It is in the south cellar.", "It is in the mill.")):
            record(number, words)
            self.assertRecorded(self.scratch.hook("stop", payload | {"hook_event_name": "Stop", "last_assistant_message": words}))
            self.scratch.drain()
        turns = self.scratch.rows("SELECT l2_content FROM mem_nodes WHERE uri LIKE 'mem://sessions/growing/turns/%' AND node_type = 'leaf' ORDER BY uri")
        self.assertEqual([next(place for place in ("north", "south", "mill") if place in turn) for (turn,) in turns], ["north", "south", "mill"])
