# writes: packages/statistics/src/detection/froc.oracle.json
"""FROC by the rules of LUNA16's evaluation program (noduleCADEvaluationLUNA16.py), with scikit-learn's curve and numpy's
interpolation, as that program uses them; average precision by scikit-learn.

Run:  /usr/bin/python3 bench/oracles/froc.py > packages/statistics/src/detection/froc.oracle.json

Needs numpy and scikit-learn (Debian: python3-sklearn). Scans, lesions and marks are drawn by a small generator of our own, so
that the numbers do not hang on numpy's version: some lesions overlap, some findings are excluded, scores tie.
"""

import json

import numpy as np
from sklearn.metrics import average_precision_score, roc_curve

state = 20161


def draw():
    global state
    state = (1103515245 * state + 12345) % 2**31
    return state / 2**31


def place():
    return [round(60 * draw(), 2) for _ in range(3)]


scans = []
for number in range(60):
    lesions = [dict(centre=place(), diameter=round(4 + 20 * draw(), 1), excluded=draw() < 0.3)
               for _ in range(int(4 * draw()))]
    for lesion in lesions:
        # Written as -1 in LUNA16's list of excluded findings; its program takes 10 mm for them.
        lesion["unmeasured"] = lesion["excluded"] and draw() < 0.5
        if lesion["unmeasured"]:
            lesion["diameter"] = 10.0
    marks = []
    for lesion in lesions:
        for _ in range(int(3 * draw())):
            shift = [round((draw() - 0.5) * lesion["diameter"], 2) for _ in range(3)]
            marks.append(dict(centre=[round(a + b, 2) for a, b in zip(lesion["centre"], shift)],
                              score=round(0.3 + 0.7 * draw(), 1)))
    marks += [dict(centre=place(), score=round(draw(), 1)) for _ in range(int(6 * draw()))]
    scans.append(dict(case=f"scan{number:02d}", lesions=lesions, marks=marks))

truth, scores, excluded = [], [], []
for scan in scans:
    left = dict(enumerate(scan["marks"]))
    for lesion in scan["lesions"]:
        hits = []
        for key, mark in enumerate(scan["marks"]):
            distance = sum((a - b) ** 2 for a, b in zip(mark["centre"], lesion["centre"]))
            if distance < (lesion["diameter"] / 2) ** 2:
                hits.append(mark["score"])
                left.pop(key, None)
        if lesion["excluded"]:
            continue
        truth.append(1)
        scores.append(max(hits) if hits else -1e9)
        excluded.append(not hits)
    for mark in left.values():
        truth.append(0)
        scores.append(mark["score"])
        excluded.append(False)

truth, scores, excluded = np.array(truth), np.array(scores), np.array(excluded)
kept_truth, kept_scores = truth[~excluded], scores[~excluded]
fpr, tpr, thresholds = roc_curve(kept_truth, kept_scores)
fps = fpr * (len(kept_truth) - kept_truth.sum()) / len(scans)
sens = tpr * kept_truth.sum() / truth.sum()
rates = [1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8]
at = np.interp(rates, fps, sens)

result = dict(
    scans=scans, lesions=int(truth.sum()), hits=int(kept_truth.sum()), falsePositives=int((kept_truth == 0).sum()),
    rates=rates, sensitivities=[float(f"{v:.15g}") for v in at], mean=float(f"{np.mean(at):.15g}"),
    # Of the lesions that were hit: the step sum over thresholds; lesions without a mark lower the recall.
    averagePrecision=float(f"{average_precision_score(kept_truth, kept_scores) * kept_truth.sum() / truth.sum():.15g}"),
)
print(json.dumps(result))
