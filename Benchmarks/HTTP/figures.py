"""Measures a running Sangam over HTTP and compares the figures with what they should be.

    figures.py measure --engine sqlite|postgres --sangam PROGRAM [--raw-commits PROGRAM] --into FILE [pages|writes|register|search]…
    figures.py table FILE…

`measure` is run by script/with-server, which tells where the server is. Every figure is one JSON line in FILE; `table` prints
them together. The load comes from wrk on the same machine, so the figures include its share of the processors.
"""

import argparse
import http.cookiejar
import json
import os
import pathlib
import re
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request

HERE = pathlib.Path(__file__).parent
SECONDS = 5
SEARCHED_SOLUTIONS = 100_000
PARTS = ["pages", "writes", "register", "search"]


class Bench:
    def __init__(self, arguments, environment=os.environ):
        self.engine = arguments.engine
        self.sangam = arguments.sangam
        self.raw_commits = arguments.raw_commits
        self.into = arguments.into
        self.environment = environment
        self.url = environment["SANGAM_TEST_URL"]
        self.pid = int(environment["SANGAM_TEST_PID"])

    def tell(self, figure, measured, unit, target="", meets=None):
        """Keeps one figure; `meets` is None where there is no target."""
        line = {"engine": self.engine, "figure": figure, "measured": measured, "unit": unit, "target": target, "meets": meets}
        with open(self.into, "a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
        print(f"   {figure}: {measured:,.4g} {unit}", file=sys.stderr)

    def wrk(self, path, *mode, connections=1, seconds=SECONDS):
        """wrk's own report; an answer that is not 2xx or 3xx spoils the measurement, so it is an error."""
        run = subprocess.run(
            ["wrk", f"-t{min(connections, 2)}", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s",
             "-s", str(HERE / "load.lua"), self.url + path, "--", *mode],
            capture_output=True, text=True, timeout=seconds + 60, check=True)
        report = json.loads(run.stdout.strip().splitlines()[-1])
        if report["refused"] or report["broken"] or not report["requests"]:
            raise SystemExit(f"{path}: {report['refused']} answers refused, {report['broken']} broken, of {report['requests']}")
        return report

    def program(self, *arguments, seconds=300):
        """What the built program prints, on the database that the server uses."""
        run = subprocess.run([self.sangam, *arguments], capture_output=True, text=True, timeout=seconds, env=self.environment)
        if run.returncode:
            raise SystemExit(f"sangam {' '.join(arguments)}: {run.stderr.strip()}")
        return run.stdout.strip()

    def get(self, path):
        with urllib.request.urlopen(self.url + path, timeout=60) as answer:
            return answer.read().decode("utf-8")

    # The figures.

    def pages(self):
        solution = re.search(r'href="(/solutions/(?!new)[^"?#]+)"', self.get("/solutions"))
        if not solution:
            raise SystemExit("/solutions links to no solution")
        for name, path, target in (("solution page", solution[1], 2), ("list page", "/solutions", 5)):
            self.wrk(path, "get", seconds=1)
            p50 = self.wrk(path, "get")["p50"]
            self.tell(f"{name}, p50", p50, "ms", f"≤ {target}", p50 <= target)
        slug = solution[1].rsplit("/", 1)[1]
        rendering = json.loads(self.program("sample", "rendering", slug))
        self.tell("solution page, rendering alone, p50", rendering["p50"], "ms", "≤ 0.3", rendering["p50"] <= 0.3)
        self.memory("memory, 32 connections", 150)

    def memory(self, name, target):
        """The most that the server held, looked at ten times a second while 32 connections ask for pages."""
        most, stop = 0, threading.Event()

        def watch():
            nonlocal most
            while not stop.wait(0.1):
                status = pathlib.Path(f"/proc/{self.pid}/status").read_text(encoding="utf-8")
                most = max(most, int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024)

        watcher = threading.Thread(target=watch)
        watcher.start()
        try:
            rate = self.wrk("/solutions", "get", connections=32)["rate"]
        finally:
            stop.set()
            watcher.join()
        self.tell("list pages, 32 connections", rate, "a second")
        self.tell(name, most, "MB", f"≤ {target}", most <= target)

    def writes(self):
        """An audited write over HTTP, against the bare engine's commits."""
        token = self.program("user", "token", "--email", "focal.fj@sangam.example", "--scope", "write")
        self.share("audited write", "/api/v1/needs", ("write", token, str(HERE / "need.json")), {"sqlite": 50, "postgres": 20})

    def register(self):
        """A case registered over HTTP, durable, against the bare engine's commits."""
        token = self.program("user", "token", "--email", "officer.fj@sangam.example", "--scope", "write")
        self.share("case registered", "/api/v1/cases", ("write", token, str(HERE / "case.json")), {"sqlite": 35, "postgres": 12})

    def share(self, name, path, mode, targets):
        """What is reached over HTTP by 8 connections, in per cent of the bare engine's commits.

        A machine's speed wanders: so the two are measured in turns, and the sums of the turns are compared.
        """
        self.wrk(path, *mode, connections=8, seconds=1)
        raws, rates = [self.raw_rate()], []
        for _ in range(3):
            rates.append(self.wrk(path, *mode, connections=8, seconds=3)["rate"])
            raws.append(self.raw_rate())
        rate, raw = sum(rates) / len(rates), sum(raws) / len(raws)
        target, share = targets[self.engine], 100 * rate / raw
        self.tell(f"raw single-insert commits, beside: {name}", raw, "a second")
        self.tell(f"{name} over HTTP, 8 connections", rate, "a second")
        self.tell(f"{name} ÷ raw commit", share, "%", f"≥ {target}", share >= target)

    def sign_in(self, name):
        """The cookie of a sample account's session."""
        with open(self.environment["SANGAM_TEST_LOG"], encoding="utf-8") as log:
            email, password = re.search(rf"{name}.*?\s{{2,}}(\S+@\S+)\s{{2,}}(.+)", log.read()).groups()
        form = urllib.parse.urlencode({"email": email, "password": password}).encode()
        request = urllib.request.Request(self.url + "/sign-in", form, {"Sec-Fetch-Site": "same-origin", "Origin": self.url})
        jar = http.cookiejar.CookieJar()
        urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar)).open(request, timeout=60)
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)

    def raw_rate(self):
        if self.engine == "sqlite":
            run = subprocess.run([self.raw_commits, self.environment["SANGAM_DATA"], "2"],
                                 capture_output=True, text=True, timeout=60, check=True)
            return float(run.stdout)
        address = self.environment["SANGAM_TEST_POSTGRES"]
        subprocess.run(["psql", "-q", address, "-c",
                        "CREATE TABLE IF NOT EXISTS raw_commits (id text PRIMARY KEY, title text NOT NULL, body text NOT NULL)"],
                       check=True, capture_output=True)
        # The targets are shares of what single inserts reach with the simple protocol: see docs/adr/0001.
        run = subprocess.run(
            [pgbench(), "-n", "-f", str(HERE / "insert.sql"), "-c", "8", "-j", "2", "-M", "simple", "-T", "2",
             "-D", "body='" + "a need in plain words " * 20 + "'", address],
            capture_output=True, text=True, timeout=60)
        found = re.search(r"tps = ([\d.]+)", run.stdout)
        if not found:
            raise SystemExit(f"pgbench: {run.stderr}")
        return float(found[1])

    def search(self):
        start = time.monotonic()
        self.program("sample", "solutions", "--count", str(SEARCHED_SOLUTIONS))
        self.tell(f"loading {SEARCHED_SOLUTIONS:,} solutions", time.monotonic() - start, "s")
        searches = str(HERE / "searches.txt")
        # The first search after a change brings the index up to date.
        start = time.monotonic()
        self.get("/solutions?q=digital+centre")
        self.tell("first search after loading", time.monotonic() - start, "s")
        self.wrk("/solutions", "search", searches, seconds=3)
        found = self.wrk("/solutions", "search", searches, seconds=10)
        target = {"sqlite": 25, "postgres": 40}[self.engine]
        self.tell("search with facets, 100,000 solutions, p50", found["p50"], "ms")
        self.tell("search with facets, 100,000 solutions, p95", found["p95"], "ms", f"≤ {target}", found["p95"] <= target)
        # What one need against as many solutions may take.
        self.memory("memory, 32 connections, 100,000 solutions", 400)


