"""Whole sessions of the real Claude Code client with our plugin: what a model would be given, and what is left behind.

The assertions are on the payload that the model stand-in received from the client, so hooks, MCP server, plugin files and the
client's own limits are all in it.
"""

import json
import shutil
import unittest
from pathlib import Path

from cases import stored_where
from claude_client import ClaudeClient
from model_stand_in import last_words, text, tool_names, tool_results, tool_use, words_of
from program import PROGRAM, Scratch, wait_until

FIND = "mcp__plugin_continuity_continuity__find"
READ = "mcp__plugin_continuity_continuity__read"
REMEMBER = "mcp__plugin_continuity_continuity__remember"

PREFERENCE = "Always use unittest in here, never pytest"
DECISION = "We decided that the irrigation schedule is kept in UTC"
LAST_WORDS = "The irrigation schedule is in UTC now; valve seven still leaks and wants a look."


class Machine:
    """A user's machine with two projects, the client, and a witness between the client and the program."""

    def __init__(self, test):
        self.scratch = Scratch(prefix="continuity-client-")
        test.addClassCleanup(self.scratch.close) if isinstance(test, type) else test.addCleanup(self.scratch.close)
        self.log = self.scratch.root / "hooks.log"
        self.witness = self.scratch.root / "witness"
        self.witness.write_text(WITNESS.format(program=PROGRAM, log=self.log))
        self.witness.chmod(0o755)
        self.client = ClaudeClient(self.scratch.user_home, program=self.witness)
        self.orchard = self.scratch.project("orchard")
        self.brewery = self.scratch.project("brewery")

    def drained(self):
        """The detached worker that `stop` and `end` start has to do it: nothing is run by hand here."""
        wait_until(lambda: self.status()["pending"]["jobs"] == 0, "the worker empties the queue by itself", 60)

    def status(self):
        return self.scratch.json("status")

    def hooks(self):
        """(event, exit code, milliseconds, stderr) of every hook that ran to its end."""
        rows = [line.split("\t") for line in self.log.read_text().splitlines()] if self.log.exists() else []
        return [(event, int(code), int(took), words) for event, code, took, words in rows]

    def files(self, folder):
        return {str(path.relative_to(folder)): path.read_bytes() for path in Path(folder).rglob("*") if path.is_file()}


# Stands where the client looks for `continuity`; writes down how each hook ended. A hook that is killed leaves no line.
WITNESS = """#!/bin/sh
if [ "$1" != hook ]; then exec "{program}" "$@"; fi
began=$(date +%s%N)
errors=$(mktemp)
"{program}" "$@" 2>"$errors"
code=$?
printf '%s\\t%s\\t%s\\t%s\\n' "$2" "$code" "$((($(date +%s%N) - began) / 1000000))" "$(tr '\\n\\t' '  ' <"$errors")" >>"{log}"
cat "$errors" >&2
rm -f "$errors"
exit $code
"""


def told(payload):
    """What hooks told the model in a payload: all but the client's own pages, so that a failure can be read."""
    words = words_of(payload)
    marks = [at for at in range(len(words)) if words.startswith("hook additional context", at)]
    return "\n".join(words[max(0, at - 40):at + 11_000].split("</system-reminder>")[0] for at in marks)


