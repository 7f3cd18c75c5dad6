# writes: packages/statistics/src/frame/target.oracle.json
#
# Sensitivities of eight hospitals made one by random effects on the logit (REML, Hartung-Knapp with its floor) by the R
# package metafor, back on the scale of shares, with the prediction interval of Higgins and others (2009), k - 2 degrees of
# freedom. Every hospital has half a success and half a failure more, and the variance that goes with the average share
# (escalc's vtype "AV"). The last one found all of its 40.
#
# Run:  Rscript bench/oracles/target.R > packages/statistics/src/frame/target.oracle.json
#
# Needs R with metafor 3.8.

suppressMessages(library(metafor))

found <- c(81, 45, 120, 66, 93, 30, 58, 40)
all <- c(90, 60, 125, 80, 100, 42, 60, 40)
effects <- escalc(measure = "PLO", xi = found, ni = all, add = 1 / 2, to = "all", vtype = "AV")

fit <- rma(yi, vi, data = effects, method = "REML", test = "adhoc", control = list(threshold = 1e-14, maxiter = 1000))
k <- length(found)
reach <- qt(0.975, k - 2) * sqrt(fit$tau2 + fit$se^2)
values <- list(
  found = found, all = all,
  estimate = plogis(fit$beta[1]), interval = plogis(c(fit$ci.lb, fit$ci.ub)),
  prediction = plogis(fit$beta[1] + c(-1, 1) * reach),
  q = fit$QE, tauSquared = fit$tau2, iSquared = max(0, (fit$QE - (k - 1)) / fit$QE)
)
lines <- sapply(names(values), function(name) {
  shown <- paste(sprintf("%.10g", values[[name]]), collapse = ", ")
  sprintf('  "%s": %s', name, if (length(values[[name]]) > 1) paste0("[", shown, "]") else shown)
})
cat("{\n", paste(lines, collapse = ",\n"), "\n}\n", sep = "")
