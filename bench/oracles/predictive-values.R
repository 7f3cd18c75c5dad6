# writes: packages/statistics/src/proportions/predictive-values.oracle.json
#
# Likelihood ratios by the R package epiR; predictive values at a prevalence by the formulas of Mercaldo, Lau and Zhou (2007), from
# base R.
#
# Run:  Rscript bench/oracles/predictive-values.R > packages/statistics/src/proportions/predictive-values.oracle.json
#
# Needs R with epiR (Debian: r-base-core r-cran-epir). The first table is epiR's example (Scott and others 2008, 670 74 202 640);
# the second that of Mercaldo and others, table II: APOE e4 and Alzheimer's disease (240 87 178 288).

suppressMessages(library(epiR))
digits <- function(x) paste0("[", paste(sprintf("%.15g", x), collapse = ","), "]")
logit <- function(estimate, variance) {
  l <- log(estimate / (1 - estimate))
  plogis(c(l, l - qnorm(0.975) * sqrt(variance), l + qnorm(0.975) * sqrt(variance)))
}
cat("[", paste(vapply(list(c(670, 74, 202, 640), c(240, 178, 87, 288)), function(x) {
  tests <- epi.tests(as.table(matrix(x, 2, byrow = TRUE)), conf.level = 0.95)$detail
  lr <- function(name) as.numeric(tests[tests$statistic == name, c("est", "lower", "upper")])
  tp <- x[1]; fp <- x[2]; fn <- x[3]; tn <- x[4]
  se <- tp / (tp + fn); sp <- tn / (tn + fp); p <- 0.03
  ppv <- se * p / (se * p + (1 - sp) * (1 - p)); npv <- sp * (1 - p) / ((1 - se) * p + sp * (1 - p))
  vp <- (1 - se) / se / (tp + fn) + sp / (1 - sp) / (tn + fp)
  vn <- se / (1 - se) / (tp + fn) + (1 - sp) / sp / (tn + fp)
  paste0("{\"counts\":", digits(x), ",\"lrPositive\":", digits(lr("lr.pos")), ",\"lrNegative\":", digits(lr("lr.neg")),
         ",\"prevalence\":0.03,\"ppv\":", digits(logit(ppv, vp)), ",\"npv\":", digits(logit(npv, vn)), "}")
}, ""), collapse = ","), "]\n", sep = "")
