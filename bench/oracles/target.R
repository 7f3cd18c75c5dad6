# writes: packages/statistics/src/frame/target.oracle.json
#
# Sensitivities of eight hospitals made one by random effects on the logit (REML, Hartung-Knapp with its floor) by the R
# package metafor, back on the scale of shares, with the prediction interval of Higgins and others (2009), k - 2 degrees of
# freedom. The last hospital found all of its 40: half a success and half a failure more.
#
# Run:  Rscript bench/oracles/target.R > packages/statistics/src/frame/target.oracle.json
#
# Needs R with metafor 3.8.

suppressMessages(library(metafor))

found <- c(81, 45, 120, 66, 93, 30, 58, 40)
all <- c(90, 60, 125, 80, 100, 42, 60, 40)
share <- found / all
logit <- log(share / (1 - share))
error <- sqrt(1 / (all * share * (1 - share)))
logit[8] <- log(40.5 / 0.5)
error[8] <- sqrt(1 / 40.5 + 1 / 0.5)

fit <- rma(logit, error^2, method = "REML", test = "adhoc", control = list(threshold = 1e-14, maxiter = 1000))
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
