"""Measures the pages that must not grow with the cases: a server with a tenth of them beside one with all, called in turns.

    cases.py --engine sqlite|postgres --sangam PROGRAM --into FILE

It is run by script/bench inside two script/with-server: the outer one's variables stand in FEWER_…, the inner one's as they are.
Turns, for a machine's speed wanders by more than the pages may grow.
"""

import argparse
import os
import statistics
import subprocess
import tempfile
import time

from figures import Bench

FEWER_CASES, MORE_CASES = 100_000, 1_000_000
TURNS, SECONDS = 6, 3
# Whose p95 may be how much with all cases, in ms.
PAGES = {"tracking page": 5, "officer's desk": 20, "backlog figures": 30}


class Server:
    """One of the two, with its cases and the keys of some to track."""

    def __init__(self, arguments, environment, cases, folder):
        self.bench = Bench(arguments, environment)
        keys = os.path.join(folder, f"{cases}.txt")
        with open(keys, "w", encoding="utf-8") as file:
            file.write(self.bench.program("sample", "cases", "--count", str(cases), "--keys", "2000", seconds=3600) + "\n")
        cookie = self.bench.sign_in("Officer")
        self.calls = {
            "tracking page": ("/track", "cases", keys), "officer's desk": ("/work/cases", "get", cookie),
            "backlog figures": ("/work/cases/backlog", "get", cookie),
        }
        self.found = {page: [] for page in PAGES}

    def turn(self, seconds=SECONDS):
        return {page: self.bench.wrk(*call, seconds=seconds) for page, call in self.calls.items()}

    def settle(self):
        """What a database does by itself within minutes of a million rows, it does now, and not while it is measured."""
        if self.bench.engine == "postgres":
            subprocess.run(["psql", "-q", self.bench.environment["SANGAM_DATABASE"], "-c", "VACUUM ANALYZE", "-c", "CHECKPOINT"], check=True)
        self.turn(seconds=1)

    def measure(self):
        for page, report in self.turn().items():
            self.found[page].append(report)

    def median(self, page, figure):
        return statistics.median(report[figure] for report in self.found[page])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--engine", choices=["sqlite", "postgres"], required=True)
    parser.add_argument("--sangam", required=True)
    parser.add_argument("--into", required=True)
    # Nothing is written here.
    parser.set_defaults(raw_commits=None)
    arguments = parser.parse_args()
    others = {name.removeprefix("FEWER_"): value for name, value in os.environ.items() if name.startswith("FEWER_")}
    with tempfile.TemporaryDirectory() as folder:
        fewer = Server(arguments, {**os.environ, **others}, FEWER_CASES, folder)
        start = time.monotonic()
        more = Server(arguments, os.environ, MORE_CASES, folder)
        more.bench.tell(f"loading {MORE_CASES:,} cases", time.monotonic() - start, "s")
        for server in (fewer, more):
            server.settle()
        for _ in range(TURNS):
            fewer.measure()
            more.measure()
    for page, most in PAGES.items():
        slow, growth = more.median(page, "p95"), more.median(page, "p50") / fewer.median(page, "p50")
        more.bench.tell(f"{page}, {FEWER_CASES:,} cases, p95", fewer.median(page, "p95"), "ms")
        more.bench.tell(f"{page}, {MORE_CASES:,} cases, p95", slow, "ms", f"≤ {most}", slow <= most)
        # Of the medians: a p95 of a few milliseconds is mostly the machine's other work.
        more.bench.tell(f"{page}, growth at ten times the cases, p50", growth, "times", "< 1.3", growth < 1.3)


if __name__ == "__main__":
    main()
