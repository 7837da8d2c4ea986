#!/usr/bin/env python3
"""The neighbour search beside sqlite-vec, hnswlib, usearch and faiss, on the same vectors, in one run, one thread each.

    swift build -c release --product NeighbourBenchmark
    python3 Tests/EndToEnd/benchmark_neighbours.py [--sizes 10000,100000,1000000] [--engines ours,faiss,…] [--json FILE]
    python3 Tests/EndToEnd/benchmark_neighbours.py --base FILE.f32 --queries FILE.f32 [--dimensions 384]

Vectors are of 384 dimensions, of length 1, in 1,000 clusters, unless files of raw floats are given. Each program is tuned to its smallest
effort whose answers hold at least 99 % of the true ten nearest (their bound is printed where none reaches it); then every question is
asked once to warm it up and once to be measured. `cold` is ours in a process that has read nothing yet, from opened store to answer.

What it needs (numpy and the four packages) it installs into a scratch environment below `.build/neighbours`.
"""
import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCRATCH = ROOT / ".build" / "neighbours"
PACKAGES = ["numpy", "sqlite-vec", "pysqlite3-binary", "hnswlib", "usearch", "faiss-cpu"]
ENGINES = ["ours", "sqlite-vec", "hnswlib", "usearch", "faiss"]
NEIGHBOURS = 10
BAR = 0.99
EFFORTS = [10, 12, 16, 20, 24, 32, 40, 48, 64, 80, 96, 128, 160, 192, 256, 384, 512, 768, 1024, 2048]
PROBES = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512]

for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[threads] = "1"


def enter_environment():
    """Runs this script again with the Python that has the packages."""
    python = SCRATCH / "venv" / "bin" / "python"
    if Path(sys.prefix) == SCRATCH / "venv" or os.environ.get("NEIGHBOURS_ENVIRONMENT") == "here":
        return
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", SCRATCH / "venv"], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
    os.execv(python, [str(python), *sys.argv])


def clustered(count, dimensions, folder):
    """`count` vectors and 200 questions of the same mixture: 1,000 centres of length 1, and noise of about 0.7 of that."""
    import numpy

    base, questions = folder / f"base-{count}.f32", folder / f"queries-{count}.f32"
    if not base.exists():
        random = numpy.random.default_rng(20)
        centres = random.standard_normal((1000, dimensions), dtype=numpy.float32)
        centres /= numpy.linalg.norm(centres, axis=1, keepdims=True)

        def draw(size):
            points = random.standard_normal((size, dimensions), dtype=numpy.float32) * numpy.float32(0.7 / dimensions**0.5)
            points += centres[random.integers(0, len(centres), size)]
            return points / numpy.linalg.norm(points, axis=1, keepdims=True)

        draw(200).tofile(questions)
        with open(str(base) + ".partial", "wb") as file:
            for start in range(0, count, 50_000):
                draw(min(50_000, count - start)).tofile(file)
        os.rename(str(base) + ".partial", base)
    return base, questions


def load(path, dimensions):
    import numpy

    return numpy.fromfile(path, dtype=numpy.float32).reshape(-1, dimensions)


def truth(base, questions):
    import numpy

    best = []
    for question in questions:
        scores = base @ question
        top = numpy.argpartition(-scores, NEIGHBOURS)[:NEIGHBOURS]
        best.append(set(int(row) for row in top))
    return best


def recall(answers, wanted):
    return sum(len(set(map(int, answer)) & true) for answer, true in zip(answers, wanted)) / (NEIGHBOURS * len(wanted))


def measured(ask, questions, wanted):
    for question in questions:
        ask(question)
    times, processor_times, answers = [], [], []
    for question in questions:
        began, began_processor = time.perf_counter(), time.thread_time()
        answer = ask(question)
        processor_times.append((time.thread_time() - began_processor) * 1000)
        times.append((time.perf_counter() - began) * 1000)
        answers.append(answer)
    return summary(times, processor_times, recall(answers, wanted))


