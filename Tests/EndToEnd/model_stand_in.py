"""A stand-in for the model behind a coding agent: `POST /v1/messages` on loopback, with scripted answers.

It records every payload, so that a test can assert on what a real model would have been given. It understands only as
much of the API as the client uses: server-sent events for a streamed answer, one JSON body otherwise.
"""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def text(words):
    """A block of an answer: words to the user."""
    return {"type": "text", "text": words}


def tool_use(name, **arguments):
    """A block of an answer: the model calls a tool. `mcp__plugin_continuity_continuity__find` is one of the plugin's."""
    return {"type": "tool_use", "name": name, "input": arguments}


class ModelStandIn:
    """Answers the n-th turn of the main conversation with the n-th step: a list of blocks, or a function payload -> blocks.
    One function instead of a list answers every turn, for sessions in which subagents talk at the same time.

    When the steps are used up it says "Done.", so a client that asks once more than the script foresaw ends by itself.
    Requests beside the conversation (titles, quota probes) carry no tools; they get a short text and take no step.
    """

    def __init__(self, steps=()):
        self.steps = steps if callable(steps) else list(steps)
        self.payloads = []  # of the main conversation, in order
        self.side_payloads = []
        self.unknown_requests = []
        self._taken = 0
        self._lock = threading.Lock()
        self._server = None

    def __enter__(self):
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                if self.path.split("?")[0] != "/v1/messages":
                    return self.refuse()
                payload = json.loads(body)
                blocks, number = stand_in._answer(payload)
                send = self.stream if payload.get("stream") else self.reply
                send(payload.get("model", "stand-in"), blocks, number)

            def do_GET(self):
                self.refuse()

            do_HEAD = do_GET

            def refuse(self):
                stand_in.unknown_requests.append(f"{self.command} {self.path}")
                self.send_response(404)
                self.send_header("content-length", "0")
                self.end_headers()

            def reply(self, model, blocks, number):
                self.send_body("application/json", json.dumps(message(model, blocks, number)).encode())

            def stream(self, model, blocks, number):
                events = stream_events(message(model, blocks, number))
                lines = "".join(f"event: {e['type']}\ndata: {json.dumps(e)}\n\n" for e in events)
                self.send_body("text/event-stream", lines.encode())

            def send_body(self, content_type, body):
                self.send_response(200)
                self.send_header("content-type", content_type)
                self.send_header("content-length", str(len(body)))
                self.send_header("request-id", "req_stand_in")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self):
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def _answer(self, payload):
        with self._lock:
            if not payload.get("tools"):
                self.side_payloads.append(payload)
                return [text("Stand-in")], 10_000 + len(self.side_payloads)
            self.payloads.append(payload)
            if callable(self.steps):
                step = self.steps
            else:
                step = self.steps[self._taken] if self._taken < len(self.steps) else [text("Done.")]
            self._taken += 1
            return (step(payload) if callable(step) else step), self._taken


def message(model, blocks, number):
    """The whole answer as the API's Message; tool calls get ids that no other answer has."""
    content = []
    for index, block in enumerate(blocks):
        block = dict(block)
        if block["type"] == "tool_use":
            block.setdefault("id", f"toolu_{number:05}{index:03}")
        content.append(block)
    calls_tools = any(block["type"] == "tool_use" for block in content)
    return {
        "id": f"msg_{number:05}", "type": "message", "role": "assistant", "model": model, "content": content,
        "stop_reason": "tool_use" if calls_tools else "end_turn", "stop_sequence": None,
        "usage": {"input_tokens": 10, "output_tokens": 10, "cache_creation_input_tokens": 0, "cache_read_input_tokens": 0},
    }


def stream_events(whole):
    """The same Message as the events of a streamed answer."""
    yield {"type": "message_start", "message": dict(whole, content=[], stop_reason=None)}
    for index, block in enumerate(whole["content"]):
        if block["type"] == "text":
            start, delta = {"type": "text", "text": ""}, {"type": "text_delta", "text": block["text"]}
        else:
            start = dict(block, input={})
            delta = {"type": "input_json_delta", "partial_json": json.dumps(block["input"])}
        yield {"type": "content_block_start", "index": index, "content_block": start}
        yield {"type": "content_block_delta", "index": index, "delta": delta}
        yield {"type": "content_block_stop", "index": index}
    yield {"type": "message_delta", "delta": {"stop_reason": whole["stop_reason"], "stop_sequence": None}, "usage": {"output_tokens": 10}}
    yield {"type": "message_stop"}


def words_of(payload):
    """Every string in a payload, joined: for asking whether the model was given some words."""
    found = []

    def walk(value):
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, dict):
            for each in value.values():
                walk(each)
        elif isinstance(value, list):
            for each in value:
                walk(each)

    walk({key: payload.get(key) for key in ("system", "messages")})
    return "\n".join(found)


def last_words(payload):
    """The text since the model spoke last: what this turn is about."""
    words = []
    for entry in reversed(payload["messages"]):
        if entry["role"] == "assistant":
            break
        content = entry["content"]
        words.append(content if isinstance(content, str) else "\n".join(block.get("text", "") for block in content))
    return "\n".join(reversed(words))


def tool_results(payload):
    """The results of tool calls in a payload: id -> (words, is_error)."""
    results = {}
    for entry in payload["messages"]:
        if entry["role"] != "user" or isinstance(entry["content"], str):
            continue
        for block in entry["content"]:
            if block["type"] == "tool_result":
                content = block.get("content", "")
                words = content if isinstance(content, str) else "\n".join(b.get("text", "") for b in content)
                results[block["tool_use_id"]] = (words, bool(block.get("is_error")))
    return results


def tool_names(payload):
    return [tool["name"] for tool in payload.get("tools", [])]