class TwoSessions(unittest.TestCase):
    """Session one says things; session two in the same project, and one in another project, are given what they should be."""

    @classmethod
    def setUpClass(cls):
        cls.machine = machine = Machine(cls)
        (machine.orchard / "schedule.py").write_text("ZONE = 'Europe/Berlin'\n")
        cls.first = machine.client.conversation(
            [
                (
                    f"{DECISION}. Please change schedule.py. {PREFERENCE}.",
                    [
                        [tool_use("Read", file_path=str(machine.orchard / "schedule.py"))],
                        [tool_use("Write", file_path=str(machine.orchard / "schedule.py"), content="ZONE = 'UTC'\n")],
                        [tool_use("Bash", command="python3 schedule.py && echo checked", description="Check the file")],
                        [tool_use("Bash", command="exit 3", description="Fail")],
                        [text(LAST_WORDS)],
                    ],
                )
            ], machine.orchard)
        machine.drained()
        cls.files_after_first = machine.files(machine.orchard)
        cls.before_second = cls.where()
        cls.second = machine.client.session(
            "What should I know before I go on?", machine.orchard,
            [
                [tool_use("ToolSearch", query=f"select:{FIND},{READ},{REMEMBER}")],
                [tool_use(FIND, query="In which time zone is the irrigation schedule?")],
                [tool_use(FIND, query="")],
                [tool_use(READ, uri="mem://user/events/no-such-thing")],
                [text("Nothing more.")],
            ])
        machine.drained()
        cls.other = machine.client.session("Hello, what is going on in this project?", machine.brewery, [[text("Nothing yet.")]])
        machine.drained()

    @classmethod
    def where(cls):
        """Where the preference stands in the store."""
        scratch = cls.machine.scratch
        return {name: count for name, count in stored_where(scratch, PREFERENCE).items()}

    def test_the_sessions_end_well(self):
        for run in (self.first, self.second, self.other):
            self.assertEqual(run.exit_code, 0, run.describe())
            self.assertFalse(run.result["is_error"], run.describe())

    def test_every_hook_ran_to_its_end_with_0_and_without_a_word(self):
        events = [event for event, *_ in self.machine.hooks()]
        for event in ("start", "submit", "tool", "stop", "end"):
            self.assertIn(event, events)
        self.assertEqual([hook for hook in self.machine.hooks() if hook[1] != 0 or hook[3]], [])
        self.assertEqual(events.count("start"), 3)
        self.assertEqual(events.count("end"), 3, "a hook at the end of a session was killed")

    def test_a_hook_at_the_end_of_a_session_keeps_within_the_clients_budget(self):
        for event, _, took, _ in self.machine.hooks():
            if event == "end":
                self.assertLess(took, 1500, "SessionEnd hooks share 1.5 seconds")

    def test_session_one_is_recorded_as_it_came(self):
        timeline = self.machine.scratch.call("memory/timeline", session_id=self.first.session)
        observations = timeline["sessions"][0]["observations"]
        self.assertEqual([o["kind"] for o in observations], ["prompt", "tool", "tool", "tool", "tool", "reply"])
        self.assertEqual([o.get("tool") for o in observations[1:5]], ["Read", "Write", "Bash", "Bash"])
        self.assertFalse(observations[4]["succeeded"], "a failed command is recorded as failed")
        self.assertIn("valve seven still leaks", observations[5]["text"])

    def test_the_model_of_session_two_is_given_the_preference_and_the_recent_activity(self):
        given = told(self.second.model.payloads[0])
        for words in ("never pytest", "irrigation schedule", "Recent Activity"):
            self.assertIn(words, given)
        self.assertNotIn("Output too large", words_of(self.second.model.payloads[0]), "the client cut the context")

    def test_the_words_of_one_project_do_not_reach_another(self):
        given = told(self.other.model.payloads[0])
        for words in ("irrigation", "valve seven", "schedule.py"):
            self.assertNotIn(words, given)

    def test_a_session_in_a_fresh_home_is_given_nothing_made_up(self):
        self.assertNotIn("Recent Activity", told(self.first.model.payloads[0]))

    def test_the_model_is_offered_the_tools(self):
        offered = words_of(self.second.model.payloads[0]) + " ".join(tool_names(self.second.model.payloads[0]))
        for name in ("find", "search", "tree", "remember", "profile", "read", "forget"):
            self.assertTrue(f"mcp__plugin_continuity_continuity__{name}" in offered, f"{name} is not offered")

    def test_a_tool_call_gives_the_memory_to_the_model(self):
        words, failed = tool_results(self.second.model.payloads[-1])["toolu_00002000"]
        self.assertFalse(failed, words)
        self.assertIn("UTC", words)
        self.assertIn("mem://", words)
        self.assertFalse(words.lstrip().startswith("{"), "a tool's result is text for a model, not JSON")

    def test_a_bad_call_is_an_error_that_a_model_can_act_on(self):
        results = tool_results(self.second.model.payloads[-1])
        words, failed = results["toolu_00003000"]
        self.assertTrue(failed)
        self.assertIn("query", words)
        words, failed = results["toolu_00004000"]
        self.assertTrue(failed)
        self.assertIn("mem://user/events/no-such-thing", words)

    def test_what_we_injected_is_not_stored_again(self):
        # Session two's model was given the preference twice, by the hook and by `find`; neither is news.
        self.assertEqual(self.where(), self.before_second)

    def test_nothing_is_written_into_the_users_project(self):
        written = set(self.files_after_first)
        self.assertEqual(written, {"schedule.py", ".git/HEAD"})
        self.assertEqual(self.machine.files(self.machine.brewery).keys(), {".git/HEAD"})
        self.assertEqual(self.machine.files(self.machine.orchard), self.files_after_first)

    def test_no_process_is_left_behind(self):
        wait_until(lambda: not self.machine.client.left_behind(), f"no process left: {self.machine.client.left_behind()}", 20)

    def test_the_store_is_sound(self):
        self.assertEqual(self.machine.scratch.integrity(), ["ok"])
        self.assertEqual(self.machine.status()["parked"], 0)


