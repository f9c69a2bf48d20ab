"""Rankings to beat: chance, fame, neighbours, and the textbook's search for equal words.

Each takes the catalogue and the needs and answers with draws: a list of {need id: ranking}. What has ties draws them
several times, so that no order of a file decides.
"""

import collections
import math
import random
import re

DRAWS = 100


def chance(catalogue, needs):
    return _drawn(catalogue, needs, lambda solution, need: 0)


def fame(catalogue, needs):
    """By the number of countries that took the solution up."""
    return _drawn(catalogue, needs, lambda solution, need: -solution["adoptions"])


def neighbours(catalogue, needs, regions):
    """Providers of the need's subregion, then of its region, then the rest. `regions` is {country: (region, subregion)}."""
    def distance(solution, need):
        here = regions.get(need.get("country"))
        there = [regions[country] for country in solution["countries"] if country in regions]
        if not here or not there:
            return 2
        return min(0 if here == place else 1 if here[0] == place[0] else 2 for place in there)

    return _drawn(catalogue, needs, distance)


def _drawn(catalogue, needs, key):
    draws = []
    for seed in range(DRAWS):
        generator = random.Random(seed)
        draw = {}
        for need in needs:
            order = list(catalogue)
            generator.shuffle(order)
            draw[need["id"]] = [solution["key"] for solution in sorted(order, key=lambda one: key(one, need["need"]))]
        draws.append(draw)
    return draws


def words(text):
    return re.findall(r"\w+", text.casefold())


class BM25:
    """Robertson's formula over title, summary and problem: no stems, no synonyms, no stop words, no weights of fields."""

    def __init__(self, texts, k1=1.2, b=0.75):
        self.counts = {key: collections.Counter(words(text)) for key, text in texts.items()}
        lengths = {key: sum(count.values()) for key, count in self.counts.items()}
        usual = sum(lengths.values()) / max(len(lengths), 1) or 1
        self.k1 = k1
        self.damping = {key: k1 * (1 - b + b * length / usual) for key, length in lengths.items()}
        self.holders = collections.Counter(word for count in self.counts.values() for word in count)

    def score(self, query, key):
        total, count = 0.0, self.counts[key]
        for word, times in collections.Counter(words(query)).items():
            if frequency := count[word]:
                holders = self.holders[word]
                rarity = math.log(1 + (len(self.counts) - holders + 0.5) / (holders + 0.5))
                total += times * rarity * frequency * (self.k1 + 1) / (frequency + self.damping[key])
        return total

    def ranking(self, query):
        return sorted(self.counts, key=lambda key: (-self.score(query, key), key))


def plain_bm25(catalogue, needs):
    index = BM25({solution["key"]: solution["text"] for solution in catalogue})
    return [{need["id"]: index.ranking(need["need"]["title"] + " " + need["need"].get("problem", "")) for need in needs}]
