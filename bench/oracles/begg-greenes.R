# writes: packages/statistics/src/incomplete/begg-greenes.oracle.json
#
# Begg and Greenes' sensitivity and specificity by their definition, and the variances of their logits by the delta method from
# the multinomial counts of the six kinds of cases, with a gradient taken by the R package numDeriv.
#
# Run:  Rscript bench/oracles/begg-greenes.R > packages/statistics/src/incomplete/begg-greenes.oracle.json

library(numDeriv)

# Positive: diseased, healthy, unverified; then negative. The first is hepatic scintigraphy (Drum, Christacopoulos 1972).
sets <- list(c(231, 32, 166, 27, 54, 140), c(40, 3, 20, 2, 10, 900), c(5, 4, 1, 3, 8, 2), c(120, 60, 0, 30, 300, 0))

logits <- function(x) {
  n <- c(sum(x[1:3]), sum(x[4:6]))
  phi <- c(x[1] / (x[1] + x[2]), x[4] / (x[4] + x[5]))
  c(log(n[1] * phi[1]) - log(n[2] * phi[2]), log(n[2] * (1 - phi[2])) - log(n[1] * (1 - phi[1])))
}

one <- function(x) {
  total <- sum(x)
  slope <- jacobian(logits, x)
  spread <- slope %*% (diag(x) - outer(x, x) / total) %*% t(slope)
  found <- logits(x)
  reach <- qnorm(0.975) * sqrt(diag(spread))
  row <- function(k) sprintf("[%s]", paste(sprintf("%.10g", plogis(found[k] + c(0, -1, 1) * reach[k])), collapse = ","))
  sprintf("{\"counts\":[%s],\"sensitivity\":%s,\"specificity\":%s}", paste(x, collapse = ","), row(1), row(2))
}

cat("[", paste(vapply(sets, one, ""), collapse = ",\n"), "]\n", sep = "")