class LongSession(unittest.TestCase):
    """A session with a subagent in the background and a compaction: whose words are whose, and what comes back afterwards."""

    AGENT_WORDS = "The subagent saw seven crates."
    SUMMARY = "The user asked for crates; the pump is still open."

    @classmethod
    def setUpClass(cls):
        cls.machine = machine = Machine(cls)
        (machine.orchard / "crates.txt").write_text("seven\n")
        cls.run_ = machine.client.conversation(
            [(f"{PREFERENCE}. Now count the crates.", []), ("/compact", []), ("And now the barrels?", [])], machine.orchard, answer=cls.answer)
        machine.drained()
        timeline = machine.scratch.call("memory/timeline", session_id=cls.run_.session)
        cls.observations = timeline["sessions"][0]["observations"]

    @classmethod
    def answer(cls, payload):
        words = last_words(payload)
        if "Respond with plain text only" in words or "wrapped in <summary>" in words:
            return [text(f"<analysis>Short.</analysis>\n<summary>{cls.SUMMARY}</summary>")]
        if "Count what is in crates.txt" in words:
            return [text(cls.AGENT_WORDS)]
        if "Now count the crates" in words and not tool_results(payload):
            return [tool_use("Agent", description="Count", prompt="Count what is in crates.txt", subagent_type="general-purpose")]
        return [text("Understood.")]

    def test_every_hook_ran_to_its_end_with_0_and_without_a_word(self):
        self.assertEqual([hook for hook in self.machine.hooks() if hook[1] != 0 or hook[3]], [])
        events = {event for event, *_ in self.machine.hooks()}
        self.assertTrue({"subagent-stop", "compact", "end"} <= events, events)

    def test_the_prompts_are_what_the_user_typed_and_no_more(self):
        prompts = [o["text"] for o in self.observations if o["kind"] == "prompt"]
        self.assertEqual(prompts, [f"{PREFERENCE}. Now count the crates.", "And now the barrels?"])

    def test_the_compaction_is_recorded_once(self):
        summaries = [o["text"] for o in self.observations if o["kind"] == "compaction" and o["text"]]
        self.assertEqual(len(summaries), 1, self.observations)
        self.assertIn("the pump is still open", summaries[0])

    def test_the_subagents_words_are_recorded_and_the_compactors_are_not(self):
        replies = [o["text"] for o in self.observations if o["kind"] == "reply"]
        self.assertTrue(any(self.AGENT_WORDS in words for words in replies), replies)
        self.assertFalse(any("<analysis>" in words for words in replies), replies)

    def test_the_context_is_given_again_after_the_compaction(self):
        last = next(payload for payload in reversed(self.run_.model.payloads) if "barrels" in last_words(payload))
        self.assertIn("never pytest", told(last))
        self.assertGreaterEqual([event for event, *_ in self.machine.hooks()].count("start"), 2)


