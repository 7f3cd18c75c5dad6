# writes: packages/statistics/src/proportions/design-weights.oracle.json
#
# A share of weighted cases in patients by the R package survey: cases drawn with known probabilities, whose inverses are
# their weights; patients are clusters, sampled with replacement.
#
# Run:  Rscript bench/oracles/design-weights.R > packages/statistics/src/proportions/design-weights.oracle.json
#
# Needs R with survey 4.1 (Debian: r-cran-survey).

suppressMessages(library(survey))

cases <- data.frame(
  patient = c(1, 1, 2, 3, 3, 3, 4, 5, 6, 6, 7, 8, 9, 10, 10),
  found = c(1, 0, 1, 1, 1, 0, 1, 1, 1, 1, 0, 1, 1, 0, 1),
  weight = c(1, 1, 4, 2.5, 2.5, 1, 4, 1, 1, 4, 4, 10, 1, 2.5, 2.5)
)
design <- svydesign(ids = ~patient, weights = ~weight, data = cases)
share <- svymean(~found, design)
patients <- tapply(cases$weight, cases$patient, sum)
df <- sum(patients)^2 / sum(patients^2) - 1
interval <- confint(svyciprop(~found, design, method = "logit", df = df))
write <- function(x) paste0("[", paste(sprintf("%.15g", x), collapse = ", "), "]")
cat(
  "{\n",
  '  "patient": ', write(cases$patient), ",\n", '  "found": ', write(cases$found), ",\n",
  '  "weight": ', write(cases$weight), ",\n",
  sprintf('  "share": %.15g,\n  "standardError": %.15g,\n  "effectivePatients": %.15g,\n', coef(share), SE(share), df + 1),
  '  "interval": ', write(as.numeric(interval)), "\n}\n", sep = ""
)
