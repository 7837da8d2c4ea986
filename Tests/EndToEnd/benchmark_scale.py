#!/usr/bin/env python3
"""The whole of `find` over stdio as a store grows: `python3 Tests/EndToEnd/benchmark_scale.py [--sizes=10000,100000,1000000] [--keep=FOLDER]`.

Each memory is one passage of about twenty words, drawn by Zipf's law from the 22,000 that the built-in model knows whole, so that some stand in every second
passage and most in few, as in people's notes. Embedding a million of them takes hours, and word salad lies elsewhere than speech does; so their vectors
lie between those of the gold set's memories, which the program makes, and some way off. The questions are the gold set's, embedded by the program as always,
each asked once. What stands beside it is FTS5 alone in Python's sqlite3, on the same texts.

numpy comes from the scratch environment of `benchmark_neighbours.py`.
"""

import argparse
import hashlib
import itertools
import json
import random
import re
import shutil
import sqlite3
import struct
import sys
import time
from pathlib import Path

from benchmark_neighbours import ROOT, enter_environment
from program import PROGRAM, Scratch, resident_kilobytes

SEED = 20261121
DIMENSIONS = 384
GOLD = Path(__file__).resolve().parent / "gold"
VOCABULARY = ROOT / "Sources" / "CAssets" / "models" / "all-minilm-l6-v2.vocabulary"


def vocabulary():
    """The whole words among the built-in model's word pieces, the commonest first, as they stand there (`build_vocabulary.py` has the layout)."""
    data = VOCABULARY.read_bytes()
    count, slots = struct.unpack_from("<2I", data, 16)
    offsets_at = 48 + 128 + 4 * slots
    offsets = struct.unpack_from(f"<{count + 1}I", data, offsets_at)
    words_at = (offsets_at + 4 * (count + 1) + 7) // 8 * 8
    words = (data[words_at + start:words_at + end].decode() for start, end in zip(offsets, offsets[1:]))
    return [word for word in words if word.isascii() and word.isalpha() and len(word) > 1]


def passages(count):
    words = vocabulary()
    weights = list(itertools.accumulate(1 / (rank + 1) for rank in range(len(words))))
    chosen = random.Random(SEED + 1)
    for _ in range(count):
        yield " ".join(chosen.choices(words, cum_weights=weights, k=chosen.randint(14, 26))).capitalize() + "."


def export_line(number, text):
    moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(1_780_000_000 + number * 13))
    return json.dumps({
        "type": "memory", "uri": f"mem://user/events/note-{number}", "category": "events", "l0": text, "l1": text, "l2": text, "tags": [], "origin": "user",
        "confidence": 1, "relevance": 1, "access_count": 0, "content_hash": hashlib.md5(text.encode()).hexdigest(), "created_at": moment, "updated_at": moment})


def imported(scratch, texts):
    source = scratch.root / "notes.jsonl"
    with open(source, "w") as file:
        file.write('{"type":"continuity-export","format":1,"version":"0.1.0"}\n')
        for number, text in enumerate(texts):
            file.write(export_line(number, text) + "\n")
    began = time.perf_counter()
    scratch.run("import", "--from=continuity", f"--path={source}", check=True, timeout=7200, CONTINUITY_WORKER_AUTOSTART="false")
    source.unlink()
    return time.perf_counter() - began


def real_vectors(texts):
    import numpy

    with Scratch(prefix="benchmark-") as scratch:
        imported(scratch, texts)
        scratch.run("embedder", "--run", check=True, timeout=1200, CONTINUITY_WORKER_AUTOSTART="false")
        identity = scratch.rows("SELECT identity FROM embedders")[0][0]
        rows = scratch.rows("SELECT components FROM vectors")
    vectors = numpy.empty((len(rows), DIMENSIONS), dtype=numpy.float32)
    for number, (blob,) in enumerate(rows):
        codes = numpy.frombuffer(blob, numpy.uint8, DIMENSIONS, 4).astype(numpy.float32) - 128
        vectors[number] = struct.unpack("<f", blob[:4])[0] * (codes + numpy.frombuffer(blob, numpy.int8, DIMENSIONS, 4 + DIMENSIONS) / 256)
    return identity, vectors


