# writes: packages/statistics/src/proportions/binomial-interval.oracle.json
"""Intervals of a share by statsmodels.

Run:  /usr/bin/python3 bench/oracles/binomial-interval.py > packages/statistics/src/proportions/binomial-interval.oracle.json

Needs statsmodels 0.13 (Debian: python3-statsmodels).
"""

import json

from statsmodels.stats.proportion import proportion_confint

methods = {"wilson": "wilson", "clopper-pearson": "beta", "jeffreys": "jeffreys", "agresti-coull": "agresti_coull"}
counts = [(81, 263), (15, 148), (1, 29), (3, 7), (28, 29), (999, 1000), (500000000, 1000000000), (1, 1000000)]
print(json.dumps([
    dict(method=method, successes=x, trials=n, alpha=alpha,
         lower=float(f"{lower:.15g}"), upper=float(f"{upper:.15g}"))
    for method, theirs in methods.items() for x, n in counts for alpha in (0.05, 0.01)
    for lower, upper in [proportion_confint(x, n, alpha, theirs)]
]))
