#!/usr/bin/env python3
"""LoCoMo, retrieval alone, through `continuity mcp`: `python3 Tests/EndToEnd/benchmark_locomo.py FILE [--one-store] [--method=memory/search]`.

FILE is the data set's JSON (https://github.com/snap-research/locomo), or a part of it. Each turn is remembered with its session and its day; each
question of the kinds 1 to 4 that names evidence is asked for 50 memories. Recall at k is the share of a question's evidence among
the first k turns, or of its sessions, which are ranked by their best turn. FTS5 alone, on the same texts, stands beside it.
"""

import argparse
import datetime
import json
import re
import sqlite3
import statistics
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from program import PROGRAM, Scratch

ASKED_FOR = 50


@dataclass(frozen=True)
class Turn:
    talk: str
    number: str
    session: int
    said_at: str
    text: str

    @property
    def name(self):
        return self.talk, self.number


@dataclass
class Talk:
    name: str
    turns: list = field(default_factory=list)
    questions: list = field(default_factory=list)  # (text, {(talk, number)})


def read(path):
    talks = []
    for sample in json.loads(Path(path).read_text()):
        talk = Talk(sample["sample_id"])
        conversation = sample["conversation"]
        for number in sorted(int(key.split("_")[1]) for key in conversation if re.fullmatch(r"session_\d+", key)):
            day = datetime.datetime.strptime(conversation[f"session_{number}_date_time"].strip(), "%I:%M %p on %d %B, %Y")
            for said in conversation[f"session_{number}"]:
                picture = f" [image: {said['blip_caption']}]" if said.get("blip_caption") else ""
                talk.turns.append(Turn(talk.name, said["dia_id"], number, f"{day:%Y-%m-%dT%H:%M:00Z}", f"{said['speaker']}: {said['text']}{picture}"))
        known = {turn.name for turn in talk.turns}
        for asked in sample["qa"]:
            named = re.findall(r"D:?(\d+):0*(\d+)", " ".join(asked.get("evidence") or []))
            evidence = {(talk.name, f"D{session}:{turn}") for session, turn in named} & known
            if evidence and asked.get("category") in (1, 2, 3, 4):
                talk.questions.append((asked["question"], evidence))
        talks.append(talk)
    return talks


def remember(server, talks):
    """The address of each memory -> the turns that it holds: two people may have said the same."""
    places = {}
    for turn in (turn for talk in talks for turn in talk.turns):
        outcome = server.call("memory/remember", {
            "content": turn.text, "category": "events", "project": turn.talk, "session_id": f"{turn.talk}-{turn.session}", "valid_from": turn.said_at})
        places.setdefault(outcome["uri"], []).append(turn)
    return places


def share(found, wanted, count):
    return len(set(found[:count]) & wanted) / len(wanted)


def score(turns, evidence, sessions_of):
    names = list(dict.fromkeys(turn.name for turn in turns))
    sessions = list(dict.fromkeys((turn.talk, turn.session) for turn in turns))
    first = next((place for place, name in enumerate(names, 1) if name in evidence), None)
    wanted = {sessions_of[name] for name in evidence}
    return share(names, evidence, 5), share(names, evidence, 10), 1 / first if first else 0, share(sessions, wanted, 5), share(sessions, wanted, 10)


def words_alone(talks):
    store = sqlite3.connect(":memory:")
    store.execute("CREATE VIRTUAL TABLE turns USING fts5 (text, tokenize = 'porter unicode61 remove_diacritics 2')")
    turns = [turn for talk in talks for turn in talk.turns]
    store.executemany("INSERT INTO turns (rowid, text) VALUES (?, ?)", ((row, turn.text) for row, turn in enumerate(turns)))

    def ask(question):
        words = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", question))
        return [turns[row] for row, in store.execute("SELECT rowid FROM turns WHERE turns MATCH ? ORDER BY bm25(turns) LIMIT ?", (words, ASKED_FOR))]

    return ask


def measure(talks, method, sees_all):
    ours, beside, times = [], [], []
    with Scratch(prefix="benchmark-") as scratch:
        with scratch.server(CONTINUITY_WORKER_AUTOSTART="false") as server:
            places = remember(server, talks)
        scratch.run("embedder", "--run", check=True, timeout=1200, CONTINUITY_WORKER_AUTOSTART="false")
        fts = words_alone(talks)
        with scratch.server(CONTINUITY_WORKER_AUTOSTART="false") as server:
            sessions_of = {turn.name: (turn.talk, turn.session) for talk in talks for turn in talk.turns}
            for talk in talks:
                for question, evidence in talk.questions:
                    scope = {"all_projects": True} if sees_all else {"project": talk.name}
                    began = time.perf_counter()
                    items = server.call(method, {"query": question, "limit": ASKED_FOR, **scope})["items"]
                    times.append((time.perf_counter() - began) * 1000)
                    ours.append(score([turn for item in items for turn in places.get(item["uri"], [])], evidence, sessions_of))
                    beside.append(score(fts(question), evidence, sessions_of))
    return ours, beside, times


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("file")
    parser.add_argument("--one-store", action="store_true", help="all conversations in one store, asked without naming one")
    parser.add_argument("--method", default="memory/find")
    options = parser.parse_args()
    talks = read(options.file)
    ours, beside, times = [], [], []
    for group in [talks] if options.one_store else [[talk] for talk in talks]:
        for total, part in zip((ours, beside, times), measure(group, options.method, options.one_store)):
            total += part
    print(f"{PROGRAM}: {sum(len(talk.turns) for talk in talks)} turns, {len(ours)} questions" + (", one store" if options.one_store else ""))
    print(f"  {'':20} {'R@5':>6} {'R@10':>6} {'MRR':>6} {'session R@5':>12} {'R@10':>6}")
    for name, rows in ((options.method, ours), ("FTS5 alone", beside)):
        five, ten, mrr, session_five, session_ten = (100 * statistics.fmean(column) for column in zip(*rows))
        print(f"  {name:20} {five:6.1f} {ten:6.1f} {mrr:6.1f} {session_five:12.1f} {session_ten:6.1f}")
    print(f"  a question: {statistics.median(times):.2f} ms")


if __name__ == "__main__":
    sys.exit(main())
