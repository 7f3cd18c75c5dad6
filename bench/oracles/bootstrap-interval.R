# writes: packages/statistics/src/resampling/bootstrap-interval.oracle.json
#
# Percentile, BCa and studentised intervals by the R package boot 1.3, from boot's own replicates: the correlation of law
# schools' LSAT and GPA (Efron, Tibshirani 1993, table 3.1; boot's data of that name is another), the ratio of means of bigcity's
# sample `city` with its delta-method variance, and the variance of 26 children's measurements (Efron, Tibshirani, table 14.1).
# The influence given to BCa is the jackknife about its mean, as in their (14.15).
#
# Run:  Rscript bench/oracles/bootstrap-interval.R > packages/statistics/src/resampling/bootstrap-interval.oracle.json

suppressMessages(library(boot))
RNGkind("Mersenne-Twister", "Inversion", "Rejection")

digits <- function(x) {
  text <- ifelse(is.finite(x), sprintf("%.15g", x), "null")
  if (length(x) == 1) text else paste0("[", paste(text, collapse = ","), "]")
}

law <- data.frame(
  lsat = c(576, 635, 558, 578, 666, 580, 555, 661, 651, 605, 653, 575, 545, 572, 594),
  gpa = c(3.39, 3.30, 2.81, 3.03, 3.44, 3.07, 3.00, 3.43, 3.36, 3.13, 3.12, 2.74, 2.76, 2.88, 2.96))
spatial <- data.frame(
  a = c(48, 36, 20, 29, 42, 42, 20, 42, 22, 41, 45, 14, 6, 0, 33, 28, 34, 4, 32, 24, 47, 41, 24, 26, 30, 41))

correlation <- function(data, i) {
  r <- cor(data[i, 1], data[i, 2])
  c(r, (1 - r^2)^2 / length(i))
}
ratio <- function(data, i) {
  chosen <- data[i, ]
  theta <- mean(chosen$x) / mean(chosen$u)
  c(theta, sum((chosen$x - theta * chosen$u)^2) / (nrow(chosen) * mean(chosen$u))^2)
}
spread <- function(data, i) {
  d <- (data[i, 1] - mean(data[i, 1]))^2
  c(mean(d), (mean(d^2) - mean(d)^2) / length(i))
}

one <- function(name, data, statistic, level, seed) {
  set.seed(seed)
  found <- boot(data, statistic, R = 499)
  n <- nrow(data)
  left <- vapply(seq_len(n), function(i) statistic(data, seq_len(n)[-i])[1], 0)
  influence <- (n - 1) * (mean(left) - left)
  acceleration <- sum(influence^3) / (6 * sum(influence^2)^1.5)
  ends <- function(type, ...) {
    cut <- boot.ci(found, conf = level, type = type, var.t0 = found$t0[2], var.t = found$t[, 2], ...)
    as.numeric(cut[[c(perc = "percent", bca = "bca", stud = "student")[type]]][4:5])
  }
  paste0("{\"name\":\"", name, "\",\"level\":", level,
         ",\"data\":[", paste(apply(as.matrix(data), 1, function(row) paste0("[", paste(sprintf("%.15g", row), collapse = ","), "]")), collapse = ","), "]",
         ",\"estimate\":", digits(found$t0[1]), ",\"standardError\":", digits(sqrt(found$t0[2])),
         ",\"replicates\":", digits(found$t[, 1]), ",\"standardErrors\":", digits(sqrt(found$t[, 2])),
         ",\"influence\":", digits(influence), ",\"acceleration\":", digits(acceleration),
         ",\"percentile\":", digits(ends("perc")), ",\"bca\":", digits(ends("bca", L = influence)),
         ",\"studentised\":", digits(ends("stud")), "}")
}

cat("[", paste(c(one("law", law, correlation, 0.95, 1), one("law, 90 %", law, correlation, 0.9, 2),
                 one("city", city, ratio, 0.95, 3), one("spatial", spatial, spread, 0.9, 4)), collapse = ",\n"),
    "]\n", sep = "")
