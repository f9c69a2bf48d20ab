"""Measures how long matching and encoding take on a large catalogue, and what memory they need.

    speed.py --sangam PROGRAM --model FOLDER [--into FILE] [--solutions N]

A catalogue of made-up solutions in a temporary database: 1,000 of them are encoded, so that the time for 10,000 can be told; then there are
100,000, with made-up vectors, and one need is matched with them, on one core.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ENCODED = 1_000


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sangam", required=True)
    parser.add_argument("--model", required=True)
    parser.add_argument("--into")
    parser.add_argument("--solutions", type=int, default=100_000)
    arguments = parser.parse_args()
    lines = []

    def tell(figure, measured, unit, most=None):
        lines.append(json.dumps({
            "engine": "matching", "figure": figure, "measured": measured, "unit": unit,
            "target": f"≤ {most}" if most else "", "meets": measured <= most if most else None}, ensure_ascii=False))
        print(lines[-1], file=sys.stderr)

    with tempfile.TemporaryDirectory(prefix="sangam-speed.") as folder:
        environment = {key: value for key, value in os.environ.items() if not key.startswith("SANGAM_")}
        environment |= {"SANGAM_DATA": folder, "SANGAM_DATABASE": os.path.join(folder, "speed.sqlite"),
                        "SANGAM_MODEL": os.path.abspath(arguments.model)}

        def run(*command, cores=None):
            prefix = ["taskset", "-c", cores] if cores else []
            done = subprocess.run([*prefix, os.path.abspath(arguments.sangam), *command], stdout=subprocess.PIPE, env=environment,
                                  timeout=1200, check=True)
            return done.stdout.decode()

        need = os.path.join(folder, "need.json")
        first = json.loads((HERE / "needs.json").read_text(encoding="utf-8"))["needs"][0]["need"]
        pathlib.Path(need).write_text(json.dumps(first), encoding="utf-8")

        run("migrate")
        run("sample", "solutions", "--count", str(ENCODED))
        start = time.monotonic()
        run("vectors")  # its progress bar is on standard error
        seconds = time.monotonic() - start
        tell(f"encoding 10,000 solutions ({ENCODED:,} encoded)", seconds * 10_000 / ENCODED / 60, "min", 10)

        run("sample", "solutions", "--count", str(arguments.solutions - ENCODED), "--seed", "2")
        run("sample", "matching", "--need", need, "--make-up-vectors")
        figures = json.loads(run("sample", "matching", "--need", need, cores="0"))
        if not figures["hasMeaning"] or figures["solutions"] != arguments.solutions:
            raise SystemExit(f"the catalogue is not what it should be: {figures}")
        tell(f"one need against {arguments.solutions:,} solutions, one core, p50", figures["matching"], "ms", 60)
        tell("encoding that need, one core, p50", figures["encoding"], "ms", 40)
        tell("the first match, with reading the catalogue", figures["first"], "ms")
        tell("memory of matching, at most", figures["mostMemory"], "MB", 400)
        tell("the same, when the catalogue is read", figures["memory"], "MB")

    if arguments.into:
        with open(arguments.into, "a", encoding="utf-8") as file:
            file.writelines(line + "\n" for line in lines)


if __name__ == "__main__":
    main()
