"""Every kind of answer against the wire models that the SDK generates from the specification's schemas, version by version, and
the operations' results against our own Schemas/. Raw lines in, raw lines out: no client's leniency between.
"""

import json
import os
import sys
from pathlib import Path

from checks import CREATED, check
from jsonschema import Draft202012Validator
from mcp_types.methods import validate_server_result
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import program  # noqa: E402

LEGACY = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"]
MODERN = "2026-07-28"


class Given:
    """A scratch that the test made: only what StdioServer needs of it."""

    user_home = os.environ["HOME"]

    @staticmethod
    def environment(**extra):
        return {name: os.environ[name] for name in ("HOME", "CONTINUITY_HOME", "PATH", "E2E_SCRATCH")} | extra


def validate(method, version, result):
    try:
        validate_server_result(method, version, result)
    except Exception as error:  # noqa: BLE001
        sys.exit(f"{version} {method}: {error}\n{json.dumps(result)[:2000]}")


def conversation(server, version, meta):
    """Asks everything there is to ask in one era and validates each answer."""
    def ask(method, **params):
        if meta:
            params["_meta"] = meta
        result = server.call(method, params)
        validate(method, version, result)
        if meta:
            check(result.get("resultType") == "complete", f"{method}: resultType")
            check(result["_meta"]["io.modelcontextprotocol/serverInfo"]["name"] == "continuity", f"{method}: serverInfo")
            if method.endswith("/list") or method == "resources/read":
                check(isinstance(result["ttlMs"], int) and result["cacheScope"] in ("public", "private"), f"{method}: caching")
        return result

    tools = ask("tools/list")["tools"]
    for tool in tools:
        Draft202012Validator.check_schema(tool["inputSchema"])
        check(not {"anyOf", "oneOf", "allOf"} & set(tool["inputSchema"]), f"{tool['name']}: nothing that clients flatten")
    made = ask("tools/call", name="remember", arguments={"content": f"{CREATED} {version}", "category": "events"})
    uri = "mem://" + made["content"][0]["text"].split("mem://", 1)[1].split()[0].strip("`*.,;:)]\"'")
    for name, arguments in (
        ("find", {"query": "pump"}), ("search", {"query": "pump"}), ("tree", {}), ("profile", {}), ("read", {"uri": uri}), ("find", {"query": 7}),
        ("forget", {"uri": uri, "reason": "x"}),
    ):
        ask("tools/call", name=name, arguments=arguments)
    ask("resources/list")
    template = ask("resources/templates/list")["resourceTemplates"][0]["uriTemplate"]
    ask("resources/read", uri="mem://user/events")
    prompts = ask("prompts/list")["prompts"]
    for prompt in prompts:
        ask("prompts/get", name=prompt["name"], arguments={a["name"]: "pump" for a in prompt.get("arguments", []) if a.get("required")})
    variable = template.split("{")[1].split("}")[0].lstrip("+")
    ask("completion/complete", ref={"type": "ref/resource", "uri": template}, argument={"name": variable, "value": "user"})


def protocol():
    for version in LEGACY:
        with program.StdioServer(Given) as server:
            hello = server.initialize(version)
            validate("initialize", version, hello)
            check(server.call("ping") == {}, "ping is answered with nothing")
            conversation(server, version, None)
    with program.StdioServer(Given) as server:
        meta = {"io.modelcontextprotocol/protocolVersion": MODERN, "io.modelcontextprotocol/clientInfo": {"name": "wire", "version": "1"},
                "io.modelcontextprotocol/clientCapabilities": {}}
        discovered = server.call("server/discover", {"_meta": meta})
        validate("server/discover", MODERN, discovered)
        conversation(server, MODERN, meta)
        for method in ("initialize", "ping", "logging/setLevel", "resources/subscribe"):
            answer = server.answer({"jsonrpc": "2.0", "id": method, "method": method, "params": {"_meta": meta, "level": "info", "uri": "mem://"}})
            check(answer.get("error", {}).get("code") == -32601, f"{method} is not of this era: {answer}")
        without = {name: value for name, value in meta.items() if not name.endswith("clientCapabilities")}
        answer = server.answer({"jsonrpc": "2.0", "id": "c", "method": "tools/list", "params": {"_meta": without}})
        check(answer.get("error", {}).get("code") == -32602, f"capabilities are required: {answer}")
    with program.StdioServer(Given) as server:
        server.initialize("2025-03-26")
        start = len(server.lines)
        server.send([{"jsonrpc": "2.0", "id": 91, "method": "ping"}, {"jsonrpc": "2.0", "method": "notifications/initialized"}, {"jsonrpc": "2.0", "id": 92, "method": "tools/list"}])
        batch = server.wait(lambda message: isinstance(message, list), start=start)
        check(sorted(each["id"] for each in batch) == [91, 92], f"a batch of 2025-03-26: {batch}")
    with program.StdioServer(Given) as server:
        server.initialize("2025-11-25")
        start = len(server.lines)
        server.send([{"jsonrpc": "2.0", "id": 91, "method": "ping"}])
        answer = server.wait(lambda message: True, start=start)
        check(answer["error"]["code"] == -32600, f"no batches in 2025-11-25: {answer}")


