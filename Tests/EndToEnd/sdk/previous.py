"""The Python SDK mcp 1.30 against `continuity mcp`: what most clients still are."""

import asyncio

from checks import CREATED, PROGRAM, TOOLS, check, server_environment, uri_in, words
from mcp import ClientSession, McpError, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.types import PromptReference, ResourceTemplateReference
from pydantic import AnyUrl


async def refused(call, *codes):
    try:
        answer = await call
    except McpError as error:
        check(error.error.code in codes, f"code {error.error.code} is one of {codes}: {error.error.message}")
        return error.error
    check(False, f"a protocol error was expected, not {answer}")


async def main():
    server = StdioServerParameters(command=PROGRAM, args=["mcp"], env=server_environment())
    async with stdio_client(server) as (read, write), ClientSession(read, write) as session:
        hello = await session.initialize()
        check(hello.protocolVersion == "2025-11-25", f"version {hello.protocolVersion}")
        check(hello.serverInfo.name == "continuity", f"name {hello.serverInfo}")
        await session.send_ping()

        tools = (await session.list_tools()).tools
        check([tool.name for tool in tools] == TOOLS, f"tools are {[tool.name for tool in tools]}")
        made = await session.call_tool("remember", {"content": CREATED, "category": "events"})
        check(not made.isError, f"remember: {made}")
        uri = uri_in(words(made))
        for name, arguments in (("find", {"query": "cellar pump"}), ("search", {"query": "pump"}), ("tree", {}), ("profile", {}), ("read", {"uri": uri})):
            result = await session.call_tool(name, arguments)
            check(not result.isError and words(result).strip() and result.structuredContent is None, f"{name}: {result}")
        result = await session.call_tool("find", {"query": 7})
        check(result.isError and "query" in words(result), f"find 7: {result}")
        # An unknown tool is a protocol error; this client turns some of them into results, which is its own affair.
        await refused(session.call_tool("no_such_tool", {}), -32602)

        check((await session.list_resource_templates()).resourceTemplates, "templates")
        await session.list_resources()
        contents = (await session.read_resource(AnyUrl(uri))).contents
        check(contents and CREATED in contents[0].text, f"resource {contents}")
        await refused(session.read_resource(AnyUrl("mem://user/events/nope")), -32002)
        prompts = (await session.list_prompts()).prompts
        check({"recall", "what-was-I-doing"} <= {prompt.name for prompt in prompts}, f"prompts {prompts}")
        got = await session.get_prompt("what-was-I-doing", {})
        check(got.messages, "the prompt has messages")
        template = (await session.list_resource_templates()).resourceTemplates[0].uriTemplate
        variable = template[template.index("{") + 1:template.index("}")].lstrip("+#./;?&").rstrip("*")
        await session.complete(ResourceTemplateReference(type="ref/resource", uri=template), {"name": variable, "value": ""})
        with_argument = next(prompt for prompt in prompts if prompt.arguments)
        await session.complete(PromptReference(type="ref/prompt", name=with_argument.name), {"name": with_argument.arguments[0].name, "value": "c"})
        gone = await session.call_tool("forget", {"uri": uri, "reason": "sold"})
        check(not gone.isError, f"forget: {gone}")


asyncio.run(main())
print("ok")
