#!/usr/bin/env python3
"""Everything that is measured of search, in one run: `python3 Tests/EndToEnd/benchmark_search.py [--locomo=FILE] [--sizes=10000,100000]`.

The gold set, LoCoMo where its file is named, `find` as a store grows, all through `continuity mcp`; then the neighbour search alone beside sqlite-vec,
hnswlib, usearch and faiss. Each part is a program of its own and says what it measures with `--help`.
"""

import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--locomo", metavar="FILE", help="the data set's JSON")
    parser.add_argument("--sizes", default="10000,100000")
    options = parser.parse_args()
    parts = [["gold.py"]]
    if options.locomo:
        parts += [["benchmark_locomo.py", options.locomo, *more] for more in ([], ["--one-store"])]
    parts += [["benchmark_scale.py", f"--sizes={options.sizes}"], ["benchmark_neighbours.py", f"--sizes={options.sizes}"]]
    failed = []
    for name, *arguments in parts:
        print(f"\n== {name} {' '.join(arguments)}", flush=True)
        if subprocess.run([sys.executable, str(HERE / name), *arguments]).returncode:
            failed.append(name)
    if failed:
        sys.exit(f"not measured: {', '.join(failed)}")


if __name__ == "__main__":
    main()
