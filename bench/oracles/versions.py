# writes: packages/statistics/src/versions/versions.oracle.json
"""Differences of two versions, by numpy, scikit-learn, scipy and statsmodels.

Run:  /usr/bin/python3 bench/oracles/versions.py > packages/statistics/src/versions/versions.oracle.json

Needs python3-numpy, python3-scipy, python3-sklearn, python3-statsmodels (Debian). ICC(2,1) from the mean squares of a two-way table; parts of the area by the
trapezoidal rule over scikit-learn's roc_curve; O/E from sums; average precision is scikit-learn's times the share of lesions that any mark hit.
Calibration's intercept and slope are statsmodels' binomial GLM. How far calibration is from right has an interval from those of the difference and the sum of both deviations, at their corners. Standard errors leave patients out one at a time; the interval of the average precisions is a bootstrap of 20,000 draws of patients.
"""

import json

import numpy as np
import statsmodels.api as sm
from scipy.stats import t
from sklearn.metrics import average_precision_score, roc_curve

rng = np.random.default_rng(5)


def icc(values):
    n, k = values.shape
    grand = values.mean()
    rows = k * ((values.mean(axis=1) - grand) ** 2).sum() / (n - 1)
    columns = n * ((values.mean(axis=0) - grand) ** 2).sum() / (k - 1)
    rest = ((values - grand) ** 2).sum() - rows * (n - 1) - columns * (k - 1)
    error = rest / ((n - 1) * (k - 1))
    return (rows - error) / (rows + (k - 1) * error + k * (columns - error) / n)


def partial(truth, score, over, low, high):
    fpr, tpr, _ = roc_curve(truth, score, drop_intermediate=False)
    x, y = (fpr, tpr) if over == "specificity" else (tpr, 1 - fpr)
    low, high = (1 - high, 1 - low) if over == "specificity" else (low, high)
    area = 0.0
    for x0, x1, y0, y1 in zip(x, x[1:], y, y[1:]):
        a, b = max(low, x0), min(high, x1)
        if b > a:
            at = lambda place: y0 + (y1 - y0) * (place - x0) / (x1 - x0)
            area += (at(a) + at(b)) / 2 * (b - a)
    return area


def held(patients, of_earlier, of_later):
    every = np.ones(len(patients), bool)
    left = [of_later(patients != p) - of_earlier(patients != p) for p in np.unique(patients)]
    k = len(left)
    error = np.sqrt((k - 1) / k * ((np.array(left) - np.mean(left)) ** 2).sum())
    estimate = of_later(every) - of_earlier(every)
    reach = t.ppf(0.975, k - 1) * error
    return {"estimate": estimate, "lower": estimate - reach, "upper": estimate + reach}


patients = np.sort(rng.integers(0, 40, 60))
truth = (rng.random(60) < 0.4).astype(int)
scores = [np.round(1 / (1 + np.exp(-(shift * truth - 1 + rng.normal(size=60)))), 2) for shift in (1.2, 2.0)]
reference = np.round(rng.normal(55, 10, 60), 1)
values = [np.round(reference + bias + rng.normal(0, spread, 60), 1) for bias, spread in ((3, 8), (1, 4))]


def of(figure, answers, right):
    return held(patients, *[(lambda kept, one=one: figure(right[kept], one[kept])) for one in answers])


parts = [("specificity", 0.8, 1), ("sensitivity", 0.6, 1), ("specificity", 0.55, 0.85)]

all_cases = np.ones(60, bool)


def distance(deviation):
    """How far the later version is from right, minus how far the earlier is."""
    earlier, later = [(lambda kept, own=own: deviation(truth[kept], own[kept])) for own in scores]
    apart = held(patients, earlier, later)
    together = held(patients, lambda kept: -earlier(kept), later)
    corners = [
        abs((v + u) / 2) - abs((v - u) / 2)
        for u in (apart["lower"], apart["upper"])
        for v in (together["lower"], together["upper"])
    ]
    return {
        "deviations": [earlier(all_cases), later(all_cases)],
        "estimate": abs(later(all_cases)) - abs(earlier(all_cases)),
        "lower": min(corners),
        "upper": max(corners),
    }


def fit(right, design, offset=None):
    return sm.GLM(right, design, family=sm.families.Binomial(), offset=offset).fit(tol=1e-14, maxiter=200).params


logit = lambda own: np.log(own / (1 - own))
observed_expected = distance(lambda right, own: np.log(right.sum() / own.sum()))
in_the_large = distance(lambda right, own: fit(right, np.ones((len(right), 1)), logit(own))[0])
slope = distance(lambda right, own: fit(right, sm.add_constant(logit(own)))[1] - 1)

# Marks: two lesions a patient at most, each version's score of a lesion or none, and its false marks.
lesions = rng.integers(0, 3, 30)
draw = lambda rate, extra: [
    {
        "lesions": [round(float(rng.normal(1, 1)), 1) if rng.random() < rate else None for _ in range(count)],
        "false": [round(float(rng.normal(0, 1)), 1) for _ in range(rng.poisson(extra))],
    }
    for count in lesions
]
marks = [draw(0.65, 1.2), draw(0.85, 0.8)]


def precision(own):
    found = [score for one in own for score in one["lesions"] if score is not None]
    false = [score for one in own for score in one["false"]]
    total = sum(len(one["lesions"]) for one in own)
    if not found:
        return 0.0
    return average_precision_score([1] * len(found) + [0] * len(false), found + false) * len(found) / total


draws = []
for _ in range(20_000):
    chosen = rng.integers(0, 30, 30)
    draws.append(precision([marks[1][i] for i in chosen]) - precision([marks[0][i] for i in chosen]))

print(
    json.dumps(
        {
            "patients": patients.tolist(),
            "truth": truth.tolist(),
            "scores": [one.tolist() for one in scores],
            "reference": reference.tolist(),
            "values": [one.tolist() for one in values],
            "icc": of(lambda right, own: icc(np.column_stack([own, right])), values, reference),
            "parts": [
                {"over": over, "from": low, "to": high}
                | of(lambda right, own: partial(right, own, over, low, high), scores, truth)
                for over, low, high in parts
            ],
            "calibration": {
                "observed-expected": observed_expected,
                "calibration-in-the-large": in_the_large,
                "calibration-slope": slope,
            },
            "marks": marks,
            "averagePrecision": {
                "earlier": precision(marks[0]),
                "later": precision(marks[1]),
                "percentiles": np.percentile(draws, [2.5, 97.5]).tolist(),
                "deviation": float(np.std(draws)),
            },
        }
    )
)
