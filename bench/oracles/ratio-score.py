# writes: packages/statistics/src/proportions/ratio-score.oracle.json
"""Score intervals of ratios of shares by statsmodels 0.13 (method="score", compare="ratio", corrected), to about 6 digits.

Run:  /usr/bin/python3 bench/oracles/ratio-score.py > packages/statistics/src/proportions/ratio-score.oracle.json

Needs statsmodels (Debian: python3-statsmodels).
"""

import json

from statsmodels.stats.proportion import confint_proportions_2indep

rows = []
for x1, n1, x2, n2 in [(670, 744, 74, 276), (90, 100, 40, 200), (240, 418, 87, 375), (7, 20, 3, 31), (36, 40, 16, 80)]:
    ends = confint_proportions_2indep(x1, n1, x2, n2, method="score", compare="ratio")
    rows.append(dict(counts=[x1, n1, x2, n2], interval=[float(f"{end:.7g}") for end in ends]))
print(json.dumps(rows))
