#!/usr/bin/env python3
"""Fuzzes every door with libFuzzer and the address sanitizer: `Tests/FuzzTests/LibFuzzer/run.py [--seconds=N] [ENTRY...]`.

Makes a package in `.build/fuzz` out of the sources and the entries of `Tests/FuzzTests`, builds it with coverage, and lets each entry run from the
corpus. What it finds stands in `.build/fuzz/found`: mend the code, and put the bytes into the entry's corpus.
"""

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]
TESTS = REPOSITORY / "Tests" / "FuzzTests"
BUILD = REPOSITORY / ".build" / "fuzz"
sys.path.insert(0, str(REPOSITORY / "Tests" / "EndToEnd"))

MODULES = "JSONValues MemoryModel CSQLite CZlib CKernels CAssets SQLite JSONRPC Embedding LanguageModels Transcripts MemoryStore MemoryEngine Operations MCP Hooks Interchange".split()
SETTINGS = ["TOMLReader", "TOMLValue", "ConfigurationProblem"]


def link(target, name):
    name.parent.mkdir(parents=True, exist_ok=True)
    name.unlink(missing_ok=True)
    name.symlink_to(target)


def make_package(library):
    """The root's package description with the parts that fuzzing needs, without those that need other packages."""
    root = (REPOSITORY / "Package.swift").read_text()
    head = root[:root.index("let package = Package(")]
    targets = root[root.index("    // Layer 0"):root.index("    // Layer 6")]
    for name in ["Viewer", "ModelClients", "Sealing"]:
        targets = re.sub(r'    library\(\s*"%s".*?\n(?=    library|    //|\n)' % name, "", targets, flags=re.S)
    head = head.replace("  .treatAllWarnings(as: .error),\n", '  .unsafeFlags(["-sanitize=fuzzer,address", "-enable-testing"]),\n')
    uses = ", ".join(f'"{name}"' for name in MODULES)
    (BUILD / "Package.swift").write_text(
        head + 'let package = Package(\n  name: "continuity",\n  platforms: [.macOS(.v15)],\n  targets: [\n' + targets
        + f'    .executableTarget(name: "Fuzz", dependencies: [{uses}], swiftSettings: strict, linkerSettings: sqliteLibrary + [\n'
        + f'      .unsafeFlags(["-sanitize=address", "-Xlinker", "{library}", "-Xlinker", "-lstdc++"])]),\n  ]\n)\n')
    for name in MODULES:
        link(REPOSITORY / "Sources" / name, BUILD / "Sources" / name)
    for file in ["FuzzEntry.swift", "FuzzBench.swift", "LibFuzzer/main.swift"]:
        link(TESTS / file, BUILD / "Sources" / "Fuzz" / Path(file).name)
    for name in SETTINGS:
        link(REPOSITORY / "Sources/continuity/Configuration" / f"{name}.swift", BUILD / "Sources" / "Fuzz" / f"{name}.swift")


def driver():
    """libFuzzer without a main of its own, as the toolchain brings it."""
    swift = Path(subprocess.run(["which", "swift"], capture_output=True, text=True, check=True).stdout.strip()).resolve()
    found = sorted(swift.parent.parent.glob("lib/**/libclang_rt.fuzzer_no_main*"))
    return next((path for path in found if os.uname().machine in path.name or path.suffix == ".dylib"), None)


def build():
    library = driver()
    if not library:
        sys.exit("this toolchain has no libFuzzer; `swift test --filter FuzzTests` mutates the same corpus from a seed")
    BUILD.mkdir(parents=True, exist_ok=True)
    make_package(library)
    subprocess.run(["swift", "build", "-c", "release", "--package-path", str(BUILD)], check=True)


def fuzz(entry, seconds):
    """(executions, what was found)"""
    corpus, found = BUILD / "corpus" / entry, BUILD / "found" / entry
    corpus.mkdir(parents=True, exist_ok=True)
    found.mkdir(parents=True, exist_ok=True)
    known = set(found.iterdir())
    seeds = TESTS / "Corpus" / entry
    done = subprocess.run(
        [str(BUILD / ".build/release/Fuzz"), f"-max_total_time={seconds}", "-max_len=4096", "-timeout=10", "-rss_limit_mb=2048", "-seed=20261121",
         f"-artifact_prefix={found}/", "-print_final_stats=1", str(corpus), str(seeds)],
        env={**os.environ, "FUZZ_ENTRY": entry, "ASAN_OPTIONS": "detect_leaks=0"}, capture_output=True, text=True, errors="replace")
    executions = int((re.findall(r"stat::number_of_executed_units:\s*(\d+)", done.stderr) or [0])[0])
    fresh = sorted(set(found.iterdir()) - known)
    if done.returncode and not fresh:
        print(done.stderr[-2000:])
    for path in fresh:
        print(f"{entry}: {path}\n  {path.read_bytes()[:300]!r}")
        print("\n".join(line for line in done.stderr.splitlines() if "Fatal error" in line or "ERROR" in line or "#" in line[:6])[:2500])
    return executions, len(fresh) or (1 if done.returncode else 0)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--seconds", type=int, default=60, help="for each entry")
    parser.add_argument("--no-build", action="store_true")
    parser.add_argument("entries", nargs="*")
    arguments = parser.parse_args()
    if not arguments.no_build:
        build()
    entries = arguments.entries or ["toml"] + sorted(path.name for path in (TESTS / "Corpus").iterdir() if path.name != "toml")
    total, crashes = 0, 0
    for entry in entries:
        executions, found = fuzz(entry, arguments.seconds)
        print(f"{entry}: {executions} executions, {found} found", flush=True)
        total, crashes = total + executions, crashes + found
    from trust_results import record

    record("libfuzzer", {"fuzz executions": total, "found": crashes, "entries": len(entries)})
    sys.exit(1 if crashes else 0)


if __name__ == "__main__":
    main()
