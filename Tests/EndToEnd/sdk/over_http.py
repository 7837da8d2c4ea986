"""The Python SDK mcp 2.x against `/mcp` of `continuity serve`: `over_http.py auto|legacy URL TOKEN`."""

import sys

import anyio
import httpx2
from checks import TOOLS, check, uri_in, words
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

MODE, ADDRESS, TOKEN = sys.argv[1:4]


async def main():
    async with httpx2.AsyncClient(headers={"Authorization": f"Bearer {TOKEN}"}) as http:
        async with Client(streamable_http_client(ADDRESS, http_client=http), mode=MODE, read_timeout_seconds=20) as client:
            check(client.protocol_version == ("2026-07-28" if MODE == "auto" else "2025-11-25"), f"version {client.protocol_version}")
            tools = (await client.list_tools()).tools
            check([tool.name for tool in tools] == TOOLS, f"tools are {[tool.name for tool in tools]}")
            made = await client.call_tool("remember", {"content": f"The {MODE} client came over HTTP.", "category": "events"})
            uri = uri_in(words(made))
            found = await client.call_tool("find", {"query": f"{MODE} client HTTP"})
            check(uri in words(found), f"find names {uri}")
            read = await client.read_resource(uri)
            check("came over HTTP" in read.contents[0].text, f"the resource says {read}")
    print("ok")


anyio.run(main)
