"""A model that was recorded: it answers what somebody, a person or a large model, answered before to the very same question, on loopback as an OpenAI-compatible service.

A folder holds `exchanges.jsonl`: what was asked and answered, a line each. What is asked and stands nowhere is written to `pending/NAME.txt`, as the model would have
read it; whoever answers writes `answers/NAME.json`, or lines {"name", "answer"} into any `answers/*.jsonl`, and runs again: an answer may lead to new questions.
"""

import hashlib
import json
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from loopback import send_json

# A task is known by what it is answered with. The second value keeps a recording going that is thrown away afterwards.
TASKS = {
    ("memories",): ("extraction", {"memories": []}),
    ("l2", "l0", "relation"): ("merge", {"relation": "different", "l0": "", "l2": ""}),
    ("texts",): ("shorter", {"texts": []}),
    ("dropped", "lines"): ("relational", {"lines": [], "dropped": []}),
    ("l0", "l1"): ("tiers", {"l0": "Not answered yet.", "l1": "Not answered yet."}),
    ("queries",): ("intent", {"queries": []}),
    ("order",): ("reranking", {"order": []}),
}
TASKS = {tuple(sorted(names)): value for names, value in TASKS.items()}


def task_of(payload):
    schema = payload["response_format"]["json_schema"]["schema"]
    return TASKS[tuple(sorted(schema["properties"]))]


def lasting(question):
    """A question without what is another in each run: the fence's random word, and the day on which the store wrote an entry of a directory down."""
    for word in set(re.findall(r"«begin (\w+) ", question)):
        question = question.replace(word, "WORD")
    return re.sub(r"(?m)^(- \S+) \(\d{4}-\d\d-\d\d\):", r"\1 (DAY):", question)


class Exchanges:
    """The recorded answers of one folder."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.rows = {}
        if self.file.exists():
            self.rows = {row["name"]: row for row in map(json.loads, self.file.read_text().splitlines())}

    @property
    def file(self):
        return self.folder / "exchanges.jsonl"

    @staticmethod
    def name(task, question):
        return f"{task}-{hashlib.sha256(question.encode()).hexdigest()[:12]}"

    def take_in(self):
        """Answers that were written since, with their questions, into the one file. Returns how many."""
        given = {path.stem: json.loads(path.read_text()) for path in sorted(self.folder.glob("answers/*.json"))}
        for path in sorted(self.folder.glob("answers/*.jsonl")):
            given |= {row["name"]: row["answer"] for row in map(json.loads, path.read_text().splitlines())}
        taken = 0
        for name, answer in given.items():
            pending = self.folder / "pending" / f"{name}.txt"
            question = self.rows[name]["question"] if name in self.rows else pending.read_text().split(RULE, 1)[1] if pending.exists() else None
            if question is None:
                continue  # Nobody asks that any more.
            row = {"name": name, "question": question, "answer": answer}
            taken += self.rows.get(name) != row
            self.rows[name] = row
            pending.unlink(missing_ok=True)
        if taken:
            self.write()
        return taken

    def write(self):
        lines = [json.dumps(self.rows[name], ensure_ascii=False) + "\n" for name in sorted(self.rows)]
        self.file.write_text("".join(lines))

    def keep_only(self, names):
        """Forgets what nobody asks any more."""
        self.rows = {name: row for name, row in self.rows.items() if name in names}
        self.write()

    def pend(self, name, instructions, question):
        (self.folder / "pending").mkdir(parents=True, exist_ok=True)
        (self.folder / "pending" / f"{name}.txt").write_text(instructions + RULE + question)

    @property
    def pending(self):
        return sorted(path.stem for path in self.folder.glob("pending/*.txt"))


RULE = "\n" + 40 * "=" + "\n"


class RecordedModel:
    """The service. `records`: what is not known is written down and answered with nothing; otherwise it is refused, and `unknown` names it."""

    def __init__(self, exchanges, records=False, delay=0.0):
        self.exchanges, self.records, self.delay = exchanges, records, delay
        self.asked = []  # (task, name, bytes of question and instructions, bytes of the answer)
        self.unknown = []
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                payload = json.loads(self.rfile.read(int(self.headers.get("content-length") or 0)))
                status, body = service.reply(payload)
                time.sleep(service.delay)
                send_json(self, body, status)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def reply(self, payload):
        instructions, question = (message["content"] for message in payload["messages"][:2])
        question = lasting(question)
        task, nothing = task_of(payload)
        name = Exchanges.name(task, question)
        row = self.exchanges.rows.get(name)
        if row is None:
            if name not in self.unknown:
                self.unknown.append(name)
            if not self.records:
                return 400, {"error": {"message": f"{name} was never recorded"}}
            self.exchanges.pend(name, instructions, question)
        answer = json.dumps(row["answer"] if row else nothing, ensure_ascii=False)
        # Nobody counts tokens here: four bytes each, which is about what tokenizers make of English and code.
        tokens = (len((instructions + question).encode()) // 4, len(answer.encode()) // 4)
        self.asked.append((task, name, *tokens))
        return 200, {
            "id": "1", "object": "chat.completion", "created": 1, "model": "recorded",
            "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": answer}}],
            "usage": {"prompt_tokens": tokens[0], "completion_tokens": tokens[1], "total_tokens": sum(tokens)},
        }

    def settings(self, **more):
        """More than a day's and a session's usual budget: a worker that is killed in the middle of a question pays for it again."""
        return {
            "CONTINUITY_LLM_PROVIDER": "openai", "CONTINUITY_LLM_MODEL": "recorded",
            "CONTINUITY_LLM_OPENAI_ENDPOINT": f"http://127.0.0.1:{self.server.server_port}/v1", "CONTINUITY_WORKER_AUTOSTART": "false",
            "CONTINUITY_BUDGET_CALLS_PER_DAY": "100000", "CONTINUITY_BUDGET_TOKENS_PER_DAY": "100000000",
            "CONTINUITY_BUDGET_CALLS_PER_SESSION": "1000", "CONTINUITY_BUDGET_TOKENS_PER_SESSION": "10000000", **more,
        }

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