def pgbench():
    """Debian keeps it beside the server's programs."""
    found = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/pgbench"))
    return str(found[-1]) if found else "pgbench"


def measure(arguments):
    bench = Bench(arguments)
    print(f"== {arguments.engine}", file=sys.stderr)
    # Search last: it makes the catalogue large.
    for part in PARTS:
        if part in (arguments.parts or PARTS):
            getattr(bench, part)()


def table(files):
    lines = [json.loads(line) for file in files for line in open(file, encoding="utf-8")]
    width = max([len(line["figure"]) for line in lines], default=6)
    print(f"{'engine':<9} {'figure':<{width}} {'measured':>12} {'unit':<9} {'target':>7}")
    for line in lines:
        verdict = {True: "met", False: "NOT MET", None: ""}[line["meets"]]
        print(f"{line['engine']:<9} {line['figure']:<{width}} {line['measured']:>12,.2f} {line['unit']:<9} "
              f"{line['target']:>7} {verdict}".rstrip())
    return any(line["meets"] is False for line in lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    verbs = parser.add_subparsers(dest="verb", required=True)
    measuring = verbs.add_parser("measure")
    measuring.add_argument("--engine", choices=["sqlite", "postgres"], required=True)
    measuring.add_argument("--sangam", required=True)
    measuring.add_argument("--raw-commits")
    measuring.add_argument("--into", required=True)
    measuring.add_argument("parts", nargs="*", help="pages, writes, register or search; all of them without any")
    tabling = verbs.add_parser("table")
    tabling.add_argument("files", nargs="+")
    arguments = parser.parse_args()
    if arguments.verb == "table":
        sys.exit(1 if table(arguments.files) else 0)
    measure(arguments)


if __name__ == "__main__":
    main()
