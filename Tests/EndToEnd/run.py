#!/usr/bin/env python3
"""Runs the tests of the shipped program: `python3 Tests/EndToEnd/run.py [--list] [NAME...]`.

A NAME is a part of a module's, class's or test's name; without one all are run. Each test is a sentence; the program under test
is `.build/release/continuity`, or what CONTINUITY_BINARY names.
"""

import argparse
import sys
import time
import traceback
import unittest
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER))


def all_tests(suite):
    for each in suite:
        if isinstance(each, unittest.TestSuite):
            yield from all_tests(each)
        else:
            yield each


class Sentences(unittest.TextTestResult):
    """One line for each test, when it has ended, with its time; of a failure, the line that failed and what it said."""

    def _exc_info_to_string(self, error, test):
        kind, value, trace = error
        frames = [frame for frame in traceback.extract_tb(trace) if Path(frame.filename).parent == FOLDER] or traceback.extract_tb(trace)
        where = "\n".join(f"{Path(frame.filename).name}:{frame.lineno}: {frame.line}" for frame in frames[:1] + frames[1:][-1:])
        words = str(value)
        return f"{where}\n{kind.__name__}: {words if len(words) < 3000 else words[:2000] + ' … ' + words[-900:]}\n"

    def startTest(self, test):
        unittest.TestResult.startTest(self, test)
        self.began = time.monotonic()

    def line(self, mark, test, more=""):
        words = getattr(test, "_testMethodName", str(test)).removeprefix("test_").replace("_", " ")
        module = type(test).__module__.removeprefix("test_")
        self.stream.writeln(f"{mark:4} {module}: {words}{more} ({time.monotonic() - getattr(self, 'began', time.monotonic()):.1f} s)")
        self.stream.flush()

    def addSuccess(self, test):
        unittest.TestResult.addSuccess(self, test)
        self.line("ok", test)

    def addFailure(self, test, err):
        unittest.TestResult.addFailure(self, test, err)
        self.line("FAIL", test)

    def addError(self, test, err):
        unittest.TestResult.addError(self, test, err)
        self.line("FAIL", test)

    def addSubTest(self, test, subtest, err):
        unittest.TestResult.addSubTest(self, test, subtest, err)
        if err is not None:
            self.line("FAIL", test, f" [{subtest._subDescription()}]")

    def addSkip(self, test, reason):
        unittest.TestResult.addSkip(self, test, reason)
        self.line("skip", test, f": {reason}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("names", nargs="*")
    parser.add_argument("--list", action="store_true", help="print the tests and run none")
    arguments = parser.parse_args()

    from program import PROGRAM

    loader = unittest.TestLoader()
    tests = list(all_tests(loader.discover(str(FOLDER), pattern="test_*.py", top_level_dir=str(FOLDER))))
    if arguments.names:
        # A module that cannot be imported is a failure whatever was asked for.
        tests = [test for test in tests if "_FailedTest" in test.id() or any(name in test.id() for name in arguments.names)]
        if not tests:
            sys.exit(f"no test is named like {' or '.join(arguments.names)}; --list shows them")
    if arguments.list:
        print("\n".join(test.id() for test in tests))
        return
    if not PROGRAM.exists():
        sys.exit(f"{PROGRAM} is not there: build it with `swift build -c release --product continuity`, or name another in CONTINUITY_BINARY")
    print(f"{len(tests)} tests of {PROGRAM}")
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=2, resultclass=Sentences).run(unittest.TestSuite(tests))
    sys.exit(0 if result.wasSuccessful() else 1)


if __name__ == "__main__":
    main()