def schemas():
    folder = program.REPOSITORY / "Schemas"
    documents = {path.name: json.loads(path.read_text()) for path in folder.glob("*.json")}
    registry = Registry()
    for name, document in documents.items():
        registry = registry.with_resource(name, Resource.from_contents(document, default_specification=DRAFT202012))
    validators = {}
    for name, document in documents.items():
        if name.endswith(".schema.json"):
            Draft202012Validator.check_schema(document)
            # Relative references are to the folder.
            validators[name] = Draft202012Validator({"$ref": name}, registry=registry)

    def checked(server, method, **params):
        name = method.replace("/", "-")
        for kind, value in (("input", params), ("result", server.call(method, params))):
            errors = sorted(validators[f"{name}.{kind}.schema.json"].iter_errors(value), key=str)
            check(not errors, f"{method} {kind}: {[e.message for e in errors[:3]]} in {json.dumps(value)[:1500]}")
        return value

    with program.StdioServer(Given) as server:
        cwd = os.environ["HOME"]
        session = {"session_id": "schema-1", "cwd": cwd}
        checked(server, "session/start", **session, source="startup")
        checked(server, "session/prompt", **session, prompt="Always water the trees at dawn. We decided that the pump stays.")
        checked(server, "session/tool", **session, tool="Bash", input={"command": "ls"}, response={"stdout": "a"})
        checked(server, "session/tool", **session, tool="Bash", input="ls", response=None, failed=True)
        checked(server, "session/compact", **session, trigger="auto", summary="Much was said.")
        checked(server, "session/stop", **session, last_assistant_message="Done: the trees are watered.")
        checked(server, "session/end", **session, reason="other")
        old = checked(server, "memory/remember", content="Water the trees at dusk, not at dawn.", category="preferences", cwd=cwd)
        made = checked(server, "memory/remember", content="Water the trees at noon.", category="preferences", supersedes=old["uri"], cwd=cwd)
        checked(server, "memory/remember", content="Water the trees at noon.", category="preferences", cwd=cwd, tags=["trees"], title="Trees")
        checked(server, "memory/find", query="trees", explain=True, all_projects=True, limit=5)
        checked(server, "memory/find", query="nothing like it")
        checked(server, "memory/search", query="when are the trees watered", session_id="schema-1", explain=True)
        checked(server, "memory/tree")
        checked(server, "memory/tree", uri="mem://user", depth=5)
        for layer in ("l0", "l1", "l2", "all"):
            checked(server, "memory/read", uri=made["uri"], layer=layer)
        checked(server, "memory/read", uri="mem://user/preferences")
        checked(server, "memory/profile")
        checked(server, "memory/context", cwd=cwd, budget_tokens=2000, preview=True)
        checked(server, "memory/timeline", all_projects=True)
        checked(server, "memory/timeline", session_id="schema-1")
        checked(server, "memory/links", uri=made["uri"])
        checked(server, "memory/history", uri=made["uri"])
        checked(server, "memory/forget", uri=made["uri"], reason="no trees")
        checked(server, "status")


{"protocol": protocol, "schemas": schemas}[sys.argv[1]]()
print("ok")