class ResumedSession(unittest.TestCase):
    """A session that is taken up again is one session, and what was learned the first time is not learned twice."""

    def test_a_resumed_session_goes_on_where_it_was(self):
        machine = Machine(self)
        first = machine.client.session(f"{DECISION}. Is that right?", machine.orchard, [[text("It is kept in UTC.")]])
        machine.drained()
        memories = "SELECT uri, l2_content FROM mem_nodes WHERE node_type = 'leaf' AND category != 'sessions' ORDER BY uri"
        learned = machine.scratch.rows(memories)
        second = machine.client.session("Then close the north gate.", machine.orchard, [[text("The north gate is closed.")]], "--resume", first.session)
        self.assertEqual(second.session, first.session)
        machine.drained()
        self.assertEqual(machine.scratch.rows(memories)[:len(learned)], learned)
        sessions = machine.scratch.call("memory/timeline", all_projects=True)["sessions"]
        self.assertEqual([session["session_id"] for session in sessions], [first.session])
        self.assertEqual([o["kind"] for o in sessions[0]["observations"]], ["prompt", "reply", "prompt", "reply"])
        turns = machine.scratch.rows("SELECT l2_content FROM mem_nodes WHERE uri LIKE 'mem://sessions/%/turns/%' AND node_type = 'leaf' ORDER BY uri")
        self.assertEqual(len(turns), 2, turns)
        self.assertIn("north gate", turns[1][0])
        self.assertEqual(sum("irrigation schedule" in turn for (turn,) in turns), 1)

    def test_private_words_stay_out_though_the_client_keeps_them(self):
        machine = Machine(self)
        run = machine.client.session(
            "Water the trees. <private>The safe opens with 9-4-7.</private> Thanks.", machine.orchard, [[text("The trees are watered.")]])
        machine.drained()
        self.assertIn("9-4-7", machine.client.transcript(run.session).read_text(), "the client's own transcript has it, or this proves nothing")
        for name, content in machine.scratch.stored_bytes().items():
            self.assertNotIn(b"9-4-7", content, name)
        self.assertTrue(machine.scratch.rows("SELECT 1 FROM observations WHERE text LIKE '%Water the trees%'"))


    def test_nothing_of_a_private_turn_is_kept_by_way_of_the_transcript(self):
        machine = Machine(self)
        run = machine.client.conversation(
            [
                ("Where is the mill?", [[text("The mill is in the valley.")]]),
                ("<private>When is my appointment with the doctor?</private>", [
                    [tool_use("Bash", command="echo ophthalmologist", description="Look up the ophthalmologist")],
                    [text("Your ophthalmologist expects you on Tuesday.")]]),
                ("And the barn?", [[text("The barn is on the hill.")]]),
            ], machine.orchard)
        machine.drained()
        self.assertIn("ophthalmologist", machine.client.transcript(run.session).read_text())
        for name, content in machine.scratch.stored_bytes().items():
            for words in (b"ophthalmologist", b"appointment"):
                self.assertNotIn(words, content, name)
        kept = " ".join(row[0] for row in machine.scratch.rows("SELECT l2_content FROM mem_nodes WHERE uri LIKE 'mem://sessions/%'"))
        self.assertIn("in the valley", kept)
        self.assertIn("on the hill", kept)


class UnusableStore(unittest.TestCase):
    """A session goes on as if we were not there when the store cannot be used."""

    def run_session(self, prepare):
        machine = Machine(self)
        prepare(machine.client.continuity_home)
        run = machine.client.session(
            "List the files.", machine.orchard,
            [[tool_use("Bash", command="ls -a", description="List")], [tool_use(FIND, query="anything")], [text("There is nothing.")]])
        self.assertEqual(run.exit_code, 0, run.describe())
        self.assertEqual(run.result["result"], "There is nothing.")
        self.assertIn("List the files.", words_of(run.model.payloads[0]), "the prompt reached the model")
        codes = {}
        for event, code, *_ in machine.hooks():
            codes.setdefault(event, []).append(code)
        for event in ("start", "submit", "tool", "stop", "end"):
            self.assertEqual(codes.get(event, [None])[0], 1, f"{event}: {codes}")
        self.assertNotIn(2, [code for each in codes.values() for code in each])
        words, failed = tool_results(run.model.payloads[-1])["toolu_00002000"]
        self.assertTrue(failed)
        self.assertIn("continuity.db", words)
        wait_until(lambda: not machine.client.left_behind(), "no process left", 20)
        return machine

    def test_a_damaged_database(self):
        def prepare(home):
            home.mkdir()
            (home / "continuity.db").write_bytes(b"SQLite format 3\0" + b"\xa5" * 9000)

        self.run_session(prepare)

    def test_another_products_database(self):
        def prepare(home):
            import test_foreign_stores
            home.mkdir()
            test_foreign_stores.make_continuity_go(home / "continuity.db")

        machine = self.run_session(prepare)
        self.assertIn("import", " ".join(words for *_, words in machine.hooks()))

    def test_a_folder_that_cannot_be_made(self):
        self.run_session(lambda home: home.write_text("a file, not a folder\n"))


