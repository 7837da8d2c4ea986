#!/usr/bin/env python3
"""Lets the shipped program learn from sessions with a model whose answers were recorded, and measures what becomes of them.

  Tests/EndToEnd/exchange.py record --transcripts DIR --exchange DIR     asks; what nobody answered yet is in DIR/pending afterwards
  Tests/EndToEnd/exchange.py check  --transcripts DIR --exchange DIR --kills N

`check` wants every question to be known. It runs everything twice from nothing, a third time with N workers killed at moments from a fixed seed, and the worker once
more where nothing is left to do; each time the store must say the same. It prints what was learned, what of the model's suggestions was not believed, and what the
ledger says that it cost. The sessions go through the hooks one after another, in the order in which they happened, and the worker runs after each.
"""

import argparse
import collections
import json
import os
import random
import re
import subprocess
import sys
import time
from pathlib import Path

from cases import text_tables
from exchanges import Exchanges, RecordedModel

SEED = 20261121
REPLAY = Path(__file__).resolve().parents[2] / "examples" / "replay"


# MARK: A run


class Sessions:
    """Transcripts that go through the hooks and the worker of one store, one session after another."""

    def __init__(self, scratch, model, chance=None, kills_each=0):
        self.scratch, self.model, self.chance, self.kills_each = scratch, model, chance, kills_each
        self.settings = model.settings(TMPDIR=str(scratch.root))
        self.killed = self.finished_first = 0
        self.notes = []

    def run(self, transcripts):
        for transcript in transcripts:
            self.hooks(transcript)
            began = time.monotonic()
            if self.kills_each:
                self.kill_workers()
            self.drain()
            self.seconds = time.monotonic() - began
        return self

    def hooks(self, transcript):
        from program import PROGRAM

        command = [sys.executable, str(REPLAY), "--home", str(self.scratch.store_folder), "--binary", str(PROGRAM), "--keep-queued", "--quiet", str(transcript)]
        done = subprocess.run(command, env=self.scratch.environment(**self.settings), capture_output=True, text=True, timeout=300)
        if done.returncode or done.stderr:
            raise SystemExit(f"{transcript.name}: exit {done.returncode}\n{done.stdout}{done.stderr}")

    def kill_workers(self):
        """Each is killed somewhere in the time that the whole work takes; one that ends before is no kill."""
        from program import PROGRAM

        killed = 0
        usual = 1.0
        while killed < self.kills_each:
            began = time.monotonic()
            worker = subprocess.Popen(
                [str(PROGRAM), "worker"], env=self.scratch.environment(**self.settings), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                worker.wait(self.chance.uniform(0.005, 0.5) * usual)
                usual = time.monotonic() - began
                self.finished_first += 1
                if self.scratch.json("status", **self.settings)["pending"]["jobs"] == 0:
                    break
            except subprocess.TimeoutExpired:
                worker.kill()
                worker.wait()
                killed += 1
        self.killed += killed

    def drain(self):
        done = self.scratch.run("worker", check=True, timeout=300, **self.settings)
        self.notes += [line for line in done.stderr.decode().splitlines() if line.strip()]

    def work_again(self):
        """What the worker asks when nothing is left to do."""
        before = len(self.model.asked)
        self.drain()
        return len(self.model.asked) - before


# MARK: What a store says

# When something was written down, what counts that, and what is drawn by lot.
CLOCKS = {
    "at", "created_at", "updated_at", "last_access", "replaced_at", "retracted_at", "due_at", "started_at", "last_active_at", "ended_at", "extracted_at", "taken_at",
    "transcript_path", "generation", "file_stamp", "tail_stamp", "lists_stamp",
}
# Of the program's own work, not of what is remembered: calls that a killed worker made twice, how far indexes are, who this installation is.
LEFT_OUT = {"ledger", "passages_fts", "vector_indexes", "vector_lists", "vector_graves"}
NODES = {"node_id", "from_id", "to_id"}


def portrait(scratch):
    """table -> its rows in order, with addresses in the place of row numbers and without what the clock says."""
    import sqlite3

    connection = sqlite3.connect(f"file:{scratch.database}?mode=ro", uri=True, timeout=10)
    try:
        uris = dict(connection.execute("SELECT id, uri FROM mem_nodes"))
        passages = {row[0]: (uris.get(row[1]), *row[2:]) for row in connection.execute("SELECT id, node_id, tier, ordinal FROM passages")}
        result = {}
        for table, columns in text_tables(connection):
            if table in LEFT_OUT:
                continue
            kept = [column for column in columns if column not in CLOCKS and column != "id" or (table, column) == ("sessions", "id")]
            rows = []
            for values in connection.execute(f'SELECT {", ".join(kept)} FROM "{table}"' if kept else f'SELECT 0 FROM "{table}"'):
                row = {}
                for column, value in zip(kept, values):
                    value = uris.get(value) if column in NODES else passages.get(value) if column == "passage_id" else value
                    row[column] = without_clock(value) if isinstance(value, str) else value
                rows.append(row)
            result[table] = sorted(rows, key=repr)
        return result
    finally:
        connection.close()


def without_clock(text):
    """Texts hold the clock as epoch milliseconds, or as the day on which a hook was called."""
    now = time.time()
    for day in (now, now - 86_400):
        text = text.replace(time.strftime("%Y-%m-%d", time.gmtime(day)), "TODAY")
    return re.sub(r"\b1[78]\d{11}\b", "NOW", text)


def differences(one, other):
    """'table: what stands in one alone' for each row that differs."""
    found = []
    for table in sorted(one.keys() | other.keys()):
        rows = [collections.Counter(map(repr, of.get(table, []))) for of in (one, other)]
        found += [f"{table} – {row}" for row in (rows[0] - rows[1]).elements()] + [f"{table} + {row}" for row in (rows[1] - rows[0]).elements()]
    return found


LEARNED = """
SELECT uri, category, l0_abstract, l1_overview, l2_content, confidence, made_by, source_session, merged_from, valid_from, valid_to, superseded_by, project
FROM mem_nodes WHERE node_type = 'leaf' AND category != 'sessions' ORDER BY uri
"""


def learned(scratch):
    names = "uri category l0 l1 l2 confidence made_by session merged_from valid_from valid_to superseded_by project".split()
    return [dict(zip(names, row)) for row in scratch.rows(LEARNED)]


def relational(scratch):
    rows = scratch.rows("SELECT l2_content FROM mem_nodes WHERE uri = 'mem://user/profile/communication'")
    return [re.sub(r" \[.*", "", line[2:]) for line in rows[0][0].splitlines() if line.startswith("- ")] if rows else []


def suggestions(scratch, exchanges, asked):
    """(session, suggestion, the memory's address or nil) for each that the model made."""
    session_of = {}
    for name in asked:
        question = exchanges.rows[name]["question"]
        if name.startswith("extraction"):
            session_of[name] = question
    stored = learned(scratch)
    revised = {row[0] for row in scratch.rows("SELECT l0_abstract FROM revisions")}
    result = []
    for name in session_of:
        for each in exchanges.rows[name]["answer"]["memories"]:
            place = next((memory["uri"] for memory in stored if memory["l0"] == each["l0"]), None)
            result.append((name, each, place or ("(a revision)" if each["l0"] in revised else None)))
    return result


# MARK: The command


def transcripts_in(folder):
    """Those of a folder in the order in which they began."""
    def began(path):
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            found = re.search(r'"timestamp"\s*:\s*"([^"]+)"', line)
            if found:
                return found.group(1)
        return ""

    return sorted(Path(folder).glob("*.jsonl"), key=lambda path: (began(path), path.name))


def fresh(transcripts, model, **options):
    from program import Scratch

    scratch = Scratch(prefix="exchange-")
    return Sessions(scratch, model, **options).run(transcripts)


def record(transcripts, exchanges):
    taken = exchanges.take_in()
    with RecordedModel(exchanges, records=True) as model:
        run = fresh(transcripts, model)
        try:
            asked = [name for _, name, *_ in model.asked]
            print(f"{len(transcripts)} sessions, {len(asked)} questions, {taken} answers taken in, {len(model.unknown)} pending in {exchanges.folder / 'pending'}")
            for name in exchanges.pending:
                if name not in model.unknown:
                    (exchanges.folder / "pending" / f"{name}.txt").unlink()
            if not model.unknown:
                exchanges.keep_only(set(asked))
            for note in run.notes:
                print("worker:", note)
        finally:
            run.scratch.close()


def check(transcripts, exchanges, kills):
    troubles = []
    with RecordedModel(exchanges) as model:
        began = time.monotonic()
        first = fresh(transcripts, model)
        print(f"{len(transcripts)} sessions through hooks and worker: {time.monotonic() - began:.1f} s; questions: {dict(collections.Counter(task for task, *_ in model.asked))}")
        asked = [name for _, name, *_ in model.asked]
        stands = portrait(first.scratch)
        calls = first.work_again()
        again = differences(stands, portrait(first.scratch))
        print(f"the worker once more: {calls} questions, {len(again)} rows differ")
        troubles += again + [f"{calls} questions where nothing was to do"] * bool(calls)

        second = fresh(transcripts, model)
        differing = differences(stands, portrait(second.scratch))
        print(f"again from nothing: {len(differing)} rows differ of {sum(map(len, stands.values()))}")
        troubles += differing
        second.scratch.close()

        if kills:
            each = -(-kills // len(transcripts))
            disturbed = fresh(transcripts, model, chance=random.Random(SEED), kills_each=each)
            differing = differences(stands, portrait(disturbed.scratch))
            sound = disturbed.scratch.integrity()
            print(f"{disturbed.killed} workers killed ({disturbed.finished_first} ended before): {len(differing)} rows differ, integrity {sound[0]}")
            troubles += differing + [line for line in sound if line != "ok"]
            disturbed.scratch.close()
        troubles += [f"never recorded: {name}" for name in model.unknown] + first.notes
        report(first.scratch, exchanges, asked)
        first.scratch.close()
    for trouble in troubles[:40]:
        print("!", trouble[:600])
    return not troubles


def report(scratch, exchanges, asked):
    made = suggestions(scratch, exchanges, asked)
    believed = [each for each in made if each[2]]
    print(f"\nsuggestions: {len(made)}, remembered {len(believed)}")
    for name, each, place in made:
        if not place:
            print(f"  not remembered: ({each['category']}) {each['l0']}   [{name}]")
    print("\nlearned:")
    for memory in learned(scratch):
        more = "".join(f", {name} {memory[name]}" for name in ("valid_to", "superseded_by") if memory[name])
        print(f"  {memory['uri']}  {memory['confidence']:g} {memory['made_by'] or 'rules'}{more}\n      {memory['l0']}")
    print("\nrelational profile:")
    for line in relational(scratch):
        print("  -", line)
    print("\ndirectories by the model:")
    for uri, abstract in scratch.rows("SELECT uri, l0_abstract FROM mem_nodes WHERE node_type = 'dir' AND content_hash LIKE '%tiers/%' ORDER BY uri"):
        print(f"  {uri}: {abstract}")
    print("\ntokens by session and purpose (ledger; four bytes each):")
    rows = scratch.rows("SELECT coalesce(session, 'none'), purpose, count(*), sum(input_tokens), sum(output_tokens) FROM ledger GROUP BY 1, 2 ORDER BY min(id)")
    for session, purpose, calls, given, got in rows:
        print(f"  {session[:8]:8} {purpose:12} {calls:3} calls {given:7} in {got:6} out")
    sessions = collections.Counter()
    for session, _, _, given, got in rows:
        sessions[session] += given + got
    if sessions:
        print(f"  {sum(sessions.values())} in all, {sum(sessions.values()) // max(1, len(sessions))} a session")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("mode", choices=["record", "check"])
    parser.add_argument("--transcripts", type=Path, required=True, help="a folder of transcripts")
    parser.add_argument("--exchange", type=Path, required=True, help="the folder of what was recorded")
    parser.add_argument("--kills", type=int, default=0, help="workers to kill, over all sessions")
    parser.add_argument("--binary", help="the program; otherwise CONTINUITY_BINARY or .build/release/continuity")
    arguments = parser.parse_args()
    if arguments.binary:
        os.environ["CONTINUITY_BINARY"] = arguments.binary
    transcripts = transcripts_in(arguments.transcripts)
    exchanges = Exchanges(arguments.exchange)
    if arguments.mode == "record":
        return record(transcripts, exchanges)
    sys.exit(0 if check(transcripts, exchanges, arguments.kills) else 1)


if __name__ == "__main__":
    main()
