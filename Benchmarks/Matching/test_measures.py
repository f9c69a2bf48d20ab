"""The measures on cases worked out by hand, and the judged set itself. Run: python3 Benchmarks/Matching/test_measures.py"""

import csv
import json
import math
import pathlib
import unittest

import measures
import rivals

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


class Measures(unittest.TestCase):
    def test_ndcg(self):
        grades = {"a": 3, "b": 2, "c": 1}
        self.assertEqual(measures.ndcg(["a", "b", "c"], grades), 1)
        self.assertEqual(measures.ndcg(["x", "y"], grades), 0)
        self.assertEqual(measures.ndcg([], grades), 0)
        self.assertIsNone(measures.ndcg(["a"], {}))
        # (1 + 3 / log2(3)) / (3 + 2 / log2(3) + 1 / 2)
        self.assertAlmostEqual(
            measures.ndcg(["c", "a", "x"], grades), (1 + 3 / math.log2(3)) / (3 + 2 / math.log2(3) + 0.5))

    def test_ndcg_looks_at_ten(self):
        self.assertEqual(measures.ndcg(["x"] * 10 + ["a"], {"a": 3}), 0)
        self.assertAlmostEqual(measures.ndcg(["x"] * 9 + ["a"], {"a": 3}), 1 / math.log2(11))
        # More good ones than places: the best that can be reached is ten of them.
        many = {number: 3 for number in range(12)}
        self.assertEqual(measures.ndcg(list(range(12)), many), 1)

    def test_recall(self):
        grades = {"a": 3, "b": 2, "c": 1}
        self.assertEqual(measures.recall(["a", "c"], grades), 0.5)
        self.assertEqual(measures.recall(["b"] + ["x"] * 9 + ["a"], grades), 0.5)
        self.assertIsNone(measures.recall(["a"], {"c": 1}))

    def test_coverage_and_share(self):
        self.assertEqual(measures.coverage([["a", "b"], ["b", "c"]], ["a", "b", "c", "d"]), 0.75)
        self.assertEqual(measures.coverage([["x"] * 10 + ["a"]], ["a", "b"]), 0)
        self.assertEqual(measures.share(["a", "b", "x"], marked={"a"}, known={"a", "b"}), 0.5)
        self.assertIsNone(measures.share(["x"], marked=set(), known=set()))

    def test_intervals(self):
        self.assertEqual(measures.interval([0.4] * 5), (measures.mean([0.4] * 5),) * 2)
        low, high = measures.interval([0, 1] * 20)
        self.assertTrue(0.3 < low < 0.4 and 0.6 < high < 0.7, (low, high))
        # Twice the base for each need is twice the base for any drawn needs, however much the needs differ.
        base = [0.1, 0.5, 0.3, 0.9]
        low, high = measures.ratio_interval([2 * value for value in base], base)
        self.assertAlmostEqual(low, 2)
        self.assertAlmostEqual(high, 2)


class Rivals(unittest.TestCase):
    def test_bm25_is_the_formula(self):
        index = rivals.BM25({"a": "Road toll", "b": "road road bridge bridge", "c": "school"})
        usual, rarity = 7 / 3, math.log(1 + 1.5 / 2.5)
        expected = rarity * 2 * 2.2 / (2 + 1.2 * (0.25 + 0.75 * 4 / usual))
        self.assertAlmostEqual(index.score("Road!", "b"), expected)
        self.assertEqual(index.score("ferry", "b"), 0)
        self.assertEqual(index.ranking("bridge")[0], "b")
        self.assertAlmostEqual(index.score("road road", "b"), 2 * expected)

    def test_fame_and_neighbours(self):
        catalogue = [
            {"key": "far", "adoptions": 9, "countries": ["EE"]}, {"key": "near", "adoptions": 0, "countries": ["NP"]},
            {"key": "next", "adoptions": 1, "countries": ["KH"]}, {"key": "none", "adoptions": 0, "countries": []}]
        regions = {"LK": ("142", "034"), "NP": ("142", "034"), "KH": ("142", "035"), "EE": ("150", "154")}
        needs = [{"id": "n", "need": {"country": "LK"}}]
        for draw in rivals.fame(catalogue, needs):
            self.assertEqual(draw["n"][:2], ["far", "next"])
        for draw in rivals.neighbours(catalogue, needs, regions):
            self.assertEqual(draw["n"][:2], ["near", "next"])
        # Ties are drawn, so that the order of the file does not decide.
        self.assertEqual({draw["n"][2] for draw in rivals.neighbours(catalogue, needs, regions)}, {"far", "none"})
        self.assertEqual({draw["n"][0] for draw in rivals.chance(catalogue, needs)}, {"far", "near", "next", "none"})


class JudgedSet(unittest.TestCase):
    def test_is_whole(self):
        needs = json.loads((HERE / "needs.json").read_text(encoding="utf-8"))["needs"]
        slugs = {one["slug"] for one in json.loads((ROOT / "Sources/Sangam/Sample/solutions.json").read_text(encoding="utf-8"))}
        identifiers = [need["id"] for need in needs]
        self.assertEqual(len(identifiers), len(set(identifiers)))
        for need in needs:
            number, letter = int(need["id"][1:]), need["id"][0]
            group = "languages" if letter == "x" else "tune" if number % 2 else "report"
            self.assertEqual(need["group"], group, need["id"])
        with open(HERE / "judgements.csv", encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual(len(rows), len({(row["need"], row["registry"], row["id"]) for row in rows}))
        for row in rows:
            self.assertIn(row["need"], identifiers)
            self.assertIn(row["grade"], ("1", "2", "3"))
            self.assertIn(row["registry"], ("sangam", "dpg"))
            if row["registry"] == "sangam":
                self.assertIn(row["id"], slugs)
        answered = {row["need"] for row in rows if row["grade"] in ("2", "3")}
        self.assertEqual(answered, set(identifiers))


if __name__ == "__main__":
    unittest.main()
