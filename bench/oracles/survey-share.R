# writes: packages/statistics/src/proportions/survey-share.oracle.json
#
# Shares of stratified, clustered and weighted cases by the R package survey: svyciprop (logit with the degrees of freedom of
# docs/statistics/proportions.md, and beta where all patients have as many cases, so that these are survey's own), svyratio's
# standard error, and Rao and Scott's tests of groups by svychisq.
#
# Run:  Rscript bench/oracles/survey-share.R > packages/statistics/src/proportions/survey-share.oracle.json
#
# Needs R with survey 4.1 (Debian: r-cran-survey).

suppressMessages(library(survey))

number <- function(x) if (x == round(x)) sprintf("%d", as.integer(x)) else sprintf("%.13g", x)
write <- function(x) paste0("[", paste(vapply(x, number, ""), collapse = ", "), "]")
words <- function(x) paste0("[", paste0('"', x, '"', collapse = ", "), "]")
equal <- data.frame(
  patient = rep(1:11, each = 4), stratum = rep(c("a", "b"), c(24, 20)), weight = 1,
  group = rep_len(c("x", "y", "z"), 44),
  found = c(1,1,1,1, 1,0,1,1, 1,1,1,1, 0,0,1,1, 1,1,1,1, 1,1,0,1, 1,0,0,1, 1,1,1,1, 0,1,1,0, 1,1,0,1, 1,1,1,1)
)
unequal <- transform(equal, weight = rep_len(c(1, 2.5, 4, 1, 1, 3, 2), 44))[-c(2, 7, 8, 15, 22, 23, 24, 31, 40), ]
one <- function(cases) {
  design <- svydesign(ids = ~patient, strata = ~stratum, weights = ~weight, data = cases)
  sizes <- tapply(cases$weight, cases$patient, sum)
  df <- sum(sizes)^2 / sum(sizes^2) - 2
  share <- svymean(~found, design)
  logit <- confint(svyciprop(~found, design, method = "logit", df = df))
  beta <- confint(svyciprop(~found, design, method = "beta"))
  together <- svydesign(ids = ~patient, weights = ~weight, data = cases)
  test <- svychisq(~ found + group, together, statistic = "F")
  two <- svydesign(ids = ~patient, weights = ~weight, data = subset(cases, group != "z"))
  pair <- svychisq(~ found + group, two, statistic = "F")
  of <- function(test) c(test$statistic, test$parameter, test$p.value)
  paste0(
    '{\n    "patient": ', write(cases$patient), ",\n", '    "stratum": ', words(cases$stratum), ",\n",
    '    "weight": ', write(cases$weight), ",\n", '    "group": ', words(cases$group), ",\n",
    '    "found": ', write(cases$found), ",\n", '    "share": ', write(c(coef(share), SE(share))), ",\n",
    '    "logit": ', write(logit), ",\n", '    "beta": ', write(beta), ",\n",
    '    "groups": ', write(of(test)), ",\n", '    "pair": ', write(of(pair)), "\n  }"
  )
}
cat('{\n  "equal": ', one(equal), ',\n  "unequal": ', one(unequal), "\n}\n", sep = "")
