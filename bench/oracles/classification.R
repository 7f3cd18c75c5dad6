# writes: packages/statistics/src/proportions/classification.oracle.json
#
# Sensitivity, specificity and their contrasts by the R package survey: patients are clusters, likelihood ratios on the logarithm
# and predictive values on the logit by svycontrast. In `both`, every patient has diseased and healthy cases; in `apart`, none has,
# and the classes are strata.
#
# Run:  Rscript bench/oracles/classification.R > packages/statistics/src/proportions/classification.oracle.json
#
# Needs R with survey 4.1 (Debian: r-cran-survey).

suppressMessages(library(survey))

number <- function(x) if (x == round(x)) sprintf("%d", as.integer(x)) else sprintf("%.13g", x)
write <- function(x) paste0("[", paste(vapply(x, number, ""), collapse = ", "), "]")
both <- data.frame(
  patient = c(1, 1, 1, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 5, 6, 6, 7, 7, 7, 7, 8, 8),
  truth = c(1, 1, 0, 1, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 1, 0, 1, 1, 1, 0, 1, 0),
  call = c(1, 0, 0, 1, 1, 0, 1, 1, 0, 1, 0, 1, 0, 0, 0, 1, 1, 1, 0, 0, 1, 0),
  weight = 1
)
weighted <- transform(both, weight = rep_len(c(1, 2.5, 4, 1, 1, 3), nrow(both)))
apart <- transform(both, patient = patient + 100 * truth)
contrasts <- function(cases, strata) {
  design <- svydesign(ids = ~patient, weights = ~weight, strata = strata, data = transform(cases,
    tp = truth * call, fn = truth * (1 - call), tn = (1 - truth) * (1 - call), fp = (1 - truth) * call
  ))
  totals <- svytotal(~ tp + fn + tn + fp, design)
  of <- function(quotient) {
    found <- svycontrast(totals, quotient)
    c(coef(found), SE(found))
  }
  paste0(
    '{\n    "patient": ', write(cases$patient), ",\n", '    "truth": ', write(cases$truth), ",\n",
    '    "call": ', write(cases$call), ",\n", '    "weight": ', write(cases$weight), ",\n",
    '    "sensitivity": ', write(of(quote(log(tp / fn)))), ",\n",
    '    "specificity": ', write(of(quote(log(tn / fp)))), ",\n",
    '    "positive": ', write(of(quote(log((tp / (tp + fn)) / (fp / (tn + fp)))))), ",\n",
    '    "negative": ', write(of(quote(log((fn / (tp + fn)) / (tn / (tn + fp)))))), "\n  }"
  )
}
cat('{\n  "both": ', contrasts(both, NULL), ',\n  "weighted": ', contrasts(weighted, NULL),
  ',\n  "apart": ', contrasts(apart, ~truth), "\n}\n", sep = "")
