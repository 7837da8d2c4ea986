"""Everybody at once for a while; what each was told could have been told by one process. `trust.py --whole` does it for minutes."""

import os
import unittest

from cases import ProgramTest
from concurrency import Day
from linearizability import Operation, history_fault, register_faults

SECONDS = float(os.environ.get("CONTINUITY_TRUST_SECONDS") or 15)
SEED = 20261121
# As long as a caller may be kept waiting by others: the patience with a lock is 20 s, and a machine may be slow.
LONGEST_WAIT = 20


class EverybodyAtOnce(ProgramTest):
    def test_everybody_at_once_sees_what_one_after_the_other_would_see(self):
        day = Day(self.scratch, SEED)
        day.run(SECONDS)
        from trust_results import record

        longest = max(day.longest, key=day.longest.get)
        record("concurrency", {
            "processes": day.processes, "acknowledged": day.acknowledged, "checked": day.operations, "lost": len(day.lost), "faults": len(day.faults),
            "longest wait": f"{day.longest[longest]:.2f} s ({longest})"})
        self.assertEqual(day.faults, [])
        self.assertLess(day.longest[longest], LONGEST_WAIT, longest)
        self.assertGreater(day.operations, 50)
        self.assertGreater(sum(day.counted.values()), 3)


class TheCheckItself(unittest.TestCase):
    """A check that cannot fail holds nothing."""

    def test_a_register_that_forgets_is_noticed(self):
        good = [Operation(0, 3, "write", "a", None), Operation(1, 2, "read", None, "start"), Operation(2.5, 4, "read", None, "a")]
        self.assertEqual(register_faults(good, "start"), [])
        stale = good + [Operation(5, 6, "read", None, "start")]
        self.assertNotEqual(register_faults(stale, "start"), [])
        lost = [Operation(0, 1, "write", "a", None), Operation(2, 3, "write", "b", None), Operation(4, 5, "read", None, "a")]
        self.assertNotEqual(register_faults(lost, "start"), [])
        within = [Operation(0, 1, "write", "a", None), Operation(2, 3, "write", "b", None), Operation(2.2, 2.4, "read", None, "a"), Operation(4, 5, "read", None, "a")]
        self.assertNotEqual(register_faults(within, "start"), [])
        self.assertNotEqual(register_faults([Operation(0, 1, "read", None, "b"), Operation(2, 3, "write", "b", None)], "start"), [])
        self.assertNotEqual(register_faults([Operation(0, 1, "read", None, "c")], "start"), [])

    def test_a_flag_that_was_seen_in_no_order_is_noticed(self):
        from concurrency import flags_step

        start = (False, False)
        good = [
            Operation(0, 5, "forget", None, "retracted"), Operation(1, 2, "pin", None, "done"), Operation(3, 4, "read", None, (True, True)),
            Operation(6, 7, "pin", None, "refused"), Operation(6, 9, "restore", None, "unretracted"), Operation(8, 10, "forget", None, "retracted"),
        ]
        self.assertIsNone(history_fault(good, start, flags_step))
        self.assertIsNotNone(history_fault(good[:3] + [Operation(6, 7, "read", None, (False, True))], start, flags_step))
        twice = [Operation(0, 5, "forget", None, "retracted"), Operation(1, 4, "forget", None, "retracted")]
        self.assertIsNotNone(history_fault(twice, start, flags_step))
