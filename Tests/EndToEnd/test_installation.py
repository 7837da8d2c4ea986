"""`continuity init` and `continuity doctor`: what they write into agents' files as those really look, and what they find and mend."""

import json
import os
import re
import shutil
import socket
import sqlite3
import stat
import subprocess

from cases import ProgramTest
from program import PROGRAM, wait_until

CLIENTS = ["claude-code", "claude-desktop", "codex", "cursor", "gemini", "vscode", "copilot"]

# What agents' files look like: somebody's comments, tabs, other servers and hooks, the agents' own state.
FILES = {
    "claude-code": {
        ".claude/settings.json": '{\n    "model": "opus",\n    "hooks": {\n        "Stop": [\n            {"hooks": [{"type": "command", "command": "notify-send done"}]}\n        ],\n        "PostToolUse": [\n'
        '            {\n                "matcher": "Edit|Write",\n                "hooks": [ { "type": "command", "command": "prettier --write" } ]\n            }\n        ]\n    },\n    "permissions": {"allow": ["Bash(ls:*)"]}\n}\n',
        ".claude.json": '{"numStartups":41,"mcpServers":{"github":{"type":"http","url":"https://example.org/mcp"}},"projects":{"/home/ada":{"history":[1,2.50,"\\u00e9"]}}}',
    },
    "claude-desktop": {".config/Claude/claude_desktop_config.json": '{\r\n  "globalShortcut": "",\r\n  "mcpServers": {\r\n    "files": {\r\n      "command": "npx"\r\n    }\r\n  }\r\n}\r\n'},
    "codex": {
        ".codex/config.toml": '# mine\nmodel = "gpt-5.2-codex"\nnotify = [\n  "python3", # with a comment\n  "n.py",\n]\n\n[mcp_servers.files]\ncommand = "npx"\nenv = { A = "[b]" }\n\n[[skills.config]]\npath = "x"\n',
        ".codex/hooks.json": '{"hooks":{"Stop":[{"hooks":[{"type":"command","command":"say done","timeout":5}]}]}}\n',
    },
    "cursor": {
        ".cursor/mcp.json": '{\n\t"mcpServers": {\n\t\t// the browser\n\t\t"browser": { "command": "npx", "args": ["x"] }\n\t}\n}\n',
        ".cursor/hooks.json": '{\n  "version": 1,\n  "hooks": {\n    "afterFileEdit": [{ "command": "./format.sh" }],\n    "sessionStart": [\n      { "command": "./hello.sh" }\n    ]\n  }\n}',
    },
    "gemini": {".gemini/settings.json": '{\n  // dark\n  "ui": { "theme": "Dracula" },\n  "mcpServers": { "a": { "command": "a" } },\n  "hooks": {\n    "AfterTool": [\n      { "matcher": "write_.*", "hooks": [{ "type": "command", "command": "fmt" }] },\n    ],\n  },\n}\n'},
    "vscode": {".config/Code/User/mcp.json": '// servers of mine\n{\n    "inputs": [],\n    "servers": {\n        "github": {"type": "http", "url": "https://example.org"}, // remote\n        /* off\n        "old": {},\n        */\n    },\n}\n'},
    "copilot": {".copilot/mcp-config.json": '{\n  "mcpServers": {\n    "azure": { "type": "local", "command": "az", "args": [], "tools": ["*"] }\n  }\n}\n', ".copilot/config.json": '{"trusted_folders":[]}'},
}
HOOKS_FILE = ".copilot/hooks/continuity.json"
STRICT = {".claude/settings.json", ".claude.json", ".config/Claude/claude_desktop_config.json", ".codex/hooks.json"}


