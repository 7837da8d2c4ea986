"""The Python SDK mcp 2.x against `continuity mcp`: `newest.py auto` (discover first) or `newest.py legacy` (initialize)."""

import asyncio
import sys

import anyio
from checks import CREATED, PROGRAM, TOOLS, check, server_environment, uri_in, words
from mcp import Client, StdioServerParameters
from mcp.shared.exceptions import MCPError
from mcp_types import PromptReference, ResourceTemplateReference

MODE = sys.argv[1]


async def refused(call, *codes):
    try:
        answer = await call
    except MCPError as error:
        check(error.code in codes, f"code {error.code} is one of {codes}: {error.message}")
        return error
    check(False, f"a protocol error was expected, not {answer}")


async def main():
    server = StdioServerParameters(command=PROGRAM, args=["mcp"], env=server_environment())
    async with Client(server, mode=MODE, read_timeout_seconds=20) as client:
        check(client.protocol_version == ("2026-07-28" if MODE == "auto" else "2025-11-25"), f"version {client.protocol_version}")
        check(client.server_info.name == "continuity", f"name {client.server_info}")
        check(client.instructions and len(client.instructions.encode()) <= 2048, "instructions within 2 KB")
        capabilities = client.server_capabilities
        for name in ("tools", "resources", "prompts", "completions"):
            check(getattr(capabilities, name) is not None, f"{name} are advertised")

        tools = (await client.list_tools()).tools
        check([tool.name for tool in tools] == TOOLS, f"tools are {[tool.name for tool in tools]}")
        for tool in tools:
            check(len(tool.description.encode()) < 2048, f"{tool.name}: description within 2 KB")
            check(tool.annotations.open_world_hint is False, f"{tool.name}: a closed world")
            check(tool.input_schema["type"] == "object", f"{tool.name}: an object")
        read_only = {tool.name for tool in tools if tool.annotations.read_only_hint}
        check({"find", "search", "tree", "profile", "read"} <= read_only and not read_only & {"remember", "forget"}, f"read-only: {read_only}")

        made = await client.call_tool("remember", {"content": CREATED, "category": "events"})
        check(not made.is_error and made.structured_content is None, f"remember: {made}")
        uri = uri_in(words(made))
        for name, arguments in (
            ("find", {"query": "cellar pump"}), ("search", {"query": "when does the pump run"}), ("tree", {}), ("tree", {"uri": "mem://user/events"}),
            ("profile", {}), ("read", {"uri": uri}), ("read", {"uri": uri, "layer": "all"}),
        ):
            result = await client.call_tool(name, arguments)
            check(not result.is_error, f"{name}: {result}")
            check(words(result).strip(), f"{name} says something")
            check(result.structured_content is None, f"{name}: no structured content, or the model never sees the text")
            if name in ("find", "search"):
                check(uri in words(result), f"{name} names {uri}: {words(result)}")
            if name == "read":
                check(CREATED in words(result), f"{name}: {words(result)}")

        # What a model can mend is a result, what a client got wrong is a protocol error.
        for name, arguments, needle in (
            ("find", {}, "query"), ("find", {"query": "x", "limit": 500}, "limit"), ("read", {"uri": "mem://user/events/nope"}, "mem://user/events/nope"),
            ("remember", {"content": "x", "category": "nonsense"}, "category"), ("forget", {"uri": "mem://user/events/nope"}, "nope"),
        ):
            result = await client.call_tool(name, arguments)
            check(result.is_error and needle in words(result), f"{name} {arguments}: {result}")
        await refused(client.call_tool("no_such_tool", {}), -32602)

        templates = (await client.list_resource_templates()).resource_templates
        check(templates and all(template.uri_template.startswith("mem://") for template in templates), f"templates {templates}")
        resources = (await client.list_resources()).resources
        check(all(str(resource.uri).startswith("mem://") for resource in resources), "resources are mem://")
        contents = (await client.read_resource(uri)).contents
        check(contents and CREATED in contents[0].text, f"resource {contents}")
        error = await refused(client.read_resource("mem://user/events/nope"), -32602 if MODE == "auto" else -32002)
        check((error.data or {}).get("uri") == "mem://user/events/nope", f"the error names the URI: {error.data}")

        prompts = {prompt.name: prompt for prompt in (await client.list_prompts()).prompts}
        check({"recall", "what-was-I-doing"} <= set(prompts), f"prompts {set(prompts)}")
        for name, prompt in prompts.items():
            arguments = {argument.name: "cellar pump" for argument in prompt.arguments or [] if argument.required}
            got = await client.get_prompt(name, arguments)
            check(got.messages, f"prompt {name} has messages")
        await refused(client.get_prompt("no-such-prompt"), -32602)

        template = templates[0].uri_template
        variable = template[template.index("{") + 1:template.index("}")].lstrip("+#./;?&").rstrip("*")
        completion = (await client.complete(ResourceTemplateReference(type="ref/resource", uri=template), {"name": variable, "value": ""})).completion
        check(len(completion.values) <= 100, "at most 100 completions")
        with_argument = next((prompt for prompt in prompts.values() if prompt.arguments), None)
        if with_argument:
            await client.complete(PromptReference(type="ref/prompt", name=with_argument.name), {"name": with_argument.arguments[0].name, "value": "c"})

        if MODE == "legacy":
            await client.send_ping()

        # Many at once, some of them given up: the others are answered.
        answered = []

        async def ask(number):
            answered.append((await client.call_tool("find", {"query": f"pump {number}"})).is_error)

        async with anyio.create_task_group() as group:
            for number in range(40):
                group.start_soon(ask, number)
            with anyio.move_on_after(0.0005):
                await client.call_tool("search", {"query": "given up"})
        check(answered == [False] * 40, f"answers {answered}")

        gone = await client.call_tool("forget", {"uri": uri, "reason": "the pump was sold"})
        check(not gone.is_error and uri in words(gone), f"forget: {gone}")
        check(uri not in words(await client.call_tool("find", {"query": "cellar pump"})), "what is forgotten is not found")


asyncio.run(main())
print("ok")
