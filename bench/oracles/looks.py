# writes: packages/statistics/src/looks/looks.oracle.json
"""Looks whose cases overlap, by scipy's multivariate normal distribution.

Run:  /usr/bin/python3 bench/oracles/looks.py > packages/statistics/src/looks/looks.oracle.json

Needs scipy (Debian: python3-scipy). The cases of each look are drawn; the correlation of two looks' means is what they share over the root
of the product of their sizes. Limits are found one after the other by brentq, so that at each what is newly spent is crossed for the first
time; the adjusted estimate, interval and p are the drifts at which the stage-wise tail has its probability.
"""

import json
import random

import numpy as np
from scipy.optimize import brentq
from scipy.stats import multivariate_normal, norm


def digits(values):
    return [float(f"{v:.4g}") for v in values]


def below(correlation, limits):
    size = len(limits)
    if size == 1:
        return float(norm.cdf(limits[0]))
    law = multivariate_normal(np.zeros(size), np.array(correlation)[:size, :size])
    law.abseps = law.releps = 1e-9
    law.maxpts = 400_000
    return float(law.cdf(np.array(limits)))


def spent(kind, alpha, share):
    if kind == "pocock":
        return alpha * np.log(1 + (np.e - 1) * share)
    return 2 * norm.sf(norm.isf(alpha / 2) / np.sqrt(share)) if kind == "obrien-fleming" else alpha * share


def entry(name, looks, kind, alpha, stop, statistic):
    shared = [[len(a & b) for b in looks] for a in looks]
    correlation = [[shared[i][j] / np.sqrt(shared[i][i] * shared[j][j]) for j in range(len(looks))] for i in range(len(looks))]
    limits = []
    for look in range(len(looks)):
        target = 1 - spent(kind, alpha, (look + 1) / len(looks))
        limits.append(brentq(lambda x: below(correlation, limits + [x]) - target, 0, 7, xtol=1e-6))
    shares = np.sqrt([len(a) / max(len(b) for b in looks) for a in looks])
    tail = lambda drift: 1 - below(correlation, [x - drift * s for x, s in zip(limits[: stop - 1] + [statistic], shares)])
    drift = lambda probability: brentq(lambda x: tail(x) - probability, -8, 12, xtol=1e-6)
    scale = shares[stop - 1] / 10  # a standard error of 0.1
    adjusted = [drift(q) * scale for q in (0.5, 0.025, 0.975)] + [tail(0)]
    return {"name": name, "shared": shared, "spending": kind, "alpha": alpha, "limits": digits(limits), "look": stop,
            "statistic": statistic, "adjusted": digits(adjusted)}


def entries():
    draw = random.Random(5)
    sample = lambda size: set(draw.sample(range(1000), size))
    partial = [sample(400), sample(500), sample(300)]
    yield entry("three samples of one pool", partial, "pocock", 0.025, 3, 2.5)
    yield entry("the same, O'Brien-Fleming", partial, "obrien-fleming", 0.025, 2, 3.1)
    yield entry("the same, fixed", partial, "fixed", 0.05, 3, 1.2)
    disjoint = [set(range(0, 100)), set(range(100, 300)), set(range(300, 450)), set(range(450, 600))]
    yield entry("disjoint", disjoint, "pocock", 0.025, 4, 2.0)
    sliding = [set(range(50 * i, 50 * i + 200)) for i in range(4)]
    yield entry("a window that slides", sliding, "pocock", 0.025, 3, 2.8)
    yield entry("the same, O'Brien-Fleming", sliding, "obrien-fleming", 0.05, 4, 2.0)
    shrinking = [set(range(300)), set(range(150)), set(range(75)) | set(range(900, 950))]
    yield entry("fewer cases later", shrinking, "fixed", 0.025, 3, 2.6)


print("[\n" + ",\n".join(json.dumps(one) for one in entries()) + "\n]")
