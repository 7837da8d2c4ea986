"""The worker asks a model: a stand-in on loopback that speaks Ollama's wire format, counts what it is asked, and answers as told."""

import json
import random
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import program
from cases import ProgramTest
from loopback import send_json

SEED = 20261121


class Ollama:
    """`POST /api/chat`; `answer` is called with the payload and gives the value that the model answers in JSON."""

    def __init__(self, answer, delay=0.0):
        self.payloads = []
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                payload = json.loads(self.rfile.read(int(self.headers.get("content-length") or 0)))
                stand_in.payloads.append(payload)
                time.sleep(delay)
                answer_ = {
                    "model": "tiny:1b", "done": True, "done_reason": "stop", "prompt_eval_count": 900, "eval_count": 80,
                    "message": {"role": "assistant", "content": json.dumps(answer(payload))},
                }
                send_json(self, answer_)

            def do_GET(self):
                self.send_response(404)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()

    @property
    def extractions(self):
        return [payload for payload in self.payloads if is_extraction(payload)]

    @property
    def settings(self):
        return {
            "CONTINUITY_LLM_PROVIDER": "ollama", "CONTINUITY_LLM_OLLAMA_ENDPOINT": f"http://127.0.0.1:{self._server.server_port}",
            "CONTINUITY_WORKER_AUTOSTART": "false",
        }


def suggestion(category, hint, l0, evidence):
    return {"category": category, "uri_hint": hint, "l0": l0, "l1": l0, "l2": l0, "confidence": 0.9, "evidence": [evidence]}


BUN = suggestion("preferences", "package-manager", "Uses bun instead of npm in the orchard project.", "let's go with bun here, npm takes too long")
MARTA = suggestion("entities", "marta", "Marta runs the orchard and reads the report on Mondays.", "Marta runs the orchard and reads the report on Mondays")


def is_extraction(payload):
    """Other jobs ask the same model for other things."""
    return "What of this session is worth remembering?" in payload["messages"][1]["content"]


def of_session(payload):
    """What a model says of the sessions of these tests."""
    words = payload["messages"][1]["content"]
    if not is_extraction(payload) and "OLD:" not in words:
        return {}
    if "OLD:" in words:
        return {"relation": "different", "l0": "", "l2": ""}
    return {"memories": [memory for memory in (BUN, MARTA) if memory["evidence"][0] in words]}


