#!/usr/bin/env python3
"""Records the sessions in examples/sessions with the real client: `python3 Tests/EndToEnd/record_sessions.py`.

The words are ours, the records are the client's: it runs offline against the model stand-in in a project that it really
reads, edits and tests. From what it writes we drop the API traffic, and empty the attachments, which hold the client's own
prompts and say things about the machine. The project stands at a neutral path while this runs.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from claude_client import ClaudeClient
from model_stand_in import text, tool_use
from program import REPOSITORY
from recorded_project import FILES

PROJECT = Path("/srv/projects/orchard")
SESSIONS = REPOSITORY / "examples" / "sessions"


def bash(command, description):
    return tool_use("Bash", command=command, description=description)


def read(name):
    return tool_use("Read", file_path=str(PROJECT / name))


def write(name, content):
    return tool_use("Write", file_path=str(PROJECT / name), content=content)


def edit(name, old, new):
    return tool_use("Edit", file_path=str(PROJECT / name), old_string=old, new_string=new)


RUN_TESTS = bash("python3 -m unittest discover -s tests", "Run the tests")

REPORT_TEST = '''
class WeekKeyTests(unittest.TestCase):
    def test_last_days_of_december_belong_to_the_week_of_the_new_year(self):
        self.assertEqual(week_key(date(2024, 12, 30)), "2025-W01")

    def test_first_days_of_january_belong_to_the_week_of_the_old_year(self):
        self.assertEqual(week_key(date(2021, 1, 2)), "2020-W53")
'''

FIRST = [
    (
        "The weekly report is wrong around New Year: apples picked on 30 December 2024 turn up in the first week of January 2024. "
        "Can you find out why? The code is in orchard/report.py.",
        [
            [text("I'll read the report first."), read("orchard/report.py")],
            [bash("grep -rn week_key --include=*.py .", "Find the users of week_key"), RUN_TESTS],
            [
                text("The tests pass, so they do not cover the turn of the year. I'll add two days for which the calendar year and the week's year differ."),
                edit("tests/test_report.py", "\n\nif __name__", "\n" + REPORT_TEST + "\n\nif __name__"),
            ],
            [RUN_TESTS],
            [
                text(
                    "The root cause is that `week_key` takes the year from the calendar and the week number from ISO 8601. 30 December 2024 lies in ISO "
                    "week 1 of 2025, so the key becomes 2024-W01 and the harvest is added to a week that was over a year before. Both new tests "
                    "fail for that reason. The year must come from `isocalendar()` as well.")
            ],
        ],
    ),
    (
        "That explains it: the bug was mixing two calendars. Please fix it. And always use unittest in this project, never pytest: the "
        "computer in the packing station has no network to install anything from.",
        [
            [edit("orchard/report.py", 'return f"{day.year}-W{day.isocalendar().week:02}"', 'year, week, _ = day.isocalendar()\n    return f"{year}-W{week:02}"')],
            [RUN_TESTS],
            [text("Fixed: `week_key` now takes year and week from the same ISO calendar, and all five tests pass. The tests stay on unittest, nothing was installed.")],
        ],
    ),
    (
        "Good. We decided that weeks are ISO weeks everywhere, also in the exports, because the cooperative's forms use them. Please write that "
        "down in docs/decisions.md. And don't forget: Marta at the cooperative needs the numbers every Monday before eight.",
        [
            [
                write(
                    "docs/decisions.md",
                    "# Decisions\n\n## Weeks are ISO weeks\nIn reports and exports alike, because the cooperative's forms use them. The year of a week "
                    "comes from `date.isocalendar()`, never from `date.year`.\n")
            ],
            [bash("git add -A && git commit -q -m 'Take the year of a week from the ISO calendar' && git log --oneline | wc -l", "Commit the fix")],
            [
                text(
                    "docs/decisions.md now says that weeks are ISO weeks in reports and exports, with the reason, and the fix is committed. Still open: "
                    "the export for Marta's Monday numbers does not exist yet; orchard/report.py only prints.")
            ],
        ],
    ),
]

EXPORT = '''"""Writes the weekly report in the form that the cooperative reads."""

import csv

from orchard.report import weekly


def export(picks, path):
    with open(path, "w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, delimiter=";")
        rows.writerow(["week", "crop", "kilograms"])
        for (week, crop), kilograms in sorted(weekly(picks).items()):
            rows.writerow([week, crop, kilograms])
'''

EXPORT_TEST = '''import tempfile
import unittest
from datetime import date
from pathlib import Path

from orchard.export import export


class ExportTests(unittest.TestCase):
    def test_a_week_is_one_line(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "weeks.csv"
            export([(date(2024, 12, 30), "apple", 12.5)], path)
            self.assertEqual(path.read_text().splitlines()[1], "2025-W01;apple;12,5")
'''

SECOND = [
    (
        "Add the CSV export that Marta needs on Mondays: one line for each week and crop, columns week, crop, kilograms, separated by semicolons.",
        [
            [read("orchard/report.py"), read("docs/decisions.md")],
            [write("orchard/export.py", EXPORT), write("tests/test_export.py", EXPORT_TEST)],
            [RUN_TESTS],
            [
                text("The export works, but my test expects a decimal comma and the module writes a point. Which of the two do the cooperative's forms want?")
            ],
        ],
    ),
    (
        "I prefer a decimal comma with one digit, their forms refuse anything else. <private>Marta's own number is 0155 5550147, in case the "
        "upload fails.</private>",
        [
            [edit("orchard/export.py", "rows.writerow([week, crop, kilograms])", 'rows.writerow([week, crop, f"{kilograms:.1f}".replace(".", ",")])')],
            [RUN_TESTS],
            [text("Kilograms are written with one digit and a decimal comma now, and all six tests pass.")],
        ],
    ),
    (
        "Remember this for the other exports: the trick is to open the file with newline='' so that the csv module does not double the line "
        "ends on the packing station's Windows computer.",
        [
            [bash("git add -A && git commit -q -m 'Export the weeks for the cooperative' && git status --short | wc -l", "Commit the export")],
            [
                text(
                    "Noted and committed. `orchard/export.py` opens its file with newline='' already; the next exports (storage and sales) should do the "
                    "same. Next step: call the export from the Monday job.")
            ],
        ],
    ),
]

RECORDINGS = [("6f1c9a52-3d0e-4b7a-9c41-0a5be2d7f301", FIRST), ("b27e4d18-90c3-4f6b-8a2d-5c7f10e3a902", SECOND)]

# Dropped whole: copies of API payloads. The chain of parents is closed over the gap.
TRAFFIC = {"api-request", "api-request-shape", "api-request-blob"}


def make_project():
    if PROJECT.exists():
        sys.exit(f"{PROJECT} exists: recording needs the place for itself")
    for name, content in FILES.items():
        path = PROJECT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    git = ["git", "-C", str(PROJECT), "-c", "user.name=Dev", "-c", "user.email=dev@example.org"]
    subprocess.run([*git, "init", "-q", "-b", "main"], check=True)
    subprocess.run(["git", "-C", str(PROJECT), "config", "user.name", "Dev"], check=True)
    subprocess.run(["git", "-C", str(PROJECT), "config", "user.email", "dev@example.org"], check=True)
    subprocess.run([*git, "add", "-A"], check=True)
    subprocess.run([*git, "commit", "-q", "-m", "Count the harvest by week"], check=True)


def cleaned(lines):
    """The records that we keep, in their order."""
    parent_of_dropped = {}
    for line in lines:
        record = json.loads(line)
        kind = (record.get("attachment") or {}).get("type")
        if record["type"] in TRAFFIC or kind == "prompt_snapshot":
            if record.get("uuid"):
                parent_of_dropped[record["uuid"]] = record.get("parentUuid")
            continue
        while record.get("parentUuid") in parent_of_dropped:
            record["parentUuid"] = parent_of_dropped[record["parentUuid"]]
        if kind:
            record["attachment"] = {"type": kind}
            for name in [name for name in record if name.startswith("rendered")]:
                del record[name]
        yield json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def main():
    make_project()
    home = Path(tempfile.mkdtemp(prefix="recording-"))
    try:
        client = ClaudeClient(home)
        SESSIONS.mkdir(parents=True, exist_ok=True)
        for session, turns in RECORDINGS:
            run = client.conversation(turns, PROJECT, "--session-id", session, with_plugin=False)
            if run.exit_code or run.result["is_error"]:
                sys.exit(run.describe())
            lines = list(cleaned(client.transcript(session).read_text().splitlines()))
            recorded = "\n".join(lines) + "\n"
            assert str(home) not in recorded and str(REPOSITORY) not in recorded, "the recording names this machine's paths"
            (SESSIONS / f"{session}.jsonl").write_text(recorded)
            print(f"{session}: {len(lines)} records, client {client.version()}")
    finally:
        shutil.rmtree(home, ignore_errors=True)
        shutil.rmtree(PROJECT)
        for folder in (PROJECT.parent, ):
            if not os.listdir(folder):
                folder.rmdir()


if __name__ == "__main__":
    main()
