#!/usr/bin/env python3
"""Fuzzes every door with libFuzzer and the address sanitizer: `Tests/FuzzTests/LibFuzzer/run.py [--seconds=N] [--keep] [ENTRY...]`.

Makes a package in `.build/fuzz` out of the sources and the entries of `Tests/FuzzTests`, builds it with coverage, and lets each entry run from the
corpus. What it finds stands in `.build/fuzz/found`, what it says in `.build/fuzz/log`: mend the code, and put the bytes into the entry's corpus.
`--keep` adds the few inputs to the corpus of the tests that reach most of what it does not reach yet.
"""

import argparse
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]
TESTS = REPOSITORY / "Tests" / "FuzzTests"
DICTIONARIES = TESTS / "LibFuzzer" / "Dictionaries"
BUILD = REPOSITORY / ".build" / "fuzz"
FUZZER = BUILD / ".build" / "release" / "Fuzz"
sys.path.insert(0, str(REPOSITORY / "Tests" / "EndToEnd"))

MODULES = "JSONValues MemoryModel CSQLite CZlib CKernels CAssets SQLite JSONRPC Embedding LanguageModels Transcripts MemoryStore MemoryEngine Operations MCP Hooks Interchange".split()
# Of the program itself, what its own entries need.
PROGRAM = """Configuration/TOMLReader Configuration/TOMLValue Configuration/ConfigurationProblem
    Installation/JSONText Installation/JSONText+Rewriting Installation/TOMLOutline Installation/CodexServerTable Installation/ServerEntry
    Installation/HookEntries Installation/SettingsPart Installation/Invocation Installation/LineDiff""".split()
# Where 4 KB are too few for something whole.
LENGTHS = {"vocabulary": 32768, "transcript": 16384, "redaction": 16384}
# One run of one input, and the start before the first.
LONGEST_INPUT, START = 10, 120
# An entry goes on after a find, but not forever.
MOST_FINDS = 5
# Of the tests' corpus: so many files, and no longer ones.
MOST_KEPT, LONGEST_KEPT = 40, 2048


def link(target, name):
    name.parent.mkdir(parents=True, exist_ok=True)
    if name.is_symlink() and name.readlink() == target:
        return
    name.unlink(missing_ok=True)
    name.symlink_to(target)


def write(path, text):
    """Only when it says something else, so that nothing is built for nothing."""
    if not path.exists() or path.read_text() != text:
        path.write_text(text)


def make_package(library):
    """The root's package description with the parts that fuzzing needs, without those that need other packages."""
    root = (REPOSITORY / "Package.swift").read_text()
    head = root[:root.index("let package = Package(")]
    targets = root[root.index("    // Layer 0"):root.index("    // Layer 6")]
    for name in ["Viewer", "ModelClients", "Sealing"]:
        targets = re.sub(r'    library\(\s*"%s".*?\n(?=    library|    //|\n)' % name, "", targets, flags=re.S)
    head = head.replace("  .treatAllWarnings(as: .error),\n", '  .unsafeFlags(["-sanitize=fuzzer,address", "-enable-testing"]),\n')
    # The kernels read past nothing, whatever a file says of its widths.
    targets = targets.replace('.unsafeFlags(["-O3"])', '.unsafeFlags(["-O3", "-fsanitize=address"])')
    uses = ", ".join(f'"{name}"' for name in MODULES)
    write(BUILD / "Package.swift",
        head + 'let package = Package(\n  name: "continuity",\n  platforms: [.macOS(.v15)],\n  targets: [\n' + targets
        + f'    .executableTarget(name: "Fuzz", dependencies: [{uses}], swiftSettings: strict, linkerSettings: sqliteLibrary + [\n'
        + f'      .unsafeFlags(["-sanitize=address", "-Xlinker", "{library}", "-Xlinker", "-lstdc++"])]),\n  ]\n)\n')
    for name in MODULES:
        link(REPOSITORY / "Sources" / name, BUILD / "Sources" / name)
    wanted = [path for path in [*TESTS.glob("*.swift"), *TESTS.glob("LibFuzzer/*.swift")] if path.name != "FuzzTests.swift"]
    wanted += [REPOSITORY / "Sources/continuity" / f"{name}.swift" for name in PROGRAM]
    wanted.append(REPOSITORY / "Sources/Viewer/PercentEncoding.swift")
    for path in wanted:
        link(path, BUILD / "Sources" / "Fuzz" / path.name)
    for path in (BUILD / "Sources" / "Fuzz").iterdir():
        if path.name not in {each.name for each in wanted}:
            path.unlink()


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