class Models(ProgramTest):
    def session(self, words, number=1, **settings):
        """A session with one prompt that has ended, told by the hooks."""
        session = f"s-{number}"
        self.scratch.hook("submit", self.prompt(words, session=session), check=True, **settings)
        self.scratch.hook("stop", self.payload(session, hook_event_name="Stop", last_assistant_message="Done."), check=True, **settings)
        self.scratch.hook("end", self.payload(session, hook_event_name="SessionEnd", reason="other"), check=True, **settings)

    def learned(self):
        return self.scratch.rows(
            "SELECT uri, l0_abstract, l2_content, made_by, confidence, valid_to IS NULL FROM mem_nodes "
            "WHERE node_type = 'leaf' AND category != 'sessions' AND origin = 'extracted' AND uri NOT LIKE '%/communication' ORDER BY uri")

    def links(self):
        return self.scratch.rows(
            "SELECT a.uri, b.uri, kind, weight FROM links JOIN mem_nodes a ON a.id = from_id JOIN mem_nodes b ON b.id = to_id ORDER BY 1, 2, 3")

    def test_a_finished_session_is_read_by_the_model_in_the_worker_and_nowhere_else(self):
        with Ollama(of_session) as model:
            self.session("let's go with bun here, npm takes too long", **model.settings)
            self.scratch.json("find", "package manager", **model.settings)
            self.scratch.run("context", check=True, **model.settings)
            self.assertEqual(model.payloads, [], "a hook, a find or a context asked a model")
            self.scratch.run("worker", check=True, **model.settings)
            self.assertEqual(len(model.extractions), 1)
            self.assertEqual(
                self.learned(),
                [("mem://user/preferences/package-manager", BUN["l0"], BUN["l2"], "extraction/1 ollama/tiny:1b", 0.9, 1)])
            self.scratch.run("worker", check=True, **model.settings)
            self.assertEqual(len(model.extractions), 1)
        rows = self.scratch.rows("SELECT purpose, provider, model, input_tokens, output_tokens, session FROM ledger WHERE purpose = 'extraction'")
        self.assertEqual(rows, [("extraction", "ollama", "tiny:1b", 900, 80, "s-1")])

    def test_without_a_budget_the_rules_do_it_today_and_the_model_is_asked_tomorrow(self):
        with Ollama(of_session) as model:
            settings = {**model.settings, "CONTINUITY_BUDGET_CALLS_PER_DAY": "1"}
            self.session("let's go with bun here, npm takes too long", 1, **settings)
            self.session("My name is Ada.", 2, **settings)
            self.scratch.run("worker", check=True, **settings)
            self.assertEqual(len(model.extractions), 1)
            self.assertEqual([row[0] for row in self.learned()][1:], ["mem://user/profile/my-name-is-ada"])
        (attempts, due, error), = self.scratch.rows("SELECT attempts, due_at, error FROM jobs WHERE kind = 'distil-session'")
        self.assertEqual(attempts, 0)
        self.assertIn("over budget", error)
        self.assertEqual(due % 86_400_000, 0)
        self.assertGreater(due, time.time() * 1000)

    def test_a_model_that_is_not_there_holds_nothing_up(self):
        settings = {"CONTINUITY_LLM_PROVIDER": "ollama", "CONTINUITY_LLM_OLLAMA_ENDPOINT": "http://127.0.0.1:9", "CONTINUITY_WORKER_AUTOSTART": "false"}
        self.session("My name is Ada.", **settings)
        self.scratch.run("worker", check=True, **settings)
        self.assertEqual([row[0] for row in self.learned()], ["mem://user/profile/my-name-is-ada"])
        self.assertEqual(self.scratch.rows("SELECT count(*) FROM jobs WHERE kind != 'maintenance'"), [(0,)])

    def test_a_worker_that_is_killed_again_and_again_ends_with_the_same_memories(self):
        talk = [
            "let's go with bun here, npm takes too long", "Marta runs the orchard and reads the report on Mondays, make it larger",
            "rename the flag to --dry-run", "let's go with bun here, npm takes too long, as I said. My name is Ada.",
        ]
        with Ollama(of_session, delay=0.02) as model:
            for number, words in enumerate(talk):
                self.session(words, number, **model.settings)
            calm = program.Scratch()
            self.addCleanup(calm.close)
            (calm.store_folder).mkdir(parents=True)
            self.scratch.run("backup", f"--path={calm.database}", check=True)
            began = time.monotonic()
            calm.run("worker", check=True, **model.settings)
            usual = time.monotonic() - began
            chance = random.Random(SEED)
            killed = 0
            for _ in range(25):
                process = subprocess.Popen(
                    [str(program.PROGRAM), "worker"], env=self.scratch.environment(**model.settings), stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL)
                try:
                    process.wait(chance.uniform(0.02, 0.3) * usual)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
                    killed += 1
            self.scratch.run("worker", check=True, **model.settings)
        self.assertGreater(killed, 3)
        self.assertEqual(self.scratch.integrity(), ["ok"])
        disturbed = (self.learned(), self.links())
        self.scratch, scratch = calm, self.scratch
        undisturbed = (self.learned(), self.links())
        self.scratch = scratch
        self.assertEqual(disturbed, undisturbed)

    def test_consolidate_tells_does_and_takes_back(self):
        for content in ["Run the linter before every commit.", "Run the formatter before every push."]:
            self.scratch.run("remember", "--category=preferences", content, check=True)
        before = self.scratch.run("export", check=True).stdout
        self.assertEqual(self.scratch.json("consolidate", "--dry-run")["groups"], [])
        self.scratch.run("consolidate", check=True)
        done = self.scratch.run("consolidate", "--undo", check=True)
        self.assertIn("no consolidation", done.stdout.decode())
        self.assertEqual(self.scratch.run("export", check=True).stdout, before)
        self.assertEqual(self.scratch.run("consolidate", "--undo", "--dry-run").returncode, 64)
