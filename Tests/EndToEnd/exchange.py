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
import tempfile
import time
from pathlib import Path

import exchange_sessions
from cases import text_tables
from exchanges import Exchanges, RecordedModel

SEED = 20261121
REPLAY = Path(__file__).resolve().parents[2] / "examples" / "replay"


# MARK: A run


class Sessions:
    """Transcripts that go through the hooks and the worker of one store, one session after another."""

    def __init__(self, scratch, model, chance=None, kills_each=0, usual=1.0):
        self.scratch, self.model, self.chance, self.kills_each, self.usual = scratch, model, chance, kills_each, usual
        self.settings = model.settings(TMPDIR=str(scratch.root))
        self.killed = self.finished_first = 0
        self.seconds = 0.0
        self.notes = []

    def run(self, transcripts):
        for transcript in transcripts:
            self.hooks(transcript)
            if self.kills_each:
                self.kill_workers()
            began = time.monotonic()
            self.drain()
            self.seconds += time.monotonic() - began
        return self

    def hooks(self, transcript):
        from program import PROGRAM

        # All are told of one project, whoever's folders they were recorded in: memories of different projects never meet.
        command = [sys.executable, str(REPLAY), "--home", str(self.scratch.store_folder), "--binary", str(PROGRAM), "--keep-queued", "--quiet"]
        command += ["--cwd", str(self.scratch.project("recorded")), str(transcript)]
        done = subprocess.run(command, env=self.scratch.environment(**self.settings), capture_output=True, text=True, timeout=300)
        if done.returncode or done.stderr:
            raise SystemExit(f"{transcript.name}: exit {done.returncode}\n{done.stdout}{done.stderr}")

    def kill_workers(self):
        """Each dies somewhere in the time that a session's work usually takes; what one did the next ones need not do, so later deaths come sooner."""
        from program import PROGRAM

        for number in range(self.kills_each):
            worker = subprocess.Popen(
                [str(PROGRAM), "worker"], env=self.scratch.environment(**self.settings), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                worker.wait(self.chance.uniform(0.02, 0.5 / (number + 1)) * self.usual)
                self.finished_first += 1
            except subprocess.TimeoutExpired:
                worker.kill()
                worker.wait()
                self.killed += 1

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
                    row[column] = lasting(value, scratch)
                rows.append(row)
            result[table] = sorted(rows, key=repr)
        return result
    finally:
        connection.close()


def lasting(value, scratch):
    """A value without what is another in each run: the clock, as epoch milliseconds or as a day, the home's folder, how far a memory faded meanwhile."""
    now = time.time()
    if isinstance(value, float):
        return round(value, 3)
    if isinstance(value, int):
        return "NOW" if abs(value / 1000 - now) < 86_400 else value
    if not isinstance(value, str):
        return value
    value = value.replace(str(scratch.root), "ROOT")
    for day in (now, now - 86_400):
        value = value.replace(time.strftime("%Y-%m-%d", time.gmtime(day)), "TODAY")
    return re.sub(r"\b1[78]\d{11}\b", "NOW", value)


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
    """(question, suggestion, the memory that holds it or nil) for each that the model made; a merged one stands in a revision, or in what was merged."""
    stored = learned(scratch)
    revised = {row[0] for row in scratch.rows("SELECT l0_abstract FROM revisions")}
    result = []
    for name in asked:
        for each in exchanges.rows[name]["answer"]["memories"] if name.startswith("extraction") and name in exchanges.rows else []:
            memory = next((memory for memory in stored if memory["l0"] == each["l0"]), None)
            result.append((name, each, memory or ({"uri": "(a revision)"} if each["l0"] in revised else None)))
    return result


def unlike_expected(scratch, file):
    """How the store differs from `expected.json`: what stands where, and what took its place. `too_much` may stand as well: flaws that are known."""
    if not file.exists():
        return ["nothing says what is expected"]
    expected = json.loads(file.read_text())
    # What a hook's words become by rules happened on the day of the run.
    stands = {lasting(memory["uri"], scratch): memory for memory in learned(scratch) if not memory["uri"].endswith("/communication")}
    found = [f"missing: {uri}" for uri in expected["memories"] if uri not in stands]
    found += [f"too much: {uri}" for uri in stands if uri not in expected["memories"] and uri not in expected["too_much"]]
    found += [f"{uri} says: {stands[uri]['l0']}" for uri, words in expected["memories"].items() if uri in stands and stands[uri]["l0"] != words]
    closed = {uri: memory["superseded_by"] for uri, memory in stands.items() if memory["superseded_by"]}
    found += [] if closed == expected["closed"] else [f"closed: {closed}"]
    found += [] if relational(scratch) == expected["relational"] else [f"relational: {relational(scratch)}"]
    return found


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
            model.delay = 0.05  # Some die while they wait for an answer.
            usual = first.seconds / len(transcripts)
            disturbed = fresh(transcripts, model, chance=random.Random(SEED), kills_each=each, usual=usual)
            differing = differences(stands, portrait(disturbed.scratch))
            sound = disturbed.scratch.integrity()
            print(f"{disturbed.killed} workers killed ({disturbed.finished_first} ended before): {len(differing)} rows differ, integrity {sound[0]}")
            troubles += differing + [line for line in sound if line != "ok"]
            disturbed.scratch.close()
        troubles += [f"never recorded: {name}" for name in model.unknown] + first.notes
        unlike = unlike_expected(first.scratch, exchanges.folder / "expected.json")
        print(f"{len(unlike)} differences from what somebody who read the sessions expects")
        troubles += unlike
        report(first.scratch, exchanges, asked)
        first.scratch.close()
    for trouble in troubles[:40]:
        print("!", trouble[:600])
    return not troubles


def report(scratch, exchanges, asked):
    made = suggestions(scratch, exchanges, asked)
    print(f"\nsuggestions: {len(made)}, remembered {sum(memory is not None for _, _, memory in made)}")
    for name, each, memory in made:
        if not memory:
            print(f"  not remembered: ({each['category']}) {each['l0']}   [{name}]")
        for tier in ("l1", "l2"):
            if memory and each[tier] != each["l0"] and memory.get(tier, each[tier]) == each["l0"]:
                print(f"  {tier} not believed: {memory['uri']}   [{name}]")
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
        print(f"  {sum(sessions.values())} in all, {sum(sessions.values()) // max(1, len(sessions.keys() - {'none'}))} a session")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("mode", choices=["record", "check"])
    parser.add_argument("--transcripts", type=Path, help="a folder of transcripts; otherwise those of `exchange_sessions.py`")
    parser.add_argument("--exchange", type=Path, default=Path(__file__).resolve().parent / "exchange_answers", help="the folder of what was recorded")
    parser.add_argument("--kills", type=int, default=0, help="workers to kill, over all sessions")
    parser.add_argument("--binary", help="the program; otherwise CONTINUITY_BINARY or .build/release/continuity")
    arguments = parser.parse_args()
    if arguments.binary:
        os.environ["CONTINUITY_BINARY"] = arguments.binary
    exchanges = Exchanges(arguments.exchange)
    with tempfile.TemporaryDirectory(prefix="exchange-sessions-") as folder:
        if arguments.transcripts is None:
            exchange_sessions.write(Path(folder))
        transcripts = transcripts_in(arguments.transcripts or folder)
        if arguments.mode == "record":
            return record(transcripts, exchanges)
        sys.exit(0 if check(transcripts, exchanges, arguments.kills) else 1)


if __name__ == "__main__":
    main()