def without_comments(text):
    """JSON with comments and trailing commas, as other programs read it (no string here holds a slash pair but addresses)."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    text = re.sub(r"(?<![:\"])//[^\n]*", "", text)
    return json.loads(re.sub(r",(\s*[}\]])", r"\1", text))


class Installation(ProgramTest):
    def setUp(self):
        super().setUp()
        self.home = self.scratch.user_home

    def write(self, name, text):
        path = self.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        return path

    def populate(self, *clients):
        for client in clients or CLIENTS:
            for name, text in FILES[client].items():
                self.write(name, text)

    def files(self):
        """Everything in the user's home but our own folder, name -> bytes."""
        return {
            str(path.relative_to(self.home)): path.read_bytes() for path in self.home.rglob("*")
            if path.is_file() and not path.is_relative_to(self.scratch.store_folder)}

    def init(self, *arguments, **options):
        done = self.scratch.run("init", *arguments, **options)
        return done, done.stdout.decode() + done.stderr.decode()

    # Connecting

    def test_every_agent_is_connected_beside_what_it_has_and_undo_gives_back_every_byte(self):
        self.populate()
        before = self.files()
        done, words = self.init("--yes")
        self.assertEqual(done.returncode, 0, words)
        after = self.files()
        for client in CLIENTS:
            for name, text in FILES[client].items():
                if name == ".copilot/config.json":
                    continue
                with self.subTest(file=name):
                    written = after[name].decode()
                    self.assertIn(str(PROGRAM), written)
                    # Every line that was there is there still, but for what comes behind the last of a list.
                    if "\n" in text.strip():
                        lines = [line.strip().rstrip(",") for line in written.splitlines()]
                        for line in text.splitlines():
                            self.assertIn(line.strip().split(" // remote")[0].rstrip(",} "), " ".join(lines))
                    if name.endswith(".json"):
                        value = json.loads(written) if name in STRICT else without_comments(written)
                        old = without_comments(text)
                        servers = "servers" if client == "vscode" else "mcpServers"
                        for server, entry in old.get(servers, {}).items():
                            self.assertEqual(value[servers][server], entry)
                        for event, entries in old.get("hooks", {}).items():
                            self.assertEqual(value["hooks"][event][:len(entries)], entries)
        again, words = self.init("--yes")
        self.assertEqual(self.files(), after, "twice changes nothing")
        self.assertNotIn("Wrote", words)
        done, words = self.init("--undo", "--yes")
        self.assertEqual(done.returncode, 0, words)
        self.assertEqual(self.files(), before)

    def test_each_agent_by_itself_and_from_nothing(self):
        for client in CLIENTS:
            with self.subTest(client=client):
                shutil.rmtree(self.home, ignore_errors=True)
                self.home.mkdir()
                done, words = self.init(f"--client={client}", "--yes")
                self.assertEqual(done.returncode, 0, words)
                after = self.files()
                self.assertTrue(after)
                self.assertEqual(self.init(f"--client={client}", "--yes")[0].returncode, 0)
                self.assertEqual(self.files(), after)
                self.assertEqual(self.init("--undo", f"--client={client}", "--yes")[0].returncode, 0)
                for name, content in self.files().items():
                    self.assertNotIn(b"continuity", content, name)

    def test_only_those_that_are_found_are_offered_and_the_change_is_shown_before_it_is_made(self):
        self.populate("codex", "cursor")
        before = self.files()
        done, words = self.init("--dry-run")
        self.assertEqual(done.returncode, 0)
        self.assertIn("Found Codex CLI, Cursor.", words)
        self.assertIn("+ [mcp_servers.continuity]", words)
        self.assertIn("~/.cursor/hooks.json", words)
        done, words = self.init()
        self.assertIn("nobody to ask", words)
        self.assertEqual(self.files(), before)

    def test_at_a_terminal_it_asks_for_each_agent(self):
        self.populate("codex", "cursor")
        before = self.files()
        person, terminal = os.openpty()
        try:
            os.write(person, b"n\ny\n")
            done = subprocess.run([str(PROGRAM), "init"], stdin=terminal, capture_output=True, text=True, timeout=60, env=self.scratch.environment())
        finally:
            os.close(person)
            os.close(terminal)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertLess(done.stdout.index("Connect Codex CLI? [y/N]"), done.stdout.index("Connect Cursor? [y/N]"))
        after = self.files()
        self.assertEqual({name for name in after if after[name] != before[name]}, {".cursor/mcp.json", ".cursor/hooks.json"})

    def test_an_agent_that_is_not_known_is_refused_and_the_known_are_named(self):
        done, words = self.init("--client=emacs", "--yes")
        self.assertEqual(done.returncode, 64)
        for client in CLIENTS:
            self.assertIn(client, words)

    def test_the_old_files_are_copied_for_their_owner_alone(self):
        self.populate("gemini")
        self.init("--yes")
        copies = list((self.scratch.store_folder / "backups").iterdir())
        self.assertEqual([copy.read_bytes().decode() for copy in copies], [FILES["gemini"][".gemini/settings.json"]])
        self.assertEqual(stat.S_IMODE(copies[0].stat().st_mode), 0o600)

    def test_a_link_is_followed_and_a_mode_kept(self):
        self.populate("gemini")
        real = self.scratch.root / "dotfiles.json"
        path = self.home / ".gemini/settings.json"
        shutil.move(path, real)
        path.symlink_to(real)
        real.chmod(0o640)
        self.assertEqual(self.init("--yes")[0].returncode, 0)
        self.assertTrue(path.is_symlink())
        self.assertIn(b"continuity", real.read_bytes())
        self.assertEqual(stat.S_IMODE(real.stat().st_mode), 0o640)

    # Refusing

    def assertRefused(self, client, *needles):
        before = self.files()
        done, words = self.init(f"--client={client}", "--yes")
        self.assertEqual(done.returncode, 1, words)
        for needle in needles:
            self.assertIn(needle, words)
        self.assertEqual(self.files(), before)
        return words

    def test_what_is_not_understood_is_left_as_it_is_and_what_to_paste_is_printed(self):
        for client, name, text in (
            ("cursor", ".cursor/mcp.json", '{"mcpServers": {'), ("gemini", ".gemini/settings.json", "ui: dark\n"), ("claude-code", ".claude/settings.json", '{"a": 1, // no comments here\n}'),
            ("vscode", ".config/Code/User/mcp.json", "[]"), ("codex", ".codex/config.toml", 'model = "x\n'), ("codex", ".codex/config.toml", "mcp_servers = { a = { command = 'b' } }\n"),
            ("copilot", ".copilot/mcp-config.json", '{"mcpServers": []}'), ("cursor", ".cursor/hooks.json", '{"hooks": {"sessionStart": {}}}'),
        ):
            with self.subTest(file=name, text=text):
                self.write(name, text)
                words = self.assertRefused(client, str(self.home / name), "left as it is", "put this into it")
                self.assertIn('"start"' if "settings.json" in name and client == "claude-code" else "hook start" if "hooks.json" in name else "mcp", words.split("put this into it")[1])
                os.remove(self.home / name)

    def test_bytes_that_are_no_text_are_refused(self):
        (self.home / ".cursor").mkdir()
        (self.home / ".cursor/mcp.json").write_bytes(b'{"a": "\xff"}')
        self.assertRefused("cursor", "UTF-8")

    def test_another_product_s_server_of_our_name_is_not_touched(self):
        self.write(".cursor/mcp.json", '{"mcpServers": {"continuity": {"command": "node", "args": ["continuity.js", "mcp"]}}}')
        self.assertRefused("cursor", "not ours", "node")
        self.write(".codex/config.toml", '[mcp_servers.continuity]\ncommand = "node"\n')
        self.assertRefused("codex", "not ours", "node")

    def test_a_read_only_file_stays_as_it_is(self):
        self.populate("gemini")
        (self.home / ".gemini/settings.json").chmod(0o444)
        self.assertRefused("gemini", "read-only", "chmod u+w")

    def test_a_broken_file_of_one_agent_does_not_leave_out_the_others(self):
        self.populate("cursor", "gemini")
        self.write(".cursor/mcp.json", "{")
        done, words = self.init("--yes")
        self.assertEqual(done.returncode, 1)
        self.assertIn("Not done for Cursor", words)
        self.assertIn(b"continuity", self.files()[".gemini/settings.json"])
        self.assertNotIn(b"continuity", self.files()[".cursor/hooks.json"])

    def test_hooks_that_two_agents_read_stay_while_one_of_them_is_connected(self):
        self.populate("copilot", "vscode")
        self.init("--yes")
        self.init("--undo", "--yes", "--client=vscode")
        self.assertIn(HOOKS_FILE, self.files())
        self.assertNotIn(b"continuity", self.files()[".config/Code/User/mcp.json"])
        self.init("--undo", "--yes", "--client=copilot")
        self.assertNotIn(HOOKS_FILE, self.files())

    def test_what_is_written_runs(self):
        """Each hook as the agent would run it, with a payload of its kind: recorded."""
        self.populate("codex", "cursor", "gemini", "copilot")
        self.init("--yes")
        payloads = {
            "codex": {"session_id": "codex-1", "turn_id": "t", "permission_mode": "default", "prompt": "fix", "tool_name": "shell", "tool_input": {"command": "ls"}, "tool_response": "ok"},
            "cursor": {"conversation_id": "cursor-1", "workspace_roots": [str(self.home)], "prompt": "fix", "tool_name": "Shell", "tool_input": {"command": "ls"}, "tool_output": "{}", "text": "done"},
            "gemini": {"session_id": "gemini-1", "timestamp": "2026-11-21T09:00:00Z", "transcript_path": "/tmp/none", "prompt": "fix", "tool_name": "run_shell_command", "tool_input": {"command": "ls"}, "tool_response": {"llmContent": "ok"}},
            "copilot": {"sessionId": "copilot-1", "timestamp": 1795166043221, "prompt": "fix", "toolName": "bash", "toolArgs": "{}", "toolResult": {"resultType": "success", "textResultForLlm": "ok"}},
        }
        places = {"codex": ".codex/hooks.json", "cursor": ".cursor/hooks.json", "gemini": ".gemini/settings.json", "copilot": HOOKS_FILE}
        for client, place in places.items():
            hooks = without_comments(self.files()[place].decode())["hooks"]
            for event, entries in hooks.items():
                for entry in entries:
                    for handler in entry.get("hooks", [entry]):
                        line = handler.get("command") or handler.get("bash")
                        if "continuity" not in line:
                            continue
                        with self.subTest(client=client, event=event):
                            payload = payloads[client] | {"cwd": str(self.home)} | ({"hook_event_name": event} if client != "copilot" else {})
                            done = subprocess.run(
                                ["/bin/sh", "-c", line], input=json.dumps(payload).encode(), capture_output=True, timeout=60, cwd=self.home,
                                env=self.scratch.environment(CONTINUITY_WORKER_AUTOSTART="false"))
                            self.assertRecorded(done)
        recorded = {session["session_id"] if "session_id" in session else session.get("id") for session in self.scratch.json("sessions", "--all-projects")["sessions"]}
        self.assertEqual({name for name in recorded if name and name.endswith("-1")}, {"codex-1", "cursor-1", "gemini-1", "copilot-1"})


