"""Solves rounds with scipy and compares: the greatest total fit by linear_sum_assignment, and as a linear program (HiGHS) where
countries have limits. Reads one round a line: {"seed", "rows", "columns", "fits": [[row, column, value]], "rowLimits",
"columnLimits": [[members, most]], "total"}. Prints the rounds whose totals differ."""
import json
import sys

import numpy
from scipy.optimize import linear_sum_assignment, linprog
from scipy.sparse import lil_matrix


def assignment(one):
    """Each participant stands there as often as it can meet; a pair could then meet twice, so this is for one side with capacity 1."""
    rows = [index for index, most in enumerate(one["rows"]) for _ in range(most)]
    columns = [index for index, most in enumerate(one["columns"]) for _ in range(most)]
    fits = {(row, column): value for row, column, value in one["fits"]}
    matrix = numpy.array([[max(0, fits.get((row, column), 0)) for column in columns] for row in rows])
    if matrix.size == 0:
        return 0
    chosen = linear_sum_assignment(matrix, maximize=True)
    return matrix[chosen].sum()


def program(one):
    fits = [fit for fit in one["fits"] if fit[2] >= 0]
    if not fits:
        return 0
    limits = [([row], None, most) for row, most in enumerate(one["rows"])]
    limits += [(None, [column], most) for column, most in enumerate(one["columns"])]
    limits += [(members, None, most) for members, most in one["rowLimits"]]
    limits += [(None, members, most) for members, most in one["columnLimits"]]
    table = lil_matrix((len(limits), len(fits)))
    for index, (rows, columns, _) in enumerate(limits):
        for place, (row, column, _) in enumerate(fits):
            if (rows is not None and row in rows) or (columns is not None and column in columns):
                table[index, place] = 1
    answer = linprog(
        [-value for _, _, value in fits], A_ub=table.tocsr(), b_ub=[most for _, _, most in limits], bounds=(0, 1))
    return -answer.fun


count = 0
for line in open(sys.argv[1], encoding="utf-8"):
    one = json.loads(line)
    simple = not one["rowLimits"] and not one["columnLimits"]
    simple = simple and (max(one["rows"], default=0) <= 1 or max(one["columns"], default=0) <= 1)
    best = assignment(one) if simple else program(one)
    count += 1
    if abs(best - one["total"]) > 1e-6 * max(1, abs(best)):
        print(f"seed {one['seed']}: scipy has {best}, we have {one['total']}")
print(f"{count} compared")