def median(numbers):
    return sorted(numbers)[len(numbers) // 2]


def summary(times, processor_times, found):
    p95 = sorted(times)[int(len(times) * 0.95)]
    return {"median": median(times), "cpu": median(processor_times), "p95": p95, "recall": found}


def smallest_effort(efforts, set_effort, ask, questions, wanted):
    for effort in efforts:
        set_effort(effort)
        if recall([ask(question) for question in questions], wanted) >= BAR:
            break
    return effort


def ours(base_path, query_path, base, questions, wanted, program, folder):
    home = tempfile.mkdtemp(prefix="home-", dir=folder)
    dimensions = str(base.shape[1])

    def run(*arguments):
        answer = subprocess.run([program, *map(str, arguments)], capture_output=True, text=True)
        if answer.returncode:
            sys.exit(f"{' '.join(map(str, arguments))}: {answer.stdout}{answer.stderr}")
        return json.loads(answer.stdout)

    try:
        built = run("build", home, base_path, dimensions)
        warm = run("query", home, query_path, dimensions, NEIGHBOURS)
        cold = [run("once", home, query_path, dimensions, NEIGHBOURS, number % len(questions)) for number in range(15)]
        size = sum(file.stat().st_size for file in Path(home).iterdir() if file.is_file()) / 1e6
    finally:
        shutil.rmtree(home)
    yield f"ours ({built['kernel']})", summary(warm["ms"], warm["cpu_ms"], recall(warm["answers"], wanted)) | {
        "build": built["build_s"], "insert": built["insert_s"], "mb": size, "cold": median([one["ms"] for one in cold]),
        "cold_cpu": median([one["cpu_ms"] for one in cold]), "peak_mb": built["peak_mb"], "resident_mb": warm["resident_mb"],
    }


def sqlite_vec(base, questions, wanted, folder):
    import pysqlite3
    import sqlite_vec as extension

    path = folder / "sqlite-vec.db"
    path.unlink(missing_ok=True)
    database = pysqlite3.connect(str(path))
    database.enable_load_extension(True)
    extension.load(database)
    database.execute(f"CREATE VIRTUAL TABLE v USING vec0(e float[{base.shape[1]}])")
    began = time.perf_counter()
    with database:
        database.executemany("INSERT INTO v(rowid, e) VALUES (?, ?)", ((row, base[row].tobytes()) for row in range(len(base))))
    built = time.perf_counter() - began
    # An exact scan takes long and always as long: fewer questions are enough.
    few = questions[:40] if len(base) <= 100_000 else questions[:10]

    def ask(question):
        rows = database.execute("SELECT rowid FROM v WHERE e MATCH ? AND k = ?", (question.tobytes(), NEIGHBOURS))
        return [row[0] for row in rows]

    yield "sqlite-vec, exact", measured(ask, few, wanted[: len(few)]) | {"build": built, "mb": path.stat().st_size / 1e6}
    database.close()
    path.unlink()


def hnswlib(base, questions, wanted, folder, threads):
    import hnswlib as library
    import numpy

    index = library.Index(space="ip", dim=base.shape[1])
    index.init_index(max_elements=len(base), M=16, ef_construction=200, random_seed=7)
    began = time.perf_counter()
    index.add_items(base, numpy.arange(len(base)), num_threads=threads)
    built = time.perf_counter() - began
    index.set_num_threads(1)

    def ask(question):
        return index.knn_query(question, k=NEIGHBOURS, num_threads=1)[0][0]

    effort = smallest_effort(EFFORTS, index.set_ef, ask, questions, wanted)
    yield f"hnswlib, ef {effort}", measured(ask, questions, wanted) | {"build": built, "mb": base.nbytes / 1e6 + len(base) * 136 / 1e6}


def usearch(base, questions, wanted, folder, threads):
    import numpy
    from usearch.index import Index

    index = Index(ndim=base.shape[1], metric="ip", dtype="f16", connectivity=16, expansion_add=200)
    began = time.perf_counter()
    index.add(numpy.arange(len(base)), base, threads=threads)
    built = time.perf_counter() - began

    def ask(question):
        return index.search(question, NEIGHBOURS, threads=1).keys

    def set_effort(effort):
        index.expansion_search = effort

    effort = smallest_effort(EFFORTS, set_effort, ask, questions, wanted)
    yield f"usearch f16, effort {effort}", measured(ask, questions, wanted) | {"build": built, "mb": index.memory_usage / 1e6}


def faiss(base, questions, wanted, folder, threads):
    import faiss as library

    lists = {10_000: 400, 100_000: 1264, 1_000_000: 4096}.get(len(base), int(4 * len(base) ** 0.5))
    for kind in ("Flat", "SQ8"):
        library.omp_set_num_threads(threads)
        index = library.index_factory(base.shape[1], f"IVF{lists},{kind}", library.METRIC_INNER_PRODUCT)
        began = time.perf_counter()
        index.train(base[: 40 * lists])
        index.add(base)
        built = time.perf_counter() - began
        library.omp_set_num_threads(1)

        def ask(question):
            return index.search(question[None], NEIGHBOURS)[1][0]

        def set_effort(effort):
            index.nprobe = effort

        effort = smallest_effort(PROBES, set_effort, ask, questions, wanted)
        bytes_each = base.shape[1] * (4 if kind == "Flat" else 1) + 8
        yield f"faiss IVF{lists} {kind}, {effort} probes", measured(ask, questions, wanted) | {
            "build": built, "mb": len(base) * bytes_each / 1e6}
        del index
    for kind in ("Flat", "SQ8"):
        index = library.IndexFlatIP(base.shape[1]) if kind == "Flat" else library.index_factory(
            base.shape[1], "SQ8", library.METRIC_INNER_PRODUCT)
        began = time.perf_counter()
        index.train(base[:100_000])
        index.add(base)
        built = time.perf_counter() - began
        few = questions if len(base) <= 100_000 else questions[:40]

        def scan(question):
            return index.search(question[None], NEIGHBOURS)[1][0]

        yield f"faiss {kind}, whole scan", measured(scan, few, wanted[: len(few)]) | {
            "build": built, "mb": len(base) * base.shape[1] * (4 if kind == "Flat" else 1) / 1e6}
        del index


def table(count, results):
    """Ratios are of processor time: a machine that others use too leaves it alone, more or less."""
    mine = next((result for name, result in results if name.startswith("ours")), None)
    print(f"\n{count:,} vectors, load {os.getloadavg()[0]:.1f}")
    print(f"{'':38}{'median ms':>10}{'p95':>9}{'CPU ms':>9}{'recall@10':>11}{'build s':>9}{'MB':>8}  of ours, by CPU")
    for name, result in results:
        ratio = ""
        if mine and result is not mine:
            ratio = f"{result['cpu'] / mine['cpu']:.2f}x" + (" (recall below the bar)" if result["recall"] < BAR else "")
        print(f"{name:38}{result['median']:10.3f}{result['p95']:9.3f}{result['cpu']:9.3f}{result['recall']:11.4f}"
              f"{result['build']:9.1f}{result['mb']:8.0f}  {ratio}", flush=True)
    if mine is None:
        return
    print(f"ours in a process that has read nothing: {mine['cold']:.2f} ms, {mine['cold_cpu']:.2f} of the processor. "
          f"Inserting took {mine['insert']:.0f} s; building took {mine['peak_mb']} MB, asking {mine['resident_mb']} MB")
    equal = [result for name, result in results
             if result is not mine and not name.startswith("sqlite") and result["recall"] >= BAR]
    if equal:
        print(f"ours takes {mine['cpu'] / min(one['cpu'] for one in equal):.2f} of the fastest other's processor time at recall "
              f"{BAR}, {mine['median'] / min(one['median'] for one in equal):.2f} of its time by the clock; the bar is 1.50")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="10000,100000,1000000")
    parser.add_argument("--engines", default=",".join(ENGINES))
    parser.add_argument("--base")
    parser.add_argument("--queries")
    parser.add_argument("--dimensions", type=int, default=384)
    parser.add_argument("--build-threads", type=int, default=os.cpu_count(), help="for building the others' graphs; asking is on one")
    parser.add_argument("--program", default=str(ROOT / ".build" / "release" / "NeighbourBenchmark"))
    parser.add_argument("--folder", default=str(SCRATCH), help="where vectors and stores are made")
    parser.add_argument("--json")
    options = parser.parse_args()
    enter_environment()
    import numpy

    folder = Path(options.folder)
    folder.mkdir(parents=True, exist_ok=True)
    inputs = []
    if options.base:
        inputs.append((Path(options.base), Path(options.queries)))
    else:
        inputs += [clustered(int(size), options.dimensions, folder) for size in options.sizes.split(",")]
    everything = []
    for base_path, query_path in inputs:
        base, questions = load(base_path, options.dimensions), load(query_path, options.dimensions)
        wanted = truth(base, questions)
        results = []
        for engine in options.engines.split(","):
            if engine == "ours":
                runs = ours(base_path, query_path, base, questions, wanted, options.program, folder)
            elif engine == "sqlite-vec":
                runs = sqlite_vec(base, questions, wanted, folder)
            else:
                runs = {"hnswlib": hnswlib, "usearch": usearch, "faiss": faiss}[engine](
                    base, questions, wanted, folder, options.build_threads)
            for name, result in runs:
                results.append((name, result))
                print(f"  {name}: {result['median']:.3f} ms, recall {result['recall']:.4f}", file=sys.stderr, flush=True)
        table(len(base), results)
        everything += [{"vectors": len(base), "name": name} | result for name, result in results]
    if options.json:
        Path(options.json).write_text(json.dumps(everything, indent=1))


if __name__ == "__main__":
    main()
