#!/usr/bin/env python3
"""Measures the viewer in a real Chromium: `python3 Tests/EndToEnd/benchmark_viewer.py [--memories=10000] [--home=FOLDER] [--check]`.

Prints the first paint on loopback, the time from a keystroke to its results, what 200 readers at once meet, and what the page weighs. With
`--check` it fails when one of them is beyond its bar. `--home` takes a store that is there instead of making one.
"""

import argparse
import random
import statistics
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from chromium import Browser
from program import Scratch, wait_until
from viewer import OBJECTS, SUBJECTS, VERBS, ViewerServer, fill

BARS = {"first paint": 300.0, "keystroke": 50.0, "errors": 0, "page": 300_000}

WATCH = """(() => {
  window.__took = [];
  let began = 0;
  document.querySelector('input[type=search]').addEventListener('input', event => { began = event.timeStamp; }, true);
  new MutationObserver(() => { const from = began; if (from) requestAnimationFrame(() => window.__took.push(performance.now() - from)); began = 0; })
    .observe(document.querySelector('main'), {attributes: true, attributeFilter: ['data-query']});
})()"""


def settle(server):
    """Waits until the new store has its vectors: what a person meets on every day but the first."""
    def is_settled():
        pending = server.get("/api/status")["pending"]
        return not pending["jobs"] and not pending["embeddings"]

    wait_until(is_settled, "the vectors of the new store", within=900)


def first_paint(browser, server):
    page = browser.open(server.link)
    times = []
    for _ in range(9):
        page.command("Network.clearBrowserCache")
        page.reload()
        page.until("performance.getEntriesByName('first-contentful-paint').length")
        page.until("document.querySelector('[data-row]')")
        times.append(page.run("[performance.getEntriesByName('first-contentful-paint')[0].startTime, performance.now()]"))
    return statistics.median(time[0] for time in times), max(time[0] for time in times)


def keystrokes(browser, server):
    page = browser.open(server.link)
    page.run("location.hash = '#/search'")
    page.until("document.querySelector('input[type=search]')")
    page.run("document.querySelector('input[type=search]').focus()")
    page.run(WATCH)
    generator = random.Random(11)
    for _ in range(12):
        page.run("(() => { const i = document.querySelector('input[type=search]'); i.value = ''; i.focus(); })()")
        for letter in f"{generator.choice(SUBJECTS)} {generator.choice(VERBS)} {generator.choice(OBJECTS)}":
            page.press(letter)
            time.sleep(0.06)
    time.sleep(0.5)
    took = sorted(page.run("window.__took"))
    return len(took), statistics.median(took), took[int(len(took) * 0.95)], took[-1]


def readers(server, count=200, rounds=5):
    paths = ["/api/search?q=orchard+prices&explain=true", "/api/tree?depth=2", "/api/timeline", "/api/memories?limit=50", "/api/status", "/", "/app.js", "/api/vitals"]
    gate = threading.Barrier(count)

    def read(number):
        gate.wait()
        found = []
        for step in range(rounds):
            began = time.monotonic()
            try:
                status = server.request("GET", paths[(number + step) % len(paths)], timeout=60)[0]
            except OSError as error:
                status = repr(error)
            found.append((status, time.monotonic() - began))
        return found

    with ThreadPoolExecutor(count) as pool:
        answers = [answer for answers in pool.map(read, range(count)) for answer in answers]
    times = sorted(seconds for _, seconds in answers)
    return len(answers), [status for status, _ in answers if status != 200], times[len(times) // 2] * 1000, times[int(len(times) * 0.99)] * 1000


def weight(server):
    import re
    html = server.request("GET", "/")[2]
    names = set(re.findall(rb'(?:src|href)="(/[a-z.]+)"', html))
    return sum(len(server.request("GET", name.decode())[2]) for name in names) + len(html)


class Given(Scratch):
    """A store that is there already; nothing of it is removed."""

    def __init__(self, home):
        super().__init__()
        self.store_folder = Path(home).resolve()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--memories", type=int, default=10_000)
    parser.add_argument("--home")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    with (Given(options.home) if options.home else Scratch()) as scratch:
        if not options.home:
            fill(scratch, options.memories)
        with ViewerServer(scratch) as server, Browser() as browser:
            settle(server)
            print(f"{server.get('/api/status')['memories']['total']} memories, all of them embedded")
            paint, worst = first_paint(browser, server)
            print(f"first paint: {paint:.0f} ms (median of 9), {worst:.0f} ms at most")
            count, median, late, longest = keystrokes(browser, server)
            print(f"keystroke to painted results: {median:.1f} ms (median of {count}), {late:.1f} ms (95 %), {longest:.1f} ms at most")
            asked, errors, middle, slow = readers(server)
            print(f"200 readers at once: {asked} requests, {len(errors)} errors, {middle:.0f} ms (median), {slow:.0f} ms (99 %) {errors[:3] or ''}")
            size = weight(server)
            print(f"the page: {size} bytes")
    if options.check and (paint > BARS["first paint"] or late > BARS["keystroke"] or errors or size > BARS["page"]):
        print(f"beyond the bars: {BARS}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
