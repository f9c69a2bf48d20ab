"""How good a ranking is, and how sure that is. Pure functions; test_measures.py has cases worked out by hand."""

import math
import random

#: A solution with this grade or more counts as found or missed.
RELEVANT = 2
RESAMPLES = 10_000


def ndcg(ranking, grades, depth=10):
    """Discounted gain of the first `depth`, over the best that could be reached. The gain is the grade itself.

    `grades` names the solutions above grade 0. None where there is nothing to find.
    """
    def gain(values):
        return sum(value / math.log2(place + 2) for place, value in enumerate(values[:depth]))

    best = gain(sorted(grades.values(), reverse=True))
    return gain([grades.get(solution, 0) for solution in ranking]) / best if best else None


def recall(ranking, grades, depth=10):
    """The share of the relevant solutions that stand among the first `depth`. None where none is relevant."""
    relevant = {solution for solution, grade in grades.items() if grade >= RELEVANT}
    return len(relevant & set(ranking[:depth])) / len(relevant) if relevant else None


def coverage(rankings, catalogue, depth=10):
    """The share of the catalogue that stands among the first `depth` of any ranking."""
    shown = {solution for ranking in rankings for solution in ranking[:depth]}
    return len(shown & set(catalogue)) / len(catalogue)


def share(ranking, marked, known, depth=10):
    """Of the first `depth` whose provider's country is known, the share that is marked. None where none is known."""
    seen = [solution for solution in ranking[:depth] if solution in known]
    return sum(solution in marked for solution in seen) / len(seen) if seen else None


def mean(values):
    """Of those that were measured; not a number where none was."""
    values = [value for value in values if value is not None and not math.isnan(value)]
    return sum(values) / len(values) if values else math.nan


def interval(values, seed=1):
    """The middle 95 % of the mean over needs that are drawn again, with replacement."""
    return _middle(sorted(mean([values[i] for i in draw]) for draw in _draws(len(values), seed)))


def ratio_interval(values, base, seed=1):
    """The same for mean(values) / mean(base), both over the same drawn needs, so that hard needs weigh on both."""
    ratios = []
    for draw in _draws(len(values), seed):
        below = mean([base[i] for i in draw])
        if below > 0:
            ratios.append(mean([values[i] for i in draw]) / below)
    return _middle(sorted(ratios))


def _draws(count, seed):
    generator = random.Random(seed)
    for _ in range(RESAMPLES):
        yield generator.choices(range(count), k=count)


def _middle(sorted_values):
    """Percentiles 2.5 and 97.5 by nearest rank; not a number where nothing was measured."""
    values = [value for value in sorted_values if not math.isnan(value)]
    if not values:
        return math.nan, math.nan
    return values[int(0.025 * (len(values) - 1))], values[math.ceil(0.975 * (len(values) - 1))]
