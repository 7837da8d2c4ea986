"""Made-up memories in any number, the same for the same seed: for filling a store, where only size and spread of words matter."""

import random

PEOPLE = "Marta Jonas Ines Oskar Lena Piotr Aylin Bruno Clara Deniz Emil Fatma Georg Hanna Igor Jana".split()
THINGS = (
    "pump valve cellar crate ladder sensor scale tractor press barrel schedule report export invoice label router firmware migration index cache "
    "parser queue worker token session database schema socket thread compiler linker fixture pipeline deployment certificate gateway").split()
ACTS = "replaced repaired moved measured cleaned ordered tested rewrote reverted renamed traced profiled documented closed opened merged".split()
PLACES = "orchard brewery mill harbour workshop greenhouse office laboratory warehouse station".split()
REASONS = (
    "because it leaked under pressure|after the tests had failed twice|so that the nightly run gets through|since the supplier changed the format|"
    "before the audit in spring|to keep the old clients working|because two processes wrote at once|after a power cut").split("|")


def sentences(count, seed):
    """Distinct sentences of about twenty words; some words are rare, as names and numbers in real notes are."""
    chosen = random.Random(seed)
    made = []
    for number in range(count):
        first, second = chosen.sample(THINGS, 2)
        made.append(
            f"{chosen.choice(PEOPLE)} {chosen.choice(ACTS)} the {first} of unit {number} next to the {second} in the {chosen.choice(PLACES)} "
            f"{chosen.choice(REASONS)}, ticket {chosen.choice('ABCDEFG')}{chosen.randrange(10_000)}.")
    return made
