# Intervals of clustered proportions by the R package survey, for
# packages/statistics/src/proportions/clustered-proportion.test.ts.
#
# Run:  Rscript bench/oracles/clustered-proportion.R
#
# Needs R and survey (Debian: r-base-core r-cran-survey). Patients are clusters of equal weight, sampled with replacement;
# the degrees of freedom are K_eff - 1, as docs/statistics/clustered-proportion.md has it.

suppressMessages(library(survey))
options(digits = 15)

sets <- list(
  three = data.frame(found = c(90, 40, 150), all = c(100, 50, 150)),
  eight = data.frame(found = c(412, 380, 97, 1203, 56, 801, 640, 9), all = c(415, 391, 97, 1250, 80, 803, 640, 12)),
  rare = data.frame(found = c(1, 0, 0, 3, 0, 1, 0, 0, 2, 0), all = c(40, 35, 60, 22, 50, 47, 31, 58, 44, 39))
)

for (name in names(sets)) {
  set <- sets[[name]]
  patients <- seq_len(nrow(set))
  df <- sum(set$all)^2 / sum(set$all^2) - 1
  beats <- data.frame(patient = rep(patients, set$all),
                      found = unlist(Map(function(a, n) rep(c(1, 0), c(a, n - a)), set$found, set$all)))
  design <- svydesign(ids = ~patient, weights = ~1, data = beats)
  logit <- svyciprop(~found, design, method = "logit", df = df)
  beta <- svyciprop(~found, design, method = "beta")
  cat(name, "K_eff - 1 =", format(df, digits = 15), "\n  estimate, standard error:", coef(logit), SE(logit),
      "\n  logit:", confint(logit), "\n  Korn-Graubard, df K - 1:", confint(beta), "\n")
}

# Records of one patient are one cluster; the average is over records.
records <- data.frame(patient = c(1, 1, 2, 3, 3, 3, 4, 5), ratio = c(0.9, 0.7, 1, 0.5, 0.65, 0.8, 0.99, 0.875), one = 1)
average <- svyratio(~ratio, ~one, svydesign(ids = ~patient, weights = ~1, data = records))
cat("average, standard error:", coef(average), SE(average), "\n")