class Doctor(ProgramTest):
    """Every common fault is made, found with what to do about it, and mended where it can be."""

    def setUp(self):
        super().setUp()
        self.home = self.scratch.user_home
        # No worker in the background: it would be at the files that a test damages.
        self.scratch.run("remember", "The spare key hangs behind the clock.", check=True, CONTINUITY_WORKER_AUTOSTART="false")

    def doctor(self, *arguments, **options):
        done = self.scratch.run("doctor", "--json", *arguments, **options)
        return done.returncode, json.loads(done.stdout)

    def problems(self, subject, *arguments, **options):
        return [each for each in self.doctor(*arguments, **options)[1]["findings"] if each["subject"] == subject and each["verdict"] in ("problem", "warning")]

    def assertMended(self, subject, *needles, **options):
        """Found with a remedy that names a command; gone after --fix, which says what it did."""
        found = self.problems(subject, **options)
        self.assertTrue(found, self.doctor(**options)[1])
        words = " ".join(each["detail"] for each in found)
        for needle in needles:
            self.assertIn(needle, words)
        for each in found:
            self.assertIn("continuity doctor --fix", each["remedy"])
        _, report = self.doctor("--fix", **options)
        self.assertTrue([line for line in report["fixed"] if line.startswith(subject)], report)
        self.assertEqual(self.problems(subject, **options), [])

    def test_a_sound_installation_has_no_problem(self):
        code, report = self.doctor()
        self.assertEqual((code, [each for each in report["findings"] if each["verdict"] == "problem"]), (0, []))
        self.assertEqual(self.doctor("--fix")[1]["fixed"], [])

    def test_a_program_that_moved(self):
        (self.home / ".codex").mkdir()
        (self.home / ".cursor").mkdir()
        self.scratch.run("init", "--yes", check=True)
        for name in (".codex/config.toml", ".codex/hooks.json", ".cursor/mcp.json"):
            path = self.home / name
            path.write_text(path.read_text().replace(str(PROGRAM), "/opt/gone/continuity"))
        self.assertMended("Codex CLI", "/opt/gone/continuity, which is not there")
        self.assertEqual(self.problems("Cursor"), [])
        self.assertNotIn("/opt/gone", (self.home / ".codex/config.toml").read_text() + (self.home / ".cursor/mcp.json").read_text())

    def test_settings_that_start_another_program_of_the_name(self):
        other = self.scratch.root / "old" / "continuity"
        other.parent.mkdir()
        other.write_text("#!/bin/sh\n")
        other.chmod(0o755)
        self.scratch.run("init", "--yes", "--client=claude-code", check=True)
        path = self.home / ".claude.json"
        path.write_text(path.read_text().replace(str(PROGRAM), str(other)))
        self.assertMended("Claude Code", "which is not this program")

    def test_hooks_that_are_missing(self):
        self.scratch.run("init", "--yes", "--client=gemini", "--home=" + str(self.scratch.store_folder), check=True)
        path = self.home / ".gemini/settings.json"
        settings = json.loads(path.read_text())
        del settings["hooks"]["AfterAgent"]
        path.write_text(json.dumps(settings))
        self.assertMended("Gemini CLI", "hooks for AfterAgent")
        # Where the store is stays as `init` was told.
        self.assertEqual(path.read_text().count("--home="), 7)

    def test_an_agent_that_is_not_connected_is_only_named(self):
        (self.home / ".cursor").mkdir()
        self.assertIn("continuity init --client=cursor", self.problems("Cursor")[0]["remedy"])
        self.doctor("--fix")
        self.assertEqual(list((self.home / ".cursor").iterdir()), [])

    def test_connected_twice_by_the_plugin_and_by_init(self):
        self.scratch.run("init", "--yes", "--client=claude-code", check=True)
        path = self.home / ".claude/settings.json"
        settings = json.loads(path.read_text())
        path.write_text(json.dumps(settings | {"enabledPlugins": {"continuity@continuity": True}}))
        (self.scratch.root / "bin").mkdir()
        (self.scratch.root / "bin/continuity").symlink_to(PROGRAM)
        self.assertMended("Claude Code", "connected twice", PATH=f"{self.scratch.root}/bin:/usr/bin:/bin")

    def test_a_server_of_our_name_that_is_not_ours(self):
        (self.home / ".cursor").mkdir()
        (self.home / ".cursor/mcp.json").write_text('{"mcpServers": {"continuity": {"command": "node"}}}')
        self.assertIn("not ours", self.problems("Cursor")[0]["detail"])
        self.doctor("--fix")
        self.assertIn("node", (self.home / ".cursor/mcp.json").read_text())

    def test_two_programs_of_the_name_on_the_path(self):
        first = self.scratch.root / "first"
        first.mkdir()
        (first / "continuity").write_text("#!/bin/sh\n")
        (first / "continuity").chmod(0o755)
        found = self.problems("Program", PATH=f"{first}:/usr/bin:/bin")
        self.assertIn(str(first / "continuity"), found[0]["detail"])
        self.assertIn("export PATH=", found[0]["remedy"])

    def test_another_product_s_file_at_our_path(self):
        self.scratch.database.unlink()
        for name in ("-wal", "-shm"):
            self.scratch.database.with_name("continuity.db" + name).unlink(missing_ok=True)
        connection = sqlite3.connect(self.scratch.database)
        connection.execute("CREATE TABLE observations (id INTEGER)")
        connection.close()
        before = self.scratch.database.read_bytes()
        for arguments in ((), ("--fix",)):
            code, report = self.doctor(*arguments)
            self.assertEqual(code, 1)
            words = " ".join(each["detail"] for each in report["findings"] if each["subject"] == "Store")
            self.assertIn("import", words)
        self.assertEqual(self.scratch.database.read_bytes(), before)

    def test_modes_that_let_others_read(self):
        self.scratch.store_folder.chmod(0o755)
        self.scratch.database.chmod(0o644)
        self.assertMended("Folder", "can be read by others")
        self.assertEqual((stat.S_IMODE(self.scratch.store_folder.stat().st_mode), stat.S_IMODE(self.scratch.database.stat().st_mode)), (0o700, 0o600))

    def test_modes_that_keep_the_owner_from_writing(self):
        self.scratch.database.chmod(0o400)
        self.assertMended("Folder", "cannot be written by you")
        self.assertEqual(stat.S_IMODE(self.scratch.database.stat().st_mode), 0o600)

    def test_a_port_that_is_taken(self):
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = str(server.getsockname()[1])
            found = self.problems("Viewer", CONTINUITY_SERVER_PORT=port)
            self.assertIn(f"127.0.0.1:{port} is taken", found[0]["detail"])
            self.assertIn("continuity serve --port=0", found[0]["remedy"])
        self.assertEqual(self.problems("Viewer", CONTINUITY_SERVER_PORT=port), [])

    def test_parked_jobs(self):
        connection = sqlite3.connect(self.scratch.database)
        connection.execute("INSERT INTO jobs (kind, subject, due_at, created_at, attempts, error, parked_at) VALUES ('maintenance', '', 0, 0, 5, 'disk full', 1)")
        connection.commit()
        connection.close()
        found = self.problems("Queue")
        self.assertIn("disk full", found[0]["detail"])
        self.assertIn("continuity worker --retry", found[0]["remedy"])
        _, report = self.doctor("--fix")
        self.assertTrue(any(line.startswith("Queue") for line in report["fixed"]), report)
        wait_until(lambda: not self.scratch.rows("SELECT 1 FROM jobs"), "the job done by the worker that --fix started")

    def test_a_stale_index_of_words(self):
        connection = sqlite3.connect(self.scratch.database)
        connection.execute("INSERT INTO passages_fts (passages_fts) VALUES ('delete-all')")
        connection.execute("UPDATE passage_counts SET passages = 0")
        connection.commit()
        connection.close()
        find = lambda: self.scratch.json("find", "--all-projects", "spare key", CONTINUITY_EMBEDDER_PROVIDER="none")["items"]
        self.assertEqual(find(), [])
        self.assertMended("Index", "index of words is stale")
        self.assertEqual(len(find()), 1)

    def test_a_stale_index_of_meanings(self):
        self.scratch.run("worker", check=True)
        wait_until(lambda: self.scratch.json("status")["pending"]["embeddings"] == 0, "every passage embedded")
        connection = sqlite3.connect(self.scratch.database)
        connection.execute("INSERT INTO vector_indexes (embedder, trained_on, centroids) SELECT id, 1, x'' FROM embedders")
        connection.execute("UPDATE embedders SET vector_index = (SELECT max(id) FROM vector_indexes), covered = (SELECT max(id) FROM vectors)")
        connection.commit()
        connection.close()
        self.assertMended("Index", "index of meanings is stale")
        self.assertEqual(self.scratch.rows("SELECT vector_index FROM embedders"), [(None,)])

    def test_a_setting_that_is_wrong(self):
        (self.scratch.store_folder / "config.toml").write_text("[server]\nport = 'many'\n")
        (self.scratch.store_folder / "config.toml").chmod(0o600)
        found = self.problems("Settings")
        self.assertIn("config.toml:2", found[0]["detail"])
        self.assertIn("continuity config", found[0]["remedy"])
