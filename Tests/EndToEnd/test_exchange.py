"""Sessions that a large model read once: what the program makes of its answers, twice, with a worker that is killed, and when nothing is left to do."""

import random
import tempfile
import unittest
from pathlib import Path

import exchange_sessions
from exchange import SEED, Sessions, differences, portrait, transcripts_in, unlike_expected
from exchanges import Exchanges, RecordedModel
from program import Scratch

RECORDED = Path(__file__).resolve().parent / "exchange_answers"


class TheExchange(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="exchange-sessions-")
        cls.addClassCleanup(cls.folder.cleanup)
        exchange_sessions.write(Path(cls.folder.name))
        cls.transcripts = transcripts_in(cls.folder.name)
        cls.exchanges = Exchanges(RECORDED)
        cls.model = RecordedModel(cls.exchanges)
        cls.addClassCleanup(cls.model.close)
        cls.calm = cls.run_in_a_home()
        cls.stands = portrait(cls.calm.scratch)

    @classmethod
    def run_in_a_home(cls, **options):
        scratch = Scratch(prefix="exchange-")
        cls.addClassCleanup(scratch.close)
        return Sessions(scratch, cls.model, **options).run(cls.transcripts)

    def test_every_question_was_recorded_and_none_is_recorded_that_nobody_asks(self):
        self.assertEqual(self.model.unknown, [], "record them: python3 Tests/EndToEnd/exchange.py record")
        self.assertEqual(sorted({name for _, name, *_ in self.model.asked}), sorted(self.exchanges.rows))

    def test_what_stands_in_the_end_is_what_a_reader_of_the_sessions_expects(self):
        self.assertEqual(unlike_expected(self.calm.scratch, RECORDED / "expected.json"), [])

    def test_where_nothing_is_left_to_do_the_worker_asks_and_changes_nothing(self):
        self.assertEqual(self.calm.work_again(), 0)
        self.assertEqual(differences(self.stands, portrait(self.calm.scratch)), [])

    def test_the_same_sessions_give_the_same_store_again_however_often_the_worker_is_killed(self):
        self.assertEqual(differences(self.stands, portrait(self.run_in_a_home().scratch)), [])
        self.model.delay = 0.05
        disturbed = self.run_in_a_home(chance=random.Random(SEED), kills_each=3, usual=self.calm.seconds / len(self.transcripts))
        self.assertGreater(disturbed.killed, 3, "the moments were too late to kill anything")
        self.assertEqual(differences(self.stands, portrait(disturbed.scratch)), [])
        self.assertEqual(disturbed.scratch.integrity(), ["ok"])