def run(entry, arguments, log, seconds):
    """The exit code of the fuzzer; None when it had to be killed. What it says goes into a file: whatever it leaves behind (a symbolizer, a thread in an
    endless loop) would keep a pipe open. The group is killed in any case."""
    scratch = tempfile.mkdtemp(prefix="continuity-fuzz-", dir="/dev/shm" if Path("/dev/shm").is_dir() else None)
    environment = {
        **os.environ, "FUZZ_ENTRY": entry, "TMPDIR": scratch, "SWIFT_BACKTRACE": "enable=no",
        # Symbols are looked up when a find is told again: in a program of this size that takes longer than the run.
        "ASAN_OPTIONS": "detect_leaks=0:symbolize=0:allocator_may_return_null=1", **({"ASAN_OPTIONS": "detect_leaks=0"} if seconds is None else {}),
    }
    log.parent.mkdir(parents=True, exist_ok=True)
    with open(log, "wb") as output:
        process = subprocess.Popen(
            [str(FUZZER), *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=environment, start_new_session=True)
        try:
            return process.wait(120 if seconds is None else seconds + START)
        except subprocess.TimeoutExpired:
            return None
        finally:
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            process.wait()
            shutil.rmtree(scratch, ignore_errors=True)


def executions(text):
    """Of its last figures, or of its last line where it did not come to them."""
    found = re.findall(r"stat::number_of_executed_units:\s*(\d+)", text) or re.findall(r"^#(\d+)", text, flags=re.M)
    return int(found[-1]) if found else 0


def explain(entry, path):
    """Tells a find again, with symbols."""
    log = BUILD / "log" / f"{entry}.{path.name}"
    run(entry, [f"-timeout={LONGEST_INPUT}", path], log, None)
    lines = log.read_text(errors="replace").splitlines()
    print(f"{entry}: {path}\n  {path.read_bytes()[:300]!r}")
    print("\n".join(line[:300] for line in lines if re.search(r"Fatal error|ERROR|^ +#\d+ .*(Sources|FuzzBench)", line))[:4000], flush=True)


def fuzz(entry, seconds):
    """(executions, seconds of them, what was found)"""
    corpus, found = BUILD / "corpus" / entry, BUILD / "found" / entry
    for folder in [corpus, found]:
        folder.mkdir(parents=True, exist_ok=True)
    dictionary = DICTIONARIES / entry
    total, finds, began = 0, [], time.monotonic()
    for attempt in range(MOST_FINDS):
        left = round(seconds - (time.monotonic() - began))
        if left <= 0:
            break
        known = set(found.iterdir())
        log = BUILD / "log" / f"{entry}{attempt or ''}"
        code = run(
            entry,
            [f"-max_total_time={left}", f"-max_len={LENGTHS.get(entry, 4096)}", f"-timeout={LONGEST_INPUT}", "-rss_limit_mb=2048", f"-seed={20261121 + attempt}",
             f"-artifact_prefix={found}/", "-print_final_stats=1", "-reload=0", *([f"-dict={dictionary}"] if dictionary.exists() else []),
             corpus, TESTS / "Corpus" / entry],
            log, left)
        text = log.read_text(errors="replace")
        total += executions(text)
        fresh = sorted(set(found.iterdir()) - known)
        finds += fresh
        for path in fresh:
            explain(entry, path)
        if code != 0 and not fresh:
            finds.append(log)
            print(f"{entry}: {'killed, it did not end' if code is None else f'ended with {code}'}\n{text[-2000:]}")
            break
        if code == 0:
            break
    return total, time.monotonic() - began, finds


def keep(entry):
    """Adds to the tests' corpus, the shortest first, what reaches most that it does not reach."""
    seeds, corpus = TESTS / "Corpus" / entry, BUILD / "corpus" / entry
    control, merged = BUILD / "log" / f"{entry}.merge", BUILD / "merged"
    shutil.rmtree(merged, ignore_errors=True)
    merged.mkdir(parents=True)
    control.unlink(missing_ok=True)
    run(entry, ["-merge=1", f"-max_len={LENGTHS.get(entry, 4096)}", f"-timeout={LONGEST_INPUT}", "-rss_limit_mb=2048", f"-merge_control_file={control}",
                merged, seeds, corpus], BUILD / "log" / f"{entry}.keep", 300)
    # https://github.com/llvm/llvm-project/blob/main/compiler-rt/lib/fuzzer/FuzzerMerge.h describes this file.
    lines = control.read_text(errors="replace").splitlines()
    names = [Path(line) for line in lines[2:2 + int(lines[0])]]
    reached = {}
    for line in lines[2 + len(names):]:
        kind, _, rest = line.partition(" ")
        if kind in ("FT", "COV"):
            number, *what = rest.split()
            reached.setdefault(names[int(number)], set()).update(kind + each for each in what)
    known, kept = set(), [path for path in reached if path.parent == seeds]
    for path in kept:
        known |= reached.pop(path)
    left = {path: what for path, what in reached.items() if path.exists() and path.stat().st_size <= LONGEST_KEPT}
    count = len(kept)
    while left and count < MOST_KEPT:
        path = max(left, key=lambda each: (len(left[each] - known) / (64 + each.stat().st_size), each.name))
        if not left[path] - known:
            break
        known |= left.pop(path)
        content = path.read_bytes()
        (seeds / hashlib.sha256(content).hexdigest()[:12]).write_bytes(content)
        count += 1
    print(f"{entry}: {len(kept)} files were there, {count - len(kept)} are new", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--seconds", type=int, default=60, help="for each entry")
    parser.add_argument("--no-build", action="store_true")
    parser.add_argument("--keep", action="store_true", help="add to the tests' corpus what reaches most, and fuzz no further")
    parser.add_argument("entries", nargs="*")
    arguments = parser.parse_args()
    if not arguments.no_build:
        build()
    entries = arguments.entries or sorted(path.name for path in (TESTS / "Corpus").iterdir())
    if arguments.keep:
        for entry in entries:
            keep(entry)
        return
    total, finds = 0, 0
    for entry in entries:
        count, seconds, found = fuzz(entry, arguments.seconds)
        print(f"{entry}: {count} executions, {count / max(seconds, 1):.0f} a second, {len(found)} found", flush=True)
        total, finds = total + count, finds + len(found)
    from trust_results import record

    record("libfuzzer", {"fuzz executions": total, "found": finds, "entries": len(entries)})
    sys.exit(1 if finds else 0)


if __name__ == "__main__":
    main()
