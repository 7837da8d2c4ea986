"""A model plans a `search`, through the shipped program: over HTTP, within its time and its budget, and never for `find`."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cases import ProgramTest
from loopback import send_json


class Completions:
    """A service on loopback that speaks OpenAI's chat completions: every question gets `answer`, after `delay` seconds."""

    def __init__(self, answer, delay=0.0):
        self.questions = []
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers.get("content-length") or 0)))
                service.questions.append(body)
                time.sleep(delay)
                reply = {
                    "id": "1", "object": "chat.completion", "created": 1, "model": "tiny-1",
                    "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": json.dumps(answer)}}],
                    "usage": {"prompt_tokens": 321, "completion_tokens": 12, "total_tokens": 333},
                }
                send_json(self, reply)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def settings(self, **more):
        return {
            "CONTINUITY_LLM_PROVIDER": "openai", "CONTINUITY_LLM_MODEL": "tiny",
            "CONTINUITY_LLM_OPENAI_ENDPOINT": f"http://127.0.0.1:{self.server.server_port}/v1", **more,
        }

    def close(self):
        self.server.shutdown()
        self.server.server_close()


PLAN = {"queries": [{"type": "RESOURCE", "query": "staging database"}, {"type": "PATTERN", "query": "how migrations are run"}]}


class ModelSearch(ProgramTest):
    def setUp(self):
        super().setUp()
        self.scratch.run("remember", "--category=entities", "The staging database is called plum.", check=True)
        self.scratch.run("remember", "--category=patterns", "Migrations are run by hand, after a backup.", check=True)

    def service(self, *arguments, **options):
        service = Completions(*arguments, **options)
        self.addCleanup(service.close)
        return service

    def search(self, service, **more):
        return self.scratch.json("search", "--all-projects", "how do I migrate plum", **service.settings(**more))

    def test_it_plans_search_and_never_find(self):
        service = self.service(PLAN)
        found = self.scratch.json("find", "--all-projects", "staging database", **service.settings())
        self.assertEqual((len(found["items"]) > 0, service.questions), (True, []))
        answer = self.search(service)
        self.assertEqual(answer["plan"]["by"], "llm")
        self.assertEqual([part["query"] for part in answer["plan"]["sub_queries"][:2]], ["staging database", "how migrations are run"])
        self.assertEqual(len(service.questions), 1)
        self.assertNotIn("reranked", answer["plan"])

    def test_what_it_cost_stands_in_the_ledger_and_in_status(self):
        service = self.service(PLAN)
        self.search(service)
        ledger = self.scratch.json("ledger")
        self.assertEqual((ledger["today"]["calls"], ledger["today"]["tokens"]), (1, 333))
        entry = ledger["entries"][0]
        self.assertEqual((entry["purpose"], entry["provider"], entry["input_tokens"]), ("intent", "openai", 321))
        status = self.scratch.json("status", **service.settings())
        self.assertEqual((status["model"]["provider"], status["model"]["tokens_today"]), ("openai", 333))
        shown = self.scratch.run("ledger", check=True).stdout.decode()
        self.assertIn("Today  1 of 100 calls, 333 of 400,000 tokens", shown)
        self.assertIn("intent", shown)

    def test_rules_plan_when_it_is_slow_and_it_is_left_alone_then(self):
        service = self.service(PLAN, delay=30)
        began = time.monotonic()
        self.assertEqual(self.search(service, CONTINUITY_SEARCH_PLAN_TIMEOUT_MS="300")["plan"]["by"], "rules")
        self.assertLess(time.monotonic() - began, 10)
        self.assertEqual(self.search(service, CONTINUITY_SEARCH_PLAN_TIMEOUT_MS="300")["plan"]["by"], "rules")
        self.assertEqual(len(service.questions), 1)

    def test_no_budget_or_no_time_is_no_call(self):
        service = self.service(PLAN)
        for setting in [{"CONTINUITY_BUDGET_CALLS_PER_DAY": "0"}, {"CONTINUITY_SEARCH_PLAN_TIMEOUT_MS": "0"}, {"CONTINUITY_LLM_PROVIDER": "none"}]:
            self.assertEqual(self.search(service, **setting)["plan"]["by"], "rules")
        self.assertEqual(service.questions, [])


class Directories(ProgramTest):
    def test_a_tree_says_what_stands_where_and_since_when(self):
        self.scratch.run("remember", "--category=preferences", "Use bun, not npm, for scripts.", check=True)
        self.scratch.run("remember", "--category=entities", "acme-api: the billing service of the shop.", check=True)
        self.scratch.drain()
        tree = self.scratch.run("tree", check=True).stdout.decode()
        self.assertRegex(tree, r"preferences  1 · \d{4}-\d\d-\d\d  Use bun")
        self.assertRegex(tree, r"entities  1 · \d{4}-\d\d-\d\d  acme-api")
        self.assertRegex(tree, r"events  0  What happened and what was decided")


class RelationalProfile(ProgramTest):
    def test_what_is_said_about_working_together_is_told_to_the_next_session(self):
        for words in ["Always answer in German.", "Stop adding comments to obvious code."]:
            self.assertRecorded(self.scratch.hook("submit", self.prompt(words)))
        self.assertRecorded(self.scratch.hook("end", self.payload(hook_event_name="SessionEnd", reason="other")))
        self.scratch.drain()
        profile = self.scratch.json("profile")["relational"]
        self.assertEqual(profile["uri"], "mem://user/profile/communication")
        self.assertIn("- Always answer in German. [", profile["l2"])
        self.assertIn("mem://sessions/s-1/turns/0001]", profile["l2"])
        other = self.scratch.json("context", cwd=self.scratch.project("elsewhere"))["markdown"]
        self.assertIn("## Working With You", other)
        self.assertIn("Corrections received: Stop adding comments to obvious code.", other)
