# writes: packages/statistics/src/agreement/dawid-skene.oracle.json
"""The latent class model of raters who err, by maximising its likelihood directly with scipy.

The data are table 1 of Dawid and Skene, Applied Statistics 28:20-28 (1979): 45 patients, five anaesthetists, the first of whom
assessed each patient three times. Prevalence and error rates are soft-maxed free parameters, and L-BFGS climbs the log-likelihood
(their equation 2.7). The likelihood has several maxima: climbing begins where twenty plain steps of EM from the votes have come, so
that it is the paper's maximum, not the higher one that L-BFGS finds from the votes themselves (-191.57).

Run:  python3 bench/oracles/dawid-skene.py > packages/statistics/src/agreement/dawid-skene.oracle.json

Needs Python 3.9 with scipy 1.10 (Debian: python3-scipy).
"""

import json

import numpy as np
from scipy.optimize import minimize
from scipy.special import logsumexp

table = """
111/1/1/1/1 333/4/3/3/4 112/2/1/2/2 222/3/1/2/1 222/3/2/2/2 222/3/3/2/2 122/2/1/1/1 333/3/4/3/3 222/2/2/2/3 232/2/2/2/3
444/4/4/4/4 222/3/3/4/3 111/1/1/1/1 222/3/2/1/2 121/1/1/1/1 111/2/1/1/1 111/1/1/1/1 111/1/1/1/1 222/2/2/2/1 222/1/3/2/2
222/2/2/2/2 222/2/2/2/1 222/3/2/2/2 221/2/2/2/2 111/1/1/1/1 111/1/1/1/1 232/2/2/2/2 111/1/1/1/1 111/1/1/1/1 112/1/1/2/1
111/1/1/1/1 333/3/2/3/3 111/1/1/1/1 222/2/2/2/2 222/3/2/3/2 433/4/3/4/3 221/2/2/3/2 232/3/2/3/3 333/3/4/3/2 111/1/1/1/1
111/1/1/1/1 121/2/1/1/1 232/2/2/2/2 121/1/1/1/1 222/2/2/2/2
"""
patients = [row.split("/") for row in table.split()]
raters, categories = 5, 4
counts = np.zeros((len(patients), raters, categories))
for i, row in enumerate(patients):
    for k, said in enumerate(row):
        for one in said:
            counts[i, k, int(one) - 1] += 1

votes = counts.sum(1) / counts.sum((1, 2))[:, None]
for _ in range(20):
    rates = np.einsum("ij,ikl->kjl", votes, counts) + 1e-12
    rates /= rates.sum(2, keepdims=True)
    likely = votes.mean(0) * np.exp(np.einsum("ikl,kjl->ij", counts, np.log(rates)))
    prevalence, votes = votes.mean(0), likely / likely.sum(1, keepdims=True)
start = np.concatenate([np.log(prevalence), np.log(rates).ravel()])


def parts(x):
    log_p = x[:categories] - logsumexp(x[:categories])
    raw = x[categories:].reshape(raters, categories, categories)
    log_rates = raw - logsumexp(raw, axis=2, keepdims=True)
    joint = log_p + np.einsum("ikl,kjl->ij", counts, log_rates)
    return log_p, log_rates, joint


def loss_and_gradient(x):
    log_p, log_rates, joint = parts(x)
    whole = logsumexp(joint, axis=1)
    posterior = np.exp(joint - whole[:, None])
    of_p = posterior.sum(0) - len(patients) * np.exp(log_p)
    said = np.einsum("ij,ikl->kjl", posterior, counts)
    of_rates = said - said.sum(2, keepdims=True) * np.exp(log_rates)
    return -whole.sum(), -np.concatenate([of_p, of_rates.ravel()])


found = minimize(loss_and_gradient, start, jac=True, method="L-BFGS-B", options={"maxiter": 20000, "maxfun": 50000, "ftol": 1e-16, "gtol": 1e-9})
log_p, log_rates, joint = parts(found.x)
posterior = np.exp(joint - logsumexp(joint, axis=1, keepdims=True))


def rounded(values):
    return np.round(values, 6).tolist()


print(
    json.dumps(
        {
            "patients": [[[int(one) - 1 for one in said] for said in row] for row in patients],
            "prevalence": rounded(np.exp(log_p)),
            "errorRates": rounded(np.exp(log_rates)),
            "posteriors": rounded(posterior),
            "logLikelihood": round(-found.fun, 6),
        }
    )
)
