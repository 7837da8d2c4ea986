"""`<private>` text and secrets through every door: not one byte of them in the store's folder. And who may read it."""

import json
import stat

from cases import ProgramTest, stored_where
from trust_results import record

# Made up, in the shape of the real ones. The second part is what must never be stored.
SECRETS = {
    "AWS key": ("aws_access_key_id = ", "AKIA" + "Q3EGRZ7WLXPK5T2M"),
    "AWS secret": ("aws_secret_access_key=", "wJalrXUtnFEMI" + "K7MDENGbPxRfiCYq8" + "Zr4vN2xLpT"),
    "GitHub token": ("export GH=", "ghp_" + "a8Kd92LmQ0xZt7RvB4nYc6WsE1uJ3pHfGi5O"),
    "GitHub fine-grained": ("token ", "github_pat_" + "11ABCDEFG0a8Kd92LmQ0xZ_t7RvB4nYc6WsE1uJ3pHfGi5Oa8Kd92LmQ0xZt7RvB4nYc6WsE1u"),
    "Anthropic key": ("key: ", "sk-ant-api03-" + "Zk3vQ9mT1xB7nR5cL8wY2dF6hJ0pS4gAeUiOq-VbNtXrCyMzKlPjWh"),
    "OpenAI key": ("OPENAI_API_KEY=", "sk-proj-" + "4tGm8ZrQ2vXk7LnB1cYd9HwS5pJf3uEa0iOTyRqWxVz"),
    "Slack token": ("slack ", "xoxb-" + "263594206564-2343594206574-FGqddMF8t08v8N7Oq4i57vs1"),
    "Stripe key": ("stripe ", "sk_live_" + "51H8xQzKj2Lm9NpRt4VwYb7Cd"),
    "Google key": ("maps ", "AIza" + "SyD4k8Lm2Qx7Zt9Rv3Bn5Yc1Ws6Eu0Jp8Hf"),
    "password in a URL": ("postgres://app:", "tr0ub4dor-and-3", "@db.example.org/harvest"),
    "password assignment": ("DB_PASSWORD=", "Zwetschgenkuchen-2718"),
    "bearer header": ("Authorization: Bearer ", "mF9.B5f-4.1JqM7xT2vK8pL0wRzN3cYd6HsGa"),
    "JSON web token": ("jwt ", "eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiJvcmNoYXJkIiwibmFtZSI6Ik1hcnRhIn0." + "c2lnbmF0dXJlLW9mLXRoZS1vcmNoYXJk"),
    "PEM block": ("", "MIIEowIBAAKCAQEAq7Zk3vQ9mT1xB7nR5cL8wY2dF6hJ0pS4gAeUiOqVbNtXrCyM"),
}
HARMLESS = "The cellar pump runs on schedule seven."
PRIVATE = {
    "plain": ("<private>", "the plain hiding place", "</private>"),
    "upper case": ("<PRIVATE>", "the upper hiding place", "</PRIVATE>"),
    "nested": ("<private>a <private>b</private> ", "the nested hiding place", "</private>"),
    "unclosed": ("<private>", "the unclosed hiding place", ""),
    "spaced": ("< private >", "the spaced hiding place", "</ private >"),
    "attributes": ('<private reason="mine">', "the attributed hiding place", "</private>"),
}


def sentence(kind):
    before, secret, *after = SECRETS[kind]
    if kind == "PEM block":
        return f"{HARMLESS}\n-----BEGIN RSA PRIVATE KEY-----\n{secret}\n-----END RSA PRIVATE KEY-----\n"
    return f"{HARMLESS} {before}{secret}{after[0] if after else ''} is set."


