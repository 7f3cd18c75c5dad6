# writes: packages/statistics/src/calibration/calibration.oracle.json
"""Calibration of forecasts by scikit-learn, R's glm, rms, sandwich and survey.

Run:  python3 bench/oracles/calibration.py > packages/statistics/src/calibration/calibration.oracle.json

Needs Python 3.9 with scikit-learn 1.2 and R with rms, sandwich and survey (Debian: python3-sklearn r-base-core r-cran-rms
r-cran-sandwich r-cran-survey). Forecasts are random, on three decimals so that there are ties, of cases in patients.
"""

import json
import math
import random
import subprocess
import tempfile

import numpy as np
from sklearn.calibration import calibration_curve
from sklearn.metrics import brier_score_loss

R = r"""
suppressMessages({library(rms); library(sandwich); library(survey)})
for (name in c("right", "extreme", "timid", "small")) {
  d <- read.csv(paste0(folder, "/", name, ".csv"))
  d$x <- qlogis(d$p)
  control <- glm.control(epsilon = 1e-15, maxit = 100)
  fit <- glm(y ~ x, binomial, d, control = control)
  large <- glm(y ~ 1, binomial, d, offset = d$x, control = control)
  # glm's variances are of the last step but one: it starts once more where it ended.
  fit <- glm(y ~ x, binomial, d, control = control, start = coef(fit))
  large <- glm(y ~ 1, binomial, d, offset = d$x, control = control, start = coef(large))
  se <- function(v) sqrt(diag(v))
  val <- val.prob(d$p, d$y, pl = FALSE)
  design <- svydesign(ids = ~cluster, weights = ~1, data = d)
  ratio <- svyratio(~y, ~p, design)
  score <- svymean(~e, svydesign(ids = ~cluster, weights = ~1, data = transform(d, e = (p - y)^2)))
  line <- function(key, x) cat(name, key, sprintf("%.15g", as.numeric(x)), "\n")
  line("glm", c(coef(fit), se(vcov(fit)), confint.default(fit)))
  line("large", c(coef(large), se(vcov(large)), confint.default(large)))
  line("clustered", c(se(vcovCL(fit, d$cluster, type = "HC0")), se(vcovCL(large, d$cluster, type = "HC0"))))
  line("val.prob", val[c("Brier", "Intercept", "Slope", "S:z", "S:p")])
  line("ratio", c(coef(ratio), SE(ratio)))
  line("brier", c(coef(score), SE(score)))
}
"""


def forecasts(draw, patients, per_patient, spread, slope):
    rows = []
    for patient in range(patients):
        own = draw.gauss(0, 0.6)
        for _ in range(draw.randrange(1, per_patient + 1)):
            x = draw.gauss(-0.7, spread) + own
            y = int(draw.random() < 1 / (1 + math.exp(-(0.2 + x))))
            p = min(0.999, max(0.001, round(1 / (1 + math.exp(-slope * x)), 3)))
            rows.append((y, p, patient))
    return rows


def curves(y, p):
    found = {}
    for strategy in ("uniform", "quantile"):
        for bins in (5, 10):
            observed, predicted = calibration_curve(y, p, n_bins=bins, strategy=strategy)
            found[f"{strategy} {bins}"] = {"observed": list(observed), "predicted": list(predicted)}
    return found


def main():
    draw = random.Random(1950)
    sets = {"right": forecasts(draw, 60, 5, 1.2, 1), "extreme": forecasts(draw, 60, 5, 1.5, 1.8),
            "timid": forecasts(draw, 80, 3, 1.5, 0.4), "small": forecasts(draw, 12, 2, 1, 1)}
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, rows in sets.items():
            with open(f"{folder}/{name}.csv", "w") as file:
                file.write("y,p,cluster\n" + "".join(f"{y},{p},{c}\n" for y, p, c in rows))
        printed = subprocess.run(["Rscript", "-e", f'folder <- "{folder}"' + R], capture_output=True, text=True, check=True)
    for line in printed.stdout.splitlines():
        name, key, *numbers = line.split()
        found.setdefault(name, {})[key] = [float(x) for x in numbers]
    out = []
    for name, rows in sets.items():
        y, p, clusters = (list(column) for column in zip(*rows))
        out.append({"name": name, "truths": y, "probabilities": p, "clusters": clusters,
                    "brierScoreLoss": brier_score_loss(y, np.array(p)), "curves": curves(y, p), **found[name]})
    print("[\n" + ",\n".join(json.dumps(one) for one in out) + "\n]")


main()
