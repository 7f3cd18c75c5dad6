# writes: packages/statistics/src/readers/readers.oracle.json
"""Reader studies, the long way: areas by counting pairs, jackknives by leaving cases out, DeLong's components by definition, statsmodels'
analysis of variance of pseudovalues (Dorfman, Berbaum, Metz), second moments of the kernel over all pairs of indices (Gallas), and the
variance of the sample's own distribution by enumerating every draw of a small study.

Run:  /usr/bin/python3 bench/oracles/readers.py > packages/statistics/src/readers/readers.oracle.json

Needs numpy, scipy and statsmodels (Debian: python3-statsmodels). Ratings 1 to 5 are drawn by a small generator of our own.
"""

import itertools
import json

import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy import stats
from statsmodels.formula.api import ols

state = 5


def draw():
    global state
    state = (1103515245 * state + 12345) % 2**31
    return state / 2**31


def normal():
    return sum(draw() for _ in range(12)) - 6


def ratings(modalities, readers, truth, lift):
    cases = [normal() for _ in truth]
    of_reader = [0.4 * normal() for _ in range(readers)]
    made = np.zeros((modalities, readers, len(truth)), int)
    for i, j, k in itertools.product(range(modalities), range(readers), range(len(truth))):
        latent = truth[k] * (1.2 + lift * i + of_reader[j]) + 0.8 * cases[k] + 0.7 * normal()
        made[i, j, k] = 1 + sum(latent > cut for cut in (-0.3, 0.3, 0.9, 1.6))
    return made


def psi(x, y):
    return 1.0 if x > y else 0.5 if x == y else 0.0


def auc(values, truth, without=None):
    positive = [v for k, v in enumerate(values) if truth[k] and k != without and v is not None]
    negative = [v for k, v in enumerate(values) if not truth[k] and k != without and v is not None]
    return sum(psi(x, y) for x in positive for y in negative) / len(positive) / len(negative)


def delong(one, other, truth):
    def components(values):
        positive = [v for k, v in enumerate(values) if truth[k]]
        negative = [v for k, v in enumerate(values) if not truth[k]]
        return (np.array([np.mean([psi(x, y) for y in negative]) for x in positive]),
                np.array([np.mean([psi(x, y) for x in positive]) for y in negative]))
    (v, w), (x, y) = components(one), components(other)
    return np.cov(v, x)[0, 1] / len(v) + np.cov(w, y)[0, 1] / len(w)


def jackknife(one, other, truth):
    n = len(truth)
    left = [[auc(values, truth, k) for k in range(n)] for values in (one, other)]
    return (n - 1) ** 2 / n * np.cov(*left)[0, 1]


def components(table, covariance):
    """Obuchowski and Rockette's, from the covariance of every pair of readings."""
    t, r = table.shape[:2]
    cells = list(itertools.product(range(t), range(r)))
    kinds = {"variance": [], "cov1": [], "cov2": [], "cov3": []}
    for (i, j), (k, l) in itertools.product(cells, cells):
        kind = {(True, True): "variance", (False, True): "cov1", (True, False): "cov2", (False, False): "cov3"}[i == k, j == l]
        kinds[kind].append(covariance(table[i, j], table[k, l]))
    return {kind: float(np.mean(values)) for kind, values in kinds.items()}


def dbm(table, truth):
    t, r, n = table.shape
    rows = []
    for i, j in itertools.product(range(t), range(r)):
        whole = auc(table[i, j], truth)
        values = np.array([n * whole - (n - 1) * auc(table[i, j], truth, k) for k in range(n)])
        values += whole - values.mean()
        rows += [dict(y=y, t=i, r=j, c=k) for k, y in enumerate(values)]
    fit = ols("y ~ C(t) * C(r) + C(t) * C(c) + C(r) * C(c)", pd.DataFrame(rows)).fit()
    anova = sm.stats.anova_lm(fit, typ=1)
    ms = {name: anova["sum_sq"][term] / anova["df"][term] for name, term in
          {"t": "C(t)", "r": "C(r)", "c": "C(c)", "tr": "C(t):C(r)", "tc": "C(t):C(c)", "rc": "C(r):C(c)", "trc": "Residual"}.items()}
    error = ms["tr"] + max(ms["tc"] - ms["trc"], 0)
    freedom = (t - 1) * (r - 1) * (error / ms["tr"]) ** 2
    f = ms["t"] / error
    return dict(meanSquares={k: float(v) for k, v in ms.items()}, f=float(f), freedom=float(freedom), p=float(stats.f.sf(f, t - 1, freedom)))


