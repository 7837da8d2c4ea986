"""What runs for long: nothing grows with the number of requests, nothing works while there is nothing to do, nothing is left behind.

`trust.py --whole` asks a hundred thousand times, looks for a minute, and runs a thousand hooks.
"""

import json
import os
import random
import time

import program
from cases import ProgramTest
from program import processor_seconds, processes_with, resident_kilobytes, wait_until
from trust_results import record
from viewer import ViewerServer, sentence

WHOLE = os.environ.get("CONTINUITY_TRUST") == "whole"
REQUESTS = 100_000 if WHOLE else 4_000
IDLE_SECONDS = 60 if WHOLE else 4
HOOKS = 1_000 if WHOLE else 60
# What an allocator may keep of its own, and caches that fill: not a megabyte for each thousand requests.
GROWTH_KILOBYTES = 8_192


class Endurance(ProgramTest):
    def test_a_server_does_not_grow_with_what_it_is_asked(self):
        generator = random.Random(20261121)
        with self.scratch.server() as server:
            server.initialize()
            for number in range(100):
                server.call("memory/remember", {"content": f"{sentence(generator)} {number}", "category": "events", "uri": f"mem://user/events/m{number}"})
            wait_until(lambda: server.call("status")["pending"]["embeddings"] == 0, "vectors of all", 120)

            def ask(count):
                for number in range(count):
                    place = f"mem://user/events/m{generator.randrange(100)}"
                    match number % 8:
                        case 0 | 1 | 2:
                            server.call("memory/find", {"query": sentence(generator), "limit": 5})
                        case 3:
                            server.call("memory/read", {"uri": place})
                        case 4:
                            server.tool("tree", uri="mem://user", depth=2, limit=20)
                        case 5:
                            server.call("memory/pin", {"uri": place, "pinned": generator.random() < 0.5})
                        case 6:
                            server.answer({"jsonrpc": "2.0", "id": f"x{number}", "method": "no/such", "params": {"a": [1] * 50}})
                        case 7:
                            server.call("memory/context", {"cwd": str(self.scratch.user_home), "preview": True})
                    # What the test keeps of the answers is not the server's.
                    if number % 500 == 0:
                        del server.lines[:-1]

            ask(REQUESTS // 10)
            before = resident_kilobytes(server.process.pid)
            ask(REQUESTS - REQUESTS // 10)
            after = resident_kilobytes(server.process.pid)
            record("requests", {"requests": REQUESTS, "resident before": f"{before} kB", "resident after": f"{after} kB", "peak memory": f"{peak_kilobytes(server.process.pid)} kB"})
            self.assertLess(after - before, GROWTH_KILOBYTES)

    def test_who_has_nothing_to_do_does_nothing(self):
        self.scratch.run("remember", "A thing to look at.", check=True)
        with self.scratch.server() as server, ViewerServer(self.scratch) as viewer:
            server.initialize()
            wait_until(lambda: server.call("status")["pending"]["embeddings"] == 0, "vectors of all", 60)
            viewer.get("/api/status")
            time.sleep(1)  # what goes on behind the first answers ends
            before = [processor_seconds(each.process.pid) for each in (server, viewer)]
            time.sleep(IDLE_SECONDS)  # the time that is measured
            used = [processor_seconds(each.process.pid) - start for each, start in zip((server, viewer), before)]
        record("idle", {"seconds": IDLE_SECONDS, "server's processor time": f"{used[0]:.2f} s", "viewer's": f"{used[1]:.2f} s"})
        # The clock ticks in hundredths of a second; the viewer looks for work to do now and then.
        self.assertLessEqual(used[0], 0.01)
        self.assertLessEqual(used[1], 0.01 + IDLE_SECONDS * 0.005)

    def test_hooks_leave_no_process_behind(self):
        for number in range(HOOKS):
            event, payload = [
                ("submit", self.prompt(f"Weigh crate {number}.")), ("tool", self.tool_call()),
                ("stop", self.payload(hook_event_name="Stop", last_assistant_message=f"Crate {number} weighs 12 kg.")),
            ][number % 3]
            self.assertRecorded(self.scratch.hook(event, payload))
        left = wait_until(
            lambda: not processes_with("E2E_SCRATCH", str(self.scratch.root)) or None, "every process ends with its work", 60)
        record("hooks", {"hook runs": HOOKS, "processes left": 0 if left else "some"})
        self.assertEqual(self.scratch.rows("SELECT count(*) FROM observations")[0][0], HOOKS)


def peak_kilobytes(pid):
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
