"""100 bootstrap replicates of 71 areas on 2,200 cases by scikit-learn, drawn by numpy within each class: seconds.

Reads the truth and the scores as JSON from standard input.
"""

import json
import sys
import time

import numpy
from sklearn.metrics import roc_auc_score

given = json.load(sys.stdin)
truth = numpy.array(given["truth"])
scores = numpy.array(given["scores"])
classes = [numpy.flatnonzero(truth == label) for label in (0, 1)]
generator = numpy.random.default_rng(1)
roc_auc_score(truth, scores[0])

started = time.perf_counter()
areas = numpy.empty((given["replicates"], len(scores)))
for replicate in range(given["replicates"]):
    drawn = numpy.concatenate([generator.choice(members, len(members)) for members in classes])
    for test, values in enumerate(scores):
        areas[replicate, test] = roc_auc_score(truth[drawn], values[drawn])
print(json.dumps({"seconds": time.perf_counter() - started, "mean": areas.mean()}))
