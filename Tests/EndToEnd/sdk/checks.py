"""Shared by the SDK scripts: they run in another Python than the tests, in a scratch environment with one SDK in it."""

import os
import sys

PROGRAM = os.environ["PROGRAM_UNDER_TEST"]
TOOLS = ["find", "search", "tree", "remember", "profile", "read", "forget"]
CREATED = "The cellar pump runs on schedule seven."


def server_environment():
    """What the server gets: a scratch home and nothing of ours."""
    return {name: os.environ[name] for name in ("HOME", "CONTINUITY_HOME", "PATH", "E2E_SCRATCH")}


def check(condition, what):
    """Ends at the first thing that is not so; at once, because the SDK's task groups would wrap it in pages of traces."""
    if not condition:
        print(f"not so: {what}", file=sys.stderr, flush=True)
        os._exit(1)


def words(result):
    return "\n".join(block.text for block in result.content if block.type == "text")


def uri_in(text):
    """The first mem:// URI in a text."""
    return "mem://" + text.split("mem://", 1)[1].split()[0].strip("`*.,;:)]\"'")
