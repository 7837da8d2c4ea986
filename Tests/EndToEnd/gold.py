#!/usr/bin/env python3
"""Asks the shipped program the gold set's questions: `python3 Tests/EndToEnd/gold.py [--binary PATH] [--part dev|held] [--json] [--misses]`.

gold/memories.jsonl: what a developer's memory holds after a year and a half with five projects. gold/questions.jsonl: what is asked of it, with the memories that
answer. gold/prompts.jsonl: prompts for which nothing should be recalled, `trivial` ones and those about `nothing` that is remembered.

hit@k: an expected memory is among the first k. MRR: the mean of 1 / the place of the first expected one, 0 beyond the tenth. Both are
of questions in their memory's language; `cross` are questions in another, which a model of one language cannot be asked for.

Weights are tuned on the part `dev`; `held` tells whether they hold.
"""

import argparse
import json
import os
import statistics
import sys
import time
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "gold"
DEPTH = 10
# Vectors are made in the background: some hundreds of passages, on a busy machine.
PATIENCE = 900


def rows(name):
    return [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text().splitlines()]


def remember(server, memories):
    """id -> URI. Two memories in one place would make the figures lie."""
    uris = {}
    for memory in memories:
        arguments = {name: memory[name] for name in ("content", "category", "valid_from", "tags") if name in memory}
        arguments |= {"project": memory["project"]} if "project" in memory else {"global": True}
        if "supersedes" in memory:
            arguments["supersedes"] = uris[memory["supersedes"]]
        result = server.call("memory/remember", arguments)
        # What takes an earlier memory back by its words closes it unasked; nothing may be joined with another.
        closed = [arguments["supersedes"]] if "supersedes" in memory else result.get("closed", [])
        is_alone = result["action"] in ("created", "superseded") and result.get("closed", []) == closed
        if not is_alone or result["uri"] in uris.values() or result.get("redactions"):
            raise SystemExit(f"{memory['id']} was not stored as it stands: {result}")
        uris[memory["id"]] = result["uri"]
    return uris


def ask(server, text, row):
    arguments = {"query": text, "limit": DEPTH} | ({"project": row["project"]} if "project" in row else {"all_projects": True})
    if "as_of" in row:
        arguments["as_of"] = row["as_of"]
    began = time.perf_counter()
    items = server.call("memory/find", arguments)["items"]
    return items, (time.perf_counter() - began) * 1000


def measure(part=None):
    """Every question and prompt with what came back; nothing is judged here but the place of the first expected memory."""
    from program import Scratch, wait_until

    with Scratch(prefix="gold-") as scratch, scratch.server() as server:
        server.initialize()
        uris = remember(server, rows("memories"))
        names = {uri: name for name, uri in uris.items()}
        done = {"jobs": 0, "embeddings": 0}
        wait_until(lambda: server.call("status")["pending"] == done, "nothing pending", PATIENCE)
        embedder = server.call("status")["embedder"]
        questions, prompts = [], []
        for row in rows("questions"):
            if part in (None, row["part"]):
                items, took = ask(server, row["query"], row)
                found = [names[item["uri"]] for item in items]
                place = next((place for place, name in enumerate(found, 1) if name in row["expected"]), None)
                questions.append(row | {"found": found, "place": place, "scores": [item["score"] for item in items], "milliseconds": took})
        for row in rows("prompts"):
            if part in (None, row["part"]):
                items, took = ask(server, row["prompt"], row)
                prompts.append(row | {"found": [names[item["uri"]] for item in items], "scores": [item["score"] for item in items], "milliseconds": took})
    return {"embedder": embedder, "memories": len(uris), "questions": questions, "prompts": prompts}


def figures(questions):
    places = [row["place"] for row in questions]
    share = lambda depth: sum(place is not None and place <= depth for place in places) / len(places)
    return {"questions": len(places), "hit@1": share(1), "hit@3": share(3), "mrr": sum(1 / place for place in places if place) / len(places)}


def groups(questions):
    """(part, kind) -> figures; the kind `all` leaves out questions in another language than their memory's."""
    result = {}
    for part in ("dev", "held", "both"):
        of_part = [row for row in questions if part in (row["part"], "both")]
        main = [row for row in of_part if not row.get("cross")]
        kinds = {"all": main} | {kind: [row for row in main if row["kind"] == kind] for kind in sorted({row["kind"] for row in main})}
        kinds["cross"] = [row for row in of_part if row.get("cross")]
        result |= {(part, kind): figures(of_kind) for kind, of_kind in kinds.items() if of_kind}
    return result


