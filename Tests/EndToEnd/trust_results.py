"""Figures of one run of the trust harnesses: each part leaves a file, `trust.py` makes one table of them."""

import json
import os
from pathlib import Path


def folder():
    """Where the parts leave their figures; None when nobody asked for them."""
    name = os.environ.get("CONTINUITY_TRUST_RESULTS")
    return Path(name) if name else None


def record(part, figures):
    """Prints the figures, and leaves them for the table."""
    print(f"trust: {part}: " + ", ".join(f"{name} {value}" for name, value in figures.items()), flush=True)
    if folder():
        folder().mkdir(parents=True, exist_ok=True)
        (folder() / f"{part.replace(' ', '-')}.json").write_text(json.dumps(figures, ensure_ascii=False) + "\n")


def recorded():
    """part -> figures."""
    return {path.stem: json.loads(path.read_text()) for path in sorted(folder().glob("*.json"))} if folder() else {}
