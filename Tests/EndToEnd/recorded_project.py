"""The small project in which the example sessions are recorded, as it stands before the first of them."""

FILES = {
    "README.md": "# Orchard\nCounts the harvest by week and crop.\n",
    ".gitignore": "__pycache__/\n",
    "orchard/__init__.py": "",
    "orchard/report.py": '''"""Sums what was picked by week and crop."""

from collections import defaultdict


def week_key(day):
    return f"{day.year}-W{day.isocalendar().week:02}"


def weekly(picks):
    """Picks are (day, crop, kilograms)."""
    sums = defaultdict(float)
    for day, crop, kilograms in picks:
        sums[week_key(day), crop] += kilograms
    return dict(sums)


def lines(picks):
    for (week, crop), kilograms in sorted(weekly(picks).items()):
        yield f"{week}  {crop:<10} {kilograms:8.1f} kg"
''',
    "tests/__init__.py": "",
    "tests/test_report.py": '''import unittest
from datetime import date

from orchard.report import lines, week_key, weekly


class ReportTests(unittest.TestCase):
    def test_a_day_in_summer(self):
        self.assertEqual(week_key(date(2024, 8, 1)), "2024-W31")

    def test_sums_by_week_and_crop(self):
        picks = [(date(2024, 8, 1), "apple", 10.0), (date(2024, 8, 2), "apple", 5.0), (date(2024, 8, 2), "pear", 3.0)]
        self.assertEqual(weekly(picks), {("2024-W31", "apple"): 15.0, ("2024-W31", "pear"): 3.0})

    def test_a_line_names_week_and_crop(self):
        self.assertEqual(next(lines([(date(2024, 8, 1), "apple", 10.0)])), "2024-W31  apple          10.0 kg")


if __name__ == "__main__":
    unittest.main()
''',
}