def first(row):
    return row["scores"][0] if row["scores"] else 0.0


def thresholds(questions, prompts):
    """(threshold, answers given, share of them that are right, of prompts without an answer the share that is left alone), over scores that occur.

    An answer is the first result of a question or prompt when its score reaches the threshold; for a prompt there is no right one.
    """
    asked = [row for row in questions if not row.get("cross")]
    levels = sorted({round(first(row), 2) for row in asked + prompts} | {0.0})
    result = []
    for level in levels[:: max(1, len(levels) // 20)]:
        answers = [row for row in asked if row["scores"] and first(row) >= level]
        wrongly = [row for row in prompts if row["scores"] and first(row) >= level]
        given = len(answers) + len(wrongly)
        right = sum(row["place"] == 1 for row in answers)
        result.append({
            "threshold": level, "recalled": right / len(asked), "precision": right / given if given else None,
            "left_alone": 1 - len(wrongly) / len(prompts) if prompts else None})
    return result


def print_report(result, misses):
    questions, prompts = result["questions"], result["prompts"]
    print(f"{result['memories']} memories, {len(questions)} questions, {len(prompts)} prompts; embedder: {result['embedder']}")
    print(f"find over stdio: p50 {statistics.median(row['milliseconds'] for row in questions):.1f} ms")
    table = groups(questions)
    for part in ("dev", "held", "both"):
        kinds = {kind: row for (of, kind), row in table.items() if of == part}
        if not kinds or part == "both" and len({of for of, _ in table}) < 3:
            continue
        print(f"\n{part:14} {'questions':>9} {'hit@1':>7} {'hit@3':>7} {'MRR':>7}")
        for kind, row in kinds.items():
            print(f"  {kind:12} {row['questions']:9} {row['hit@1'] * 100:7.1f} {row['hit@3'] * 100:7.1f} {row['mrr'] * 100:7.1f}")

    print("\nScore of the first result, at the 10th, 50th and 90th percentile")
    for name, of in (
        ("right", [row for row in questions if row["place"] == 1]), ("wrong", [row for row in questions if row["place"] != 1]),
        ("trivial", [row for row in prompts if row["kind"] == "trivial"]), ("nothing", [row for row in prompts if row["kind"] == "nothing"])):
        scores = sorted(first(row) for row in of)
        if scores:
            print(f"  {name:12} {len(scores):5} " + " ".join(f"{scores[min(len(scores) - 1, int(len(scores) * part))]:7.3f}" for part in (0.1, 0.5, 0.9)))
    print("\nthreshold  recalled  precision  left alone   (questions and prompts together)")
    for row in thresholds(questions, prompts):
        precision = f"{row['precision'] * 100:9.1f}" if row["precision"] is not None else f"{'–':>9}"
        print(f"{row['threshold']:9.2f} {row['recalled'] * 100:9.1f} {precision} {row['left_alone'] * 100:11.1f}")
    if misses:
        print("\nNot first: place, score of the first, question, expected, what came")
        for row in questions:
            if row["place"] != 1:
                where = row.get("project", "everywhere") + (f", as of {row['as_of']}" if "as_of" in row else "")
                print(f"  {row['place'] or '–'} {first(row):.3f} {row['id']} ({where}): {row['query']}\n      {' '.join(row['expected'])} ← {' '.join(row['found'][:3])}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--binary", help="the program; otherwise CONTINUITY_BINARY or .build/release/continuity")
    parser.add_argument("--part", choices=["dev", "held"], help="the questions of one part alone")
    parser.add_argument("--json", action="store_true", help="everything that was measured, with the score of every result")
    parser.add_argument("--misses", action="store_true", help="the questions whose memory did not come first")
    arguments = parser.parse_args()
    if arguments.binary:
        os.environ["CONTINUITY_BINARY"] = arguments.binary
    result = measure(arguments.part)
    if arguments.json:
        summary = [{"part": part, "kind": kind} | row for (part, kind), row in groups(result["questions"]).items()]
        json.dump(result | {"figures": summary, "thresholds": thresholds(result["questions"], result["prompts"])}, sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        print_report(result, arguments.misses)


if __name__ == "__main__":
    main()
