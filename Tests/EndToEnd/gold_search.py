#!/usr/bin/env python3
"""What a model adds to `search`: questions of the gold set, drawn by lot, with rules alone, with a model that plans, and with one that also puts the best 20 in order.

  Tests/EndToEnd/gold_search.py record  --exchange DIR     asks; what nobody answered yet is in DIR/pending afterwards
  Tests/EndToEnd/gold_search.py measure --exchange DIR     prints the figures of `gold.py` for each way, and what it cost

The answers are recorded (`exchanges.py`); whoever gives them sees what a model would see, and nothing of what is expected.
"""

import argparse
import collections
import os
import random
from pathlib import Path

from exchanges import Exchanges, RecordedModel
from gold import DEPTH, figures, remember, rows

PATIENCE = 900
# Of the questions, drawn by lot: each is answered by hand twice.
SAMPLE, SEED = 80, 20261121
SHOWN = 20
RULES = {"CONTINUITY_LLM_PROVIDER": "none"}
# Nobody is to time out while a machine is busy.
PLAN = {"CONTINUITY_SEARCH_PLAN_TIMEOUT_MS": "60000"}
WAYS = {"rules": RULES, "planned": PLAN, "planned and reranked": PLAN | {"CONTINUITY_SEARCH_RERANK": "true"}}


def ask(scratch, settings, asked, uris):
    names = {uri: name for name, uri in uris.items()}
    answers = []
    with scratch.server(**settings) as server:
        server.initialize()
        for row in asked:
            arguments = {"query": row["query"], "limit": SHOWN} | ({"project": row["project"]} if "project" in row else {"all_projects": True})
            if "as_of" in row:
                arguments["as_of"] = row["as_of"]
            found = [names[item["uri"]] for item in server.call("memory/search", arguments)["items"]][:DEPTH]
            place = next((place for place, name in enumerate(found, 1) if name in row["expected"]), None)
            answers.append(row | {"found": found, "place": place})
    return answers


def questions():
    return random.Random(SEED).sample(rows("questions"), SAMPLE)


def run(exchanges, records):
    """way -> (questions with their places, what the model was asked)."""
    from program import Scratch, wait_until

    result = {}
    with Scratch(prefix="gold-search-") as scratch, RecordedModel(exchanges, records=records) as model:
        with scratch.server() as server:
            server.initialize()
            uris = remember(server, rows("memories"))
            done = {"jobs": 0, "embeddings": 0}
            wait_until(lambda: server.call("status")["pending"] == done, "nothing pending", PATIENCE)
        for way, settings in WAYS.items():
            before = len(model.asked)
            answers = ask(scratch, model.settings() | settings, questions(), uris)
            result[way] = answers, model.asked[before:]
            if records and model.unknown:
                break  # What is put in order depends on the plan.
        return result, model.unknown


def measure(exchanges):
    result, unknown = run(exchanges, records=False)
    if unknown:
        raise SystemExit(f"{len(unknown)} questions were never recorded; `record` names them")
    print(f"{'':34} {'questions':>9} {'hit@1':>7} {'hit@3':>7} {'MRR':>7} {'calls':>7} {'tokens':>7}  (of one question)")
    for part in ("dev", "held", "both", "cross"):
        for way, (answers, asked) in result.items():
            if part == "cross":
                chosen = [row for row in answers if row.get("cross")]
            else:
                chosen = [row for row in answers if not row.get("cross") and part in (row["part"], "both")]
            if not chosen:
                continue
            row = figures(chosen)
            cost = f"{len(asked) / len(answers):7.1f} {sum(given + got for *_, given, got in asked) / len(answers):7.0f}" if part == "both" else ""
            print(f"{part:7} {way:26} {row['questions']:9} {row['hit@1'] * 100:7.1f} {row['hit@3'] * 100:7.1f} {row['mrr'] * 100:7.1f} {cost}")
    for way, (answers, _) in result.items():
        changes = collections.Counter()
        for row, base in zip(answers, result["rules"][0]):
            ranks = [each["place"] or DEPTH + 1 for each in (row, base)]
            changes["better" if ranks[0] < ranks[1] else "worse" if ranks[0] > ranks[1] else "alike"] += 1
        print(f"{way}, beside rules: {dict(changes)}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("mode", choices=["record", "measure"])
    parser.add_argument("--exchange", type=Path, default=Path(__file__).resolve().parent / "gold" / "answers", help="the folder of what was recorded")
    parser.add_argument("--binary", help="the program; otherwise CONTINUITY_BINARY or .build/release/continuity")
    arguments = parser.parse_args()
    if arguments.binary:
        os.environ["CONTINUITY_BINARY"] = arguments.binary
    exchanges = Exchanges(arguments.exchange)
    if arguments.mode == "measure":
        return measure(exchanges)
    taken = exchanges.take_in()
    result, unknown = run(exchanges, records=True)
    print(f"{taken} answers taken in, {len(unknown)} pending in {exchanges.folder / 'pending'}")
    if not unknown:
        exchanges.keep_only({name for _, asked in result.values() for _, name, *_ in asked})


if __name__ == "__main__":
    main()