class Doors(ProgramTest):
    def doors(self, words):
        """The words through every way in."""
        yield "submit", lambda: self.scratch.hook("submit", self.prompt(f"Remember this: {words}"))
        yield "tool input", lambda: self.scratch.hook("tool", self.tool_call(tool_input={"command": words, "description": words}))
        yield "tool output", lambda: self.scratch.hook("tool", self.tool_call(response={"stdout": words, "stderr": words}))
        yield "written file", lambda: self.scratch.hook("tool", self.tool_call("Write", {"file_path": "/srv/a.env", "content": words}, {"type": "create", "content": words}))
        yield "failure", lambda: self.scratch.hook(
            "tool", self.payload(hook_event_name="PostToolUseFailure", tool_name="Bash", tool_input={"command": words}, error=words, tool_use_id="t"))
        yield "last words", lambda: self.scratch.hook("stop", self.payload(hook_event_name="Stop", last_assistant_message=words))
        yield "compaction", lambda: self.scratch.hook("compact", self.payload(hook_event_name="PostCompact", trigger="auto", compact_summary=words))
        yield "remember", lambda: self.scratch.run("remember", "--category=events", words)
        yield "remember over stdio", lambda: self.scratch.call("memory/remember", content=f"Over stdio. {words}", title=words[:200], tags=[words[:60]], category="events")
        yield "transcript", lambda: self.transcript(words)
        yield "forget", lambda: self.forget(words)

    def transcript(self, words):
        payload = self.payload(session="transcribed")
        records = [
            {"type": "user", "uuid": "1", "parentUuid": None, "sessionId": "transcribed", "cwd": payload["cwd"], "message": {"role": "user", "content": f"Always do it so. {words}"}},
            {"type": "assistant", "uuid": "2", "parentUuid": "1", "sessionId": "transcribed", "cwd": payload["cwd"],
             "message": {"role": "assistant", "content": [{"type": "text", "text": f"The root cause was found. {words}"}]}},
        ]
        with open(payload["transcript_path"], "w") as file:
            for record in records:
                file.write(json.dumps({"timestamp": "2026-11-21T10:00:00.000Z", "isSidechain": False, **record}) + "\n")
        done = self.scratch.hook("end", payload | {"hook_event_name": "SessionEnd", "reason": "other"})
        self.scratch.drain()
        return done

    def forget(self, words):
        uri = self.scratch.json("remember", "--category=cases", f"A case to forget {hash(words)}.")["uri"]
        return self.scratch.call("memory/forget", uri=uri, reason=words[:300])

    def test_secrets_through_every_door(self):
        sent = 0
        for kind in SECRETS:
            for door, send in self.doors(sentence(kind)):
                sent += 1
                with self.subTest(secret=kind, door=door):
                    done = send()
                    if not isinstance(done, dict):
                        self.assertEqual(done.returncode, 0, done.stderr)
        self.scratch.drain()
        stored = b"\0".join(self.scratch.stored_bytes().values())
        leaked = [kind for kind, (_, secret, *_) in SECRETS.items() if secret.encode() in stored or stored_where(self.scratch, secret)]
        record("secrets", {"secrets sent": sent, "secrets leaked": len(leaked)})
        for kind, (_, secret, *_) in SECRETS.items():
            with self.subTest(secret=kind):
                self.assertNowhereInStore(secret)
        self.assertIn(HARMLESS, json.dumps(self.scratch.call("memory/find", query="cellar pump schedule", all_projects=True)), "what is harmless is kept")

    def test_private_text_through_every_door(self):
        for kind, (before, hidden, after) in PRIVATE.items():
            for door, send in self.doors(f"{HARMLESS} {before}{hidden}{after}"):
                with self.subTest(kind=kind, door=door):
                    send()
        self.scratch.drain()
        for kind, (_, hidden, _) in PRIVATE.items():
            with self.subTest(kind=kind):
                self.assertNowhereInStore(hidden)

    def test_a_wholly_private_turn_leaves_nothing_of_its_tools_or_answer(self):
        self.assertRecorded(self.scratch.hook("submit", self.prompt("<private>Look up the pension papers.</private>")))
        self.assertRecorded(self.scratch.hook("tool", self.tool_call(tool_input={"command": "grep pension papers.txt"}, response={"stdout": "pension 1234", "stderr": ""})))
        self.assertRecorded(self.scratch.hook("stop", self.payload(hook_event_name="Stop", last_assistant_message="Your pension is 1234.")))
        self.assertNowhereInStore("pension")
        self.assertRecorded(self.scratch.hook("submit", self.prompt("Now water the trees.")))
        self.assertRecorded(self.scratch.hook("tool", self.tool_call(tool_input={"command": "water --all"})))
        kinds = [row[0] for row in self.scratch.rows("SELECT kind FROM observations ORDER BY id")]
        self.assertEqual(kinds[-2:], ["prompt", "tool"], "the next turn is recorded again")

    def test_what_a_hook_says_on_stderr_does_not_repeat_a_secret(self):
        secret = SECRETS["GitHub token"][1]
        for body in (json.dumps({"session_id": [secret]}), json.dumps({"session_id": secret, "prompt": [secret]}), '{"prompt": "' + secret + '"', secret):
            self.assertNotIn(secret, self.scratch.hook("submit", body.encode()).stderr.decode())

    def test_purging_leaves_no_byte(self):
        uri = self.scratch.json("remember", "--category=events", "The plum variety Bühler is the secret of the cake.")["uri"]
        self.scratch.call("memory/forget", uri=uri, reason="mine alone", purge=True)
        self.assertNowhereInStore("plum variety")

    def test_purging_reaches_into_the_copies_in_the_store_s_folder(self):
        uri = self.scratch.json("remember", "--category=events", "The plum variety Bühler is the secret of the cake.")["uri"]
        self.scratch.run("remember", "--category=events", "The cake was made for the harvest festival.", check=True)
        copy = self.scratch.store_folder / "backups" / "mine.db"
        copy.parent.mkdir(exist_ok=True)
        self.scratch.run("backup", f"--path={copy}", check=True)
        self.assertIn(b"plum variety", copy.read_bytes())
        said = self.scratch.run("forget", "--purge", uri, check=True).stdout.decode()
        self.assertIn("in 1 copy of the store as well", said)
        self.assertNowhereInStore("plum variety")
        self.assertIn(b"harvest festival", copy.read_bytes())
        self.assertEqual([path.name for path in copy.parent.iterdir()], ["mine.db"])
        self.scratch.run("restore", f"--path={copy}", check=True)


class Modes(ProgramTest):
    def test_only_the_owner_may_read(self):
        self.scratch.hook("tool", self.tool_call())
        self.scratch.hook("stop", self.payload(hook_event_name="Stop", last_assistant_message="Done."))
        self.scratch.run("worker", check=True)
        with self.scratch.server() as server:
            server.call("memory/remember", {"content": "Tabs in makefiles."})
            self.assertEqual(stat.S_IMODE(self.scratch.store_folder.stat().st_mode), 0o700)
            for path in self.scratch.store_folder.rglob("*"):
                with self.subTest(path=path.name):
                    self.assertEqual(stat.S_IMODE(path.lstat().st_mode), 0o700 if path.is_dir() else 0o600)

    def test_a_generous_umask_changes_nothing(self):
        import os
        before = os.umask(0)
        try:
            self.scratch.hook("tool", self.tool_call())
        finally:
            os.umask(before)
        self.assertEqual(stat.S_IMODE(self.scratch.database.stat().st_mode), 0o600)
        self.assertEqual(stat.S_IMODE(self.scratch.store_folder.stat().st_mode), 0o700)
