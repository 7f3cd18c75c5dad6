# writes: packages/statistics/src/paired/differences.oracle.json
"""Newcombe's unpaired interval, Wilson's intervals and McNemar's tests by statsmodels; the scores of Miettinen and Nurminen and of
Tango by their definitions, the constrained likelihood maximised numerically by scipy; Newcombe's paired interval by its definition.

Run:  /usr/bin/python3 bench/oracles/differences.py > packages/statistics/src/paired/differences.oracle.json

Needs statsmodels 0.13 and scipy (Debian: python3-statsmodels python3-scipy). The unpaired counts are those of Newcombe, Stat. Med.
17:873-890 (1998), table II.
"""

import json

import numpy as np
from scipy.optimize import brentq, minimize_scalar
from scipy.stats import binom, norm
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint


def digits(values):
    return [float(f"{v:.12g}") for v in np.atleast_1d(values)]


def score(x1, n1, x2, n2, delta):
    """Miettinen and Nurminen's score by its definition (statsmodels' closed form gives NaN at some differences)."""
    low, high = max(0, -delta), min(1, 1 - delta)
    part = lambda x, p: 0 if x == 0 else x * np.log(p)
    loss = lambda q: -(part(x1, q + delta) + part(n1 - x1, 1 - q - delta) + part(x2, q) + part(n2 - x2, 1 - q))
    q = minimize_scalar(loss, bounds=(low + 1e-14, high - 1e-14), method="bounded", options=dict(xatol=1e-14)).x
    p, n = q + delta, n1 + n2
    return (x1 / n1 - x2 / n2 - delta) / np.sqrt((p * (1 - p) / n1 + q * (1 - q) / n2) * n / (n - 1))


def inverted(of, estimate):
    z = norm.ppf(0.975)
    return [brentq(lambda t: of(t) - z, -0.99, estimate - 1e-9, xtol=1e-14),
            brentq(lambda t: of(t) + z, estimate + 1e-9, 0.99, xtol=1e-14)]


unpaired = []
for x1, n1, x2, n2 in [(56, 70, 48, 80), (9, 10, 3, 10), (6, 7, 2, 7), (5, 56, 1, 29), (25, 40, 30, 45)]:
    unpaired.append(dict(
        counts=[x1, n1, x2, n2],
        newcombe=digits(confint_proportions_2indep(x1, n1, x2, n2, method="newcomb", compare="diff")),
        score=digits(inverted(lambda t: score(x1, n1, x2, n2, t), x1 / n1 - x2 / n2)),
        statistic=digits(score(x1, n1, x2, n2, -0.1))[0],
    ))


def tango(a, b, c, d, delta):
    n = a + b + c + d
    low, high = max(0, -delta), (1 - delta) / 2
    if high - low < 1e-12:
        q = low
    else:
        loss = lambda q: -(b * np.log(q + delta) + c * np.log(q) + (a + d) * np.log(1 - 2 * q - delta))
        q = minimize_scalar(loss, bounds=(low + 1e-14, high - 1e-14), method="bounded", options=dict(xatol=1e-14)).x
    return (b - c - n * delta) / np.sqrt(n * (2 * q + delta * (1 - delta)))


paired = []
for a, b, c, d in [(20, 12, 2, 16), (43, 1, 9, 3), (36, 14, 5, 45), (212, 11, 7, 70), (400, 20, 15, 65)]:
    n = a + b + c + d
    estimate = (b - c) / n
    limits = inverted(lambda t: tango(a, b, c, d, t), estimate)
    (l1, u1), (l2, u2) = (proportion_confint(x, n, method="wilson") for x in (a + b, a + c))
    p1, p2, cross = (a + b) / n, (a + c) / n, a * d - b * c
    drawn = max(0, cross - n / 2) if cross > 0 else cross
    phi = drawn / np.sqrt((a + b) * (c + d) * (a + c) * (b + d))
    reach = lambda x, y: np.sqrt(x * x - 2 * phi * x * y + y * y)
    newcombe = [estimate - reach(p1 - l1, u2 - p2), estimate + reach(p2 - l2, u1 - p1)]
    table = [[a, b], [c, d]]
    k, m = min(b, c), b + c
    paired.append(dict(
        counts=[a, b, c, d], tango=digits(limits), newcombe=digits(newcombe),
        asymptotic=digits([mcnemar(table, False, False).statistic, mcnemar(table, False, False).pvalue]),
        corrected=digits([mcnemar(table, False, True).statistic, mcnemar(table, False, True).pvalue]),
        exact=digits(mcnemar(table, True).pvalue)[0],
        midP=digits(min(1, 2 * binom.cdf(k, m, 0.5) - binom.pmf(k, m, 0.5)))[0],
    ))
print(json.dumps(dict(unpaired=unpaired, paired=paired)))
