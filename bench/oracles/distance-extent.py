# writes: packages/statistics/src/shift/distance-extent.oracle.json
"""Least and largest total variation distance to counts within bounds, by scipy.

The least is a linear program after Charnes and Cooper (1962): shares q = t * counts with sum(q) = 1 and t * lower <= q <= t *
upper. The largest is a quasi-convex function's over a box, so that it lies at a corner: all corners are tried.

Run:  python3 bench/oracles/distance-extent.py > packages/statistics/src/shift/distance-extent.oracle.json

Needs Python 3.9 with scipy 1.10 (Debian: python3-scipy).
"""

import itertools
import json

import numpy as np
from scipy.optimize import linprog

rng = np.random.default_rng(20261127)


def least(p, lower, upper):
    k = len(p)
    # Unknowns: q (k), t, d (k) with d >= |p - q|.
    cost = np.concatenate([np.zeros(k + 1), np.full(k, 0.5)])
    eye, zero = np.eye(k), np.zeros((k, 1))
    rows = np.vstack(
        [
            np.hstack([-eye, lower[:, None], np.zeros((k, k))]),
            np.hstack([eye, -upper[:, None], np.zeros((k, k))]),
            np.hstack([eye, zero, -eye]),
            np.hstack([-eye, zero, -eye]),
        ]
    )
    limits = np.concatenate([np.zeros(2 * k), p, -p])
    whole = np.concatenate([np.ones(k), np.zeros(k + 1)])[None, :]
    found = linprog(cost, A_ub=rows, b_ub=limits, A_eq=whole, b_eq=[1], bounds=[(0, None)] * (2 * k + 1), method="highs")
    assert found.status == 0, found.message
    return float(found.fun)


def most(p, lower, upper):
    corners = (np.array(corner) for corner in itertools.product(*zip(lower, upper)))
    return float(max(np.abs(p - corner / corner.sum()).sum() / 2 for corner in corners if corner.sum() > 0))


cases = []
for kinds in (2, 3, 5, 8, 11):
    for _ in range(4):
        counts = rng.integers(0, 60, kinds)
        counts[0] += 1
        middle = 5 * rng.integers(0, 60, kinds)
        suppressed = rng.random(kinds) < 0.4
        lower = np.where(suppressed, 0, np.maximum(middle - 7.5, 0))
        upper = np.where(suppressed, 27, middle + 7.5)
        p = counts / counts.sum()
        cases.append(
            {
                "counts": counts.tolist(),
                "others": [{"lower": float(a), "upper": float(b)} for a, b in zip(lower, upper)],
                "least": least(p, lower.astype(float), upper.astype(float)),
                "most": most(p, lower, upper),
            }
        )
print(json.dumps({"cases": cases}, indent=1))
