"""Which words a question shares with a memory, as the word index stems them."""

import sqlite3

# Words without a subject: a question may share them with its memory and is a paraphrase all the same.
WITHOUT_A_SUBJECT = """
a about after again all also am an and any anybody anyone anything are as ask at back be because been before being below besides between both but by can
cannot could d did do does doing don down during each either else end ends ever every few for from further get gets getting give go goes going got had has have
having he her here hers him his how i if in into is it its itself just keep keeps let like ll m make makes many may me might more most much must my need needs
never new no nobody non nor not nothing now of off on once one only or other our ours out over own put puts re s same she should since so some somebody someone
something still such t take takes than that the their them then there these they thing things this those through to too under until up upon us use used user users
uses using ve very was way we well went were what whatever when where which while who whom whose why will with without would yet you your yours
"""
# From this length on, a stem that begins another is the same word: `porter` leaves `slow` and `slowli`, `deploy` and `deploi` apart. It is strict rather than right:
# `port` and `portal` are one word to it.
SHORTEST_BEGINNING = 4


class Stems:
    """Stems as SQLite's `porter` makes them, which the program's index uses."""

    def __init__(self):
        self.database = sqlite3.connect(":memory:")
        self.database.execute("CREATE VIRTUAL TABLE texts USING fts5 (text, tokenize = 'porter unicode61 remove_diacritics 2')")
        self.database.execute("CREATE VIRTUAL TABLE stems USING fts5vocab (texts, instance)")
        self.ignored = self.all(WITHOUT_A_SUBJECT)

    def all(self, text):
        self.database.execute("DELETE FROM texts")
        self.database.execute("INSERT INTO texts VALUES (?)", (text,))
        return {row[0] for row in self.database.execute("SELECT DISTINCT term FROM stems")}

    def shared(self, question, memory):
        """The stems of the question that stand in the memory, or begin a stem of it, or the other way round."""
        stems = self.all(memory) - self.ignored
        return sorted(stem for stem in self.all(question) - self.ignored if any(same_word(stem, other) for other in stems))


def same_word(one, other):
    short, long = sorted((one.rstrip("iye"), other.rstrip("iye")), key=len)
    return one == other or len(short) >= SHORTEST_BEGINNING and long.startswith(short)
