# writes: packages/statistics/src/shift/shift.oracle.json
"""Counts against counts and against shares, by scipy.

Run:  python3 bench/oracles/shift.py > packages/statistics/src/shift/shift.oracle.json

Needs Python 3.9 with scipy 1.10 (Debian: python3-scipy).
"""

import json

import numpy as np
from scipy.stats import chi2_contingency, chisquare

samples = [([12, 30, 8], [140, 260, 90]), ([1, 0, 4, 9], [5, 7, 0, 11]), ([250, 250], [300, 200]), ([3, 5], [4, 4])]
fits = [([12, 30, 8], [0.3, 0.5, 0.2]), ([44, 56], [0.5, 0.5]), ([5, 9, 1, 85], [10, 10, 10, 70])]


def described(a, b, statistic, p):
    share, other = np.array(a) / sum(a), np.array(b) / sum(b)
    return {
        "chiSquare": float(statistic),
        "p": float(p),
        "distance": float(np.abs(share - other).sum() / 2),
    }


homogeneity = []
for a, b in samples:
    statistic, p, degrees, _ = chi2_contingency([a, b], correction=False)
    homogeneity.append({"counts": a, "others": b, "degreesOfFreedom": int(degrees), **described(a, b, statistic, p)})
fit = []
for counts, shares in fits:
    expected = np.array(shares) / sum(shares) * sum(counts)
    statistic, p = chisquare(counts, expected)
    fit.append({"counts": counts, "shares": shares, "degreesOfFreedom": len(counts) - 1, **described(counts, shares, statistic, p)})
print(json.dumps({"homogeneity": homogeneity, "fit": fit}, indent=1))