def fill_vectors(database, identity, models):
    """All but the last hundred passages: embedding those is what makes the program notice that its lists are due."""
    import numpy

    store = sqlite3.connect(database)
    store.execute("INSERT OR IGNORE INTO embedders (identity) VALUES (?)", (identity,))
    embedder = store.execute("SELECT id FROM embedders WHERE identity = ?", (identity,)).fetchone()[0]
    ids = [row[0] for row in store.execute("SELECT id FROM passages ORDER BY id")][:-100]
    generator = numpy.random.default_rng(SEED)
    for start in range(0, len(ids), 20_000):
        part = ids[start:start + 20_000]
        pair = models[generator.integers(0, len(models), (len(part), 2))]
        share = generator.uniform(0.2, 0.9, (len(part), 1)).astype(numpy.float32)
        vectors = pair[:, 0] + share * pair[:, 1] + generator.standard_normal((len(part), DIMENSIONS), dtype=numpy.float32) * numpy.float32(0.4 / DIMENSIONS**0.5)
        vectors /= numpy.linalg.norm(vectors, axis=1, keepdims=True)
        scales = numpy.abs(vectors).max(axis=1) / 127
        values = numpy.clip(numpy.rint(vectors / scales[:, None] * 256), -127 * 256, 127 * 256).astype(numpy.int32)
        codes = (values + 128) >> 8
        rows = zip(part, scales.astype("<f4"), (codes + 128).astype(numpy.uint8), (values - codes * 256).astype(numpy.int8))
        store.executemany(
            "INSERT INTO vectors (passage_id, embedder, scope, components) VALUES (?, ?, 0, ?)",
            ((passage, embedder, scale.tobytes() + high.tobytes() + low.tobytes()) for passage, scale, high, low in rows))
        store.commit()
    store.close()


def fts_alone(scratch, texts, questions):
    rival = sqlite3.connect(scratch.root / "rival.db")
    rival.execute("CREATE VIRTUAL TABLE texts USING fts5 (text, tokenize = 'porter unicode61 remove_diacritics 2')")
    rival.executemany("INSERT INTO texts (text) VALUES (?)", ((text,) for text in texts))
    rival.commit()
    times = []
    for question in questions[:100]:
        began = time.perf_counter()
        rival.execute("SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY bm25(texts) LIMIT 10", (" OR ".join(f'"{word}"' for word in re.findall(r"\w+", question)),)).fetchall()
        times.append((time.perf_counter() - began) * 1000)
    return times


def line(name, times):
    times = sorted(times)
    print(f"  {name:38} {times[len(times) // 2]:8.2f} ms {times[int(len(times) * 0.95)]:8.2f} ms", flush=True)


def gold(name, member):
    return [json.loads(row)[member] for row in (GOLD / name).read_text().splitlines()]


def measure(count, identity, models, keep):
    texts = list(passages(count))
    questions = gold("questions.jsonl", "query")
    with Scratch(prefix="benchmark-", folder=keep) as scratch:
        took = imported(scratch, texts)
        print(f"\n{count} memories: imported in {took:.1f} s ({count / took:.0f} a second)", flush=True)
        fill_vectors(scratch.database, identity, models)
        began = time.perf_counter()
        scratch.run("embedder", "--run", check=True, timeout=3600, CONTINUITY_WORKER_AUTOSTART="false")
        scratch.run("worker", check=True, timeout=7200)
        lists = scratch.rows("SELECT count(*) FROM vector_lists")[0][0]
        size = sum(path.stat().st_size for path in scratch.store_folder.iterdir() if path.is_file())
        print(f"  {lists} lists made in {time.perf_counter() - began:.1f} s; the store: {size / 1e6:.0f} MB", flush=True)
        with scratch.server(CONTINUITY_WORKER_AUTOSTART="false") as server:
            server.call("memory/find", {"query": "warm up", "all_projects": True})
            times = []
            for question in questions:
                began = time.perf_counter()
                server.call("memory/find", {"query": question, "all_projects": True})
                times.append((time.perf_counter() - began) * 1000)
            line("find over stdio, p50 and p95", times)
            print(f"  resident after {len(questions)} questions: {resident_kilobytes(server.process.pid) / 1024:.0f} MB")
        line("FTS5 alone, in Python", fts_alone(scratch, texts, questions))
        if keep:
            shutil.copytree(scratch.store_folder, Path(keep) / f"store-{count}", dirs_exist_ok=True)
            (Path(keep) / f"questions-{count}.json").write_text(json.dumps(questions))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--sizes", default="10000,100000,1000000")
    parser.add_argument("--keep", help="leave the stores in this folder")
    options = parser.parse_args()
    enter_environment()
    print(f"{PROGRAM}, {PROGRAM.stat().st_size / 1e6:.1f} MB")
    identity, models = real_vectors(gold("memories.jsonl", "content"))
    for size in options.sizes.split(","):
        measure(int(size), identity, models, options.keep)


if __name__ == "__main__":
    sys.exit(main())
