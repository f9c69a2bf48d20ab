"""Writes the part of the judged set that the program carries, to show what a change of the weights does.

    judged.py           writes Sources/Exchange/Reference/judged.json anew
    judged.py --check   exit status 1 when that file is not what it would write

It holds the needs for tuning alone: whoever tries out weights must not see the half that is kept for the report. A solution of the sample
network goes by its slug, one of a registry by "registry/id".
"""

import csv
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
FILE = HERE.parent.parent / "Sources/Exchange/Reference/judged.json"


def written():
    grades = {}
    with open(HERE / "judgements.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            key = row["id"] if row["registry"] == "sangam" else f"{row['registry']}/{row['id']}"
            grades.setdefault(row["need"], {})[key] = int(row["grade"])
    needs = json.loads((HERE / "needs.json").read_text(encoding="utf-8"))["needs"]
    entries = [{"id": need["id"], "need": need["need"], "grades": dict(sorted(grades[need["id"]].items()))}
               for need in needs if need["group"] == "tune"]
    return json.dumps(entries, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        sys.exit(0 if FILE.read_text(encoding="utf-8") == written() else "judged.json is not that of the judged set: run judged.py.")
    FILE.write_text(written(), encoding="utf-8")