def moments(first, second, truth):
    """Unbiased: the mean of products with reader, diseased and non-diseased case all different; and the product of the means."""
    positive, negative = np.flatnonzero(truth), np.flatnonzero(~np.array(truth, bool))
    readers = range(len(first))
    def usable(values):
        return [values[j][k] is not None for j in readers for k in range(len(truth))]
    def mean(values):
        return np.mean([auc(values[j], truth) for j in readers])
    weights, products = 0.0, 0.0
    for j, l in itertools.permutations(readers, 2):
        a = [(i, k) for i in positive for k in negative if first[j][i] is not None and first[j][k] is not None]
        b = [(i, k) for i in positive for k in negative if second[l][i] is not None and second[l][k] is not None]
        for (i, k), (m, n) in itertools.product(a, b):
            if i == m or k == n:
                continue
            weight = 1 / len(a) / len(b)
            weights += weight
            products += weight * psi(first[j][i], first[j][k]) * psi(second[l][m], second[l][n])
    return float(mean(first) * mean(second) - products / weights)


def readers_fixed(first, second, truth):
    """Cases random, readers fixed: the mean over all pairs of readers of the unbiased covariance of their areas."""
    positive, negative = np.flatnonzero(truth), np.flatnonzero(~np.array(truth, bool))
    total = 0.0
    for one, other in itertools.product(first, second):
        products = [psi(one[i], one[k]) * psi(other[m], other[n]) for i in positive for k in negative
                    for m in positive for n in negative if i != m and k != n]
        total += auc(one, truth) * auc(other, truth) - np.mean(products)
    return float(total / len(first) / len(second))


def enumerated(table, truth):
    """Covariances of the modalities' means when readers and cases of both kinds are drawn again, with replacement, every draw once."""
    positive, negative = np.flatnonzero(truth), np.flatnonzero(~np.array(truth, bool))
    kernel = np.array([[[[psi(row[i], row[k]) for k in negative] for i in positive] for row in rows] for rows in table])
    values = [kernel[:, list(r)][:, :, list(p)][:, :, :, list(n)].mean(axis=(1, 2, 3))
              for r in itertools.product(range(table.shape[1]), repeat=table.shape[1])
              for p in itertools.product(range(len(positive)), repeat=len(positive))
              for n in itertools.product(range(len(negative)), repeat=len(negative))]
    return np.cov(np.array(values).T, bias=True).tolist()


truth = [1] * 11 + [0] * 13
table = ratings(2, 3, truth, 0.5)
crossed = dict(truth=truth, ratings=table.tolist(), areas=[[auc(row, truth) for row in rows] for rows in table],
               jackknife=components(table, lambda x, y: jackknife(x, y, truth)),
               delong=components(table, lambda x, y: delong(x, y, truth)), dbm=dbm(table, truth),
               unbiased=[[moments(a.tolist(), b.tolist(), truth) for b in table] for a in table],
               readersFixed=[[readers_fixed(a.tolist(), b.tolist(), truth) for b in table] for a in table])

missing = table.astype(object)
for i, j, k in itertools.product(range(2), range(3), range(len(truth))):
    if draw() < 0.15:
        missing[i, j, k] = None
missing = missing.tolist()
lacking = dict(truth=truth, ratings=missing, unbiased=[[moments(a, b, truth) for b in missing] for a in missing])

small_truth = [1, 1, 1, 0, 0]
small = ratings(2, 2, small_truth, 0.5)
print(json.dumps(dict(crossed=crossed, missing=lacking,
                      small=dict(truth=small_truth, ratings=small.tolist(), covariance=enumerated(small, small_truth)))))
