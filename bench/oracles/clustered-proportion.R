# writes: packages/statistics/src/proportions/clustered-proportion.oracle.json
#
# Intervals of clustered proportions by the R package survey: svyciprop with method "logit" (degrees of freedom K_eff - 1, as
# docs/statistics/clustered-proportion.md has it) and "beta" (Korn and Graubard; K - 1), and svyratio of records within patients.
# Patients are clusters of equal weight, sampled with replacement.
#
# Run:  Rscript bench/oracles/clustered-proportion.R > packages/statistics/src/proportions/clustered-proportion.oracle.json
#
# Needs R with survey 4.1 (Debian: r-cran-survey).

suppressMessages(library(survey))

number <- function(x) sprintf("%.14g", as.numeric(x))
list_of <- function(x) paste0("[", paste(number(x), collapse = ", "), "]")

sets <- list(
  three = data.frame(found = c(90, 40, 150), all = c(100, 50, 150)),
  eight = data.frame(found = c(412, 380, 97, 1203, 56, 801, 640, 9), all = c(415, 391, 97, 1250, 80, 803, 640, 12)),
  rare = data.frame(found = c(1, 0, 0, 3, 0, 1, 0, 0, 2, 0), all = c(40, 35, 60, 22, 50, 47, 31, 58, 44, 39))
)

one <- function(name) {
  set <- sets[[name]]
  df <- sum(set$all)^2 / sum(set$all^2) - 1
  beats <- data.frame(patient = rep(seq_len(nrow(set)), set$all),
                      found = unlist(Map(function(a, n) rep(c(1, 0), c(a, n - a)), set$found, set$all)))
  design <- svydesign(ids = ~patient, weights = ~1, data = beats)
  logit <- svyciprop(~found, design, method = "logit", df = df)
  beta <- svyciprop(~found, design, method = "beta")
  paste0(
    '  "', name, '": {\n    "found": ', list_of(set$found), ',\n    "all": ', list_of(set$all),
    ',\n    "df": ', number(df), ',\n    "standardError": ', number(SE(svymean(~found, design))),
    ',\n    "logit": ', list_of(confint(logit)), ',\n    "beta": ', list_of(confint(beta)), "\n  }"
  )
}

records <- data.frame(patient = c(1, 1, 2, 3, 3, 3, 4, 5), ratio = c(0.9, 0.7, 1, 0.5, 0.65, 0.8, 0.99, 0.875), one = 1)
average <- svyratio(~ratio, ~one, svydesign(ids = ~patient, weights = ~1, data = records))
cat('{\n', paste(vapply(names(sets), one, ""), collapse = ",\n"), ',\n  "records": {\n    "patients": ', list_of(records$patient),
    ',\n    "ratios": ', list_of(records$ratio), ',\n    "average": ', number(coef(average)), ',\n    "standardError": ',
    number(SE(average)), '\n  }\n}\n', sep = "")
