# writes: packages/statistics/src/distributions/testing/probabilities.jsonl
"""Cumulative probabilities to 17 digits, for packages/statistics/src/distributions/distributions.test.ts.

Run:  python3 bench/oracles/distributions.py > packages/statistics/src/distributions/testing/probabilities.jsonl

Needs mpmath, which computes them to 40 digits, and scipy, which must agree to 1e-9 (Debian: python3-mpmath python3-scipy).
A line an entry: distribution, its parameters, x, the probability of at most x.
"""

import json

from mpmath import beta as complete_beta, erfc, gammainc, hyp2f1, inf, mp, mpf, sqrt
from scipy import stats

mp.dps = 40


def beta(x, a, b):
    """DLMF 8.17.8, whose terms are all positive, from the nearer end."""
    x, a, b = mpf(x), mpf(a), mpf(b)
    if x > a / (a + b):
        return 1 - beta(1 - x, b, a)
    return x**a * (1 - x)**b * hyp2f1(a + b, 1, a + 1, x) / (a * complete_beta(a, b))


def student_t(x, df):
    df, x = mpf(df), mpf(x)
    tail = beta(df / (df + x * x), df / 2, mpf(1) / 2) / 2
    return 1 - tail if x > 0 else tail


def normal(x):
    return erfc(-mpf(x) / sqrt(mpf(2))) / 2


def chi_square(x, df):
    return gammainc(mpf(df) / 2, 0, mpf(x) / 2, regularized=True)


def chi_square_tail(x, df):
    return gammainc(mpf(df) / 2, mpf(x) / 2, inf, regularized=True)


def entries():
    for a, b in [(0.3, 0.5), (0.5, 0.5), (1, 1), (1, 20.5), (2.5, 0.7), (10, 1), (37.25, 3.5), (12, 12), (151.5, 2.5),
                 (500, 12.25), (25, 4000), (10000, 10000)]:
        centre = stats.beta(a, b)
        for p in [0.001, 0.025, 0.3, 0.5, 0.95, 0.975]:
            x = float(f"{centre.ppf(p):.6g}")
            if 0 < x < 1:
                yield "beta", [a, b], x, beta(x, a, b), stats.beta.cdf(x, a, b)
    for df in [0.25, 0.5, 1, 1.5, 2.571, 5, 10, 18.3, 30, 100, 1234.5, 100000]:
        for p in [0.005, 0.025, 0.4, 0.9, 0.975, 0.995]:
            x = float(f"{stats.t(df).ppf(p):.6g}")
            yield "t", [df], x, student_t(x, df), stats.t.cdf(x, df)
    for x in [-6.5, -3.09, -1.96, -0.4, 0.1, 0.9, 1.644853627, 2.5758, 5.2]:
        yield "normal", [], x, normal(x), stats.norm.cdf(x)
    for df in [0.5, 1, 2, 3.7, 12, 25, 120, 3000.5, 400000]:
        for p in [1e-8, 0.01, 0.3, 0.5, 0.9, 0.975]:
            x = float(f"{stats.chi2(df).ppf(p):.6g}")
            yield "chi-square", [df], x, chi_square(x, df), stats.chi2.cdf(x, df)
        for p in [0.2, 1e-3, 1e-12]:
            x = float(f"{stats.chi2(df).isf(p):.6g}")
            yield "chi-square-tail", [df], x, chi_square_tail(x, df), stats.chi2.sf(x, df)


for name, parameters, x, probability, peer in entries():
    assert abs(float(probability) / peer - 1) < 1e-9, (name, parameters, x, probability, peer)
    print(json.dumps([name, parameters, x, float(probability)]))