class Installed(unittest.TestCase):
    """`continuity init` instead of the plugin: the client finds hooks and server in its own settings."""

    def test_a_session_works_after_init_and_is_untouched_after_undo(self):
        machine = Machine(self)
        settings = machine.scratch.user_home / ".claude" / "settings.json"
        settings.parent.mkdir(exist_ok=True)
        settings.write_text('{\n  "model": "opus",\n  "hooks": {"Stop": [{"hooks": [{"type": "command", "command": "true"}]}]}\n}\n')
        before = settings.read_bytes()
        done = machine.scratch.run("init", "--yes")
        self.assertEqual(done.returncode, 0, done.stderr)
        machine.client.session(f"{PREFERENCE}.", machine.orchard, [[text("Noted.")]], with_plugin=False)
        machine.drained()
        run = machine.client.session(
            "What do I prefer?", machine.orchard, [[tool_use("mcp__continuity__find", query="unittest")], [text("unittest.")]],
            "--allowedTools", "mcp__continuity", with_plugin=False)
        self.assertIn("never pytest", told(run.model.payloads[0]))
        words, failed = tool_results(run.model.payloads[-1])["toolu_00001000"]
        self.assertFalse(failed, words)
        self.assertIn("never pytest", words)
        done = machine.scratch.run("init", "--undo", "--yes")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(json.loads(settings.read_bytes()), json.loads(before))
        run = machine.client.session("And now?", machine.orchard, [[text("Nothing.")]], with_plugin=False)
        self.assertNotIn("never pytest", told(run.model.payloads[0]))

    def test_the_plugin_installs_from_a_checkout(self):
        """As the README says: the plugin's folder is a marketplace of one."""
        machine = Machine(self)
        for command in (("marketplace", "add", str(machine.client.plugin)), ("install", "continuity@continuity")):
            done = machine.client.command("plugin", *command)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertRegex(machine.client.command("mcp", "list").stdout, r"plugin:continuity:continuity: .*Connected")
        run = machine.client.session("Never use tabs here.", machine.orchard, [[tool_use(FIND, query="tabs")], [text("Noted.")]], with_plugin=False)
        words, failed = tool_results(run.model.payloads[-1])["toolu_00001000"]
        self.assertFalse(failed, words)
        self.assertIn("Never use tabs here", words)
        self.assertIn("end", [event for event, *_ in machine.hooks()])

    def test_a_plugin_without_the_program_does_not_stop_a_session(self):
        machine = Machine(self)
        (machine.client.binaries / "continuity").unlink()
        run = machine.client.session("List the files.", machine.orchard, [[tool_use("Bash", command="ls", description="List")], [text("None.")]])
        self.assertEqual((run.exit_code, run.result["result"]), (0, "None."))


class Plugin(unittest.TestCase):
    """The plugin's files as the client reads them."""

    def setUp(self):
        self.machine = Machine(self)

    def test_the_client_finds_the_plugin_valid(self):
        done = self.machine.client.command("plugin", "validate", str(self.machine.client.plugin), "--strict")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_the_client_shakes_hands_with_the_server(self):
        # `mcp list` shows configured servers, not a plugin's: the same command is configured by hand.
        servers = json.loads((Path(self.machine.client.plugin) / ".mcp.json").read_text())["mcpServers"]
        self.assertEqual(list(servers), ["continuity"])
        (self.machine.orchard / ".mcp.json").write_text(json.dumps({"mcpServers": servers}))
        server = servers["continuity"]
        added = self.machine.client.command(
            "mcp", "add", "--scope", "user", "continuity", "--", server["command"], *server["args"], cwd=self.machine.orchard)
        self.assertEqual(added.returncode, 0, added.stdout + added.stderr)
        done = self.machine.client.command("mcp", "list", cwd=self.machine.orchard)
        self.assertRegex(done.stdout, r"continuity: .*(✓|✔).*Connected")

    def test_a_copied_plugin_works_where_it_was_copied_to(self):
        copied = self.machine.scratch.root / "copied"
        shutil.copytree(self.machine.client.plugin, copied)
        self.machine.client.plugin = copied
        self.machine.client.session("Always use tabs in makefiles.", self.machine.orchard, [[text("Noted.")]])
        self.assertIn("submit", [event for event, *_ in self.machine.hooks()])
