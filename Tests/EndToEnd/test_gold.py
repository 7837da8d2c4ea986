"""That the gold set is what it says it is, and that the program answers it no worse than it did."""

import collections
import unittest

from gold import groups, measure, rows
from gold_words import Stems

# The lowest share of questions, over both parts, whose memory comes first and among the first three. A little below what was measured when it was set, about three
# questions, so that a change that loses nothing but a tie passes: it gives 83.7 % and 93.7 %; by words alone 70.8 % and 78.2 %.
FLOOR = {"hit@1": 0.82, "hit@3": 0.92}
FEWEST = {"memories": 160, "questions": 120, "paraphrase": 40, "trivial": 60, "nothing": 40}


class TheSet(unittest.TestCase):
    def setUp(self):
        self.memories, self.questions, self.prompts = rows("memories"), rows("questions"), rows("prompts")

    def test_it_is_large_enough(self):
        kinds = collections.Counter(row["kind"] for row in self.questions + self.prompts)
        sizes = kinds | {"memories": len(self.memories), "questions": len([row for row in self.questions if not row.get("cross")])}
        self.assertEqual({name: sizes[name] for name, fewest in FEWEST.items() if sizes[name] < fewest}, {})

    def test_names_and_texts_stand_once(self):
        for what, texts in (
            ("names", [row["id"] for row in self.memories + self.questions + self.prompts]), ("memories", [row["content"] for row in self.memories]),
            ("questions", [(row["query"], row.get("project"), row.get("as_of")) for row in self.questions]), ("prompts", [row["prompt"] for row in self.prompts])):
            self.assertEqual([text for text, count in collections.Counter(texts).items() if count > 1], [], what)

    def test_what_is_expected_exists_and_can_be_seen_from_where_it_is_asked(self):
        memories = {row["id"]: row for row in self.memories}
        ends = {row["supersedes"]: row["valid_from"] for row in self.memories if "supersedes" in row}
        for question in self.questions:
            self.assertTrue(question["expected"], question["id"])
            for name in question["expected"]:
                memory = memories[name]
                self.assertIn(memory.get("project"), (None, question.get("project", memory.get("project"))), f"{question['id']} asks from another project")
                moment = question.get("as_of", "9999-12-31")
                self.assertTrue(memory["valid_from"] <= moment < ends.get(name, "9999-99-99"), f"{question['id']}: {name} does not hold at that time")

    def test_memories_are_dated_in_order_and_supersede_older_ones(self):
        self.assertEqual([row["valid_from"] for row in self.memories], sorted(row["valid_from"] for row in self.memories))
        known = {}
        for row in self.memories:
            if "supersedes" in row:
                self.assertLess(known[row["supersedes"]], row["valid_from"], row["id"])
            known[row["id"]] = row["valid_from"]

    def test_both_parts_cover_every_kind_two_to_one(self):
        for kind, parts in self.by_kind().items():
            self.assertGreater(parts["held"], 0, kind)
            self.assertGreaterEqual(parts["dev"], parts["held"], kind)
        questions = collections.Counter(row["part"] for row in self.questions)
        self.assertAlmostEqual(questions["held"] / len(self.questions), 1 / 3, delta=0.05)

    def by_kind(self):
        kinds = collections.defaultdict(collections.Counter)
        for row in self.questions + self.prompts:
            kinds[row["kind"]][row["part"]] += 1
        return kinds

    def test_a_paraphrase_shares_no_word_with_its_memory(self):
        memories = {row["id"]: " ".join([row["content"], *row.get("tags", [])]) for row in self.memories}
        stems = Stems()
        shared = {
            f"{question['id']} and {name}": stems.shared(question["query"], memories[name])
            for question in self.questions if question["kind"] == "paraphrase" for name in question["expected"]}
        self.assertEqual({pair: words for pair, words in shared.items() if words}, {})

    def test_shared_words_are_seen_through_their_endings(self):
        stems = Stems()
        self.assertEqual(stems.shared("Why were the deployments so slow?", "It was slowly deployed."), ["deploy", "slow"])
        self.assertEqual(stems.shared("what did we put there?", "We put it here, and what then?"), [])


class TheAnswers(unittest.TestCase):
    def test_they_are_no_worse_than_they_were(self):
        measured = groups(measure()["questions"])["both", "all"]
        for name, floor in FLOOR.items():
            self.assertGreaterEqual(measured[name], floor, f"{name}; see `python3 Tests/EndToEnd/gold.py --misses`")
