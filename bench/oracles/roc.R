# writes: packages/statistics/src/roc/roc.oracle.json
#
# Areas, DeLong's variances and tests, partial areas and points of the curve by the R package pROC 1.18, on its data set aSAH
# (aneurysmal subarachnoid haemorrhage, Turck and others, Intensive Care Med 36:107-115, 2010); Obuchowski's clustered variance by
# its definition, over all pairs.
#
# Run:  Rscript bench/oracles/roc.R > packages/statistics/src/roc/roc.oracle.json
#
# Needs R with pROC (Debian: r-base-core r-cran-proc).

suppressMessages(library(pROC))
data(aSAH)
options(warn = -1)

digits <- function(x) ifelse(is.infinite(x), "\"Infinity\"", sprintf("%.15g", x))
array <- function(x) paste0("[", paste(digits(as.numeric(x)), collapse = ","), "]")
object <- function(...) { x <- list(...); paste0("{", paste0("\"", names(x), "\":", x, collapse = ","), "}") }

truth <- as.integer(aSAH$outcome == "Poor")
scores <- list(s100b = aSAH$s100b, ndka = aSAH$ndka, wfns = as.numeric(aSAH$wfns))
curves <- lapply(scores, function(s) roc(truth, s, levels = c(0, 1), direction = "<"))

single <- function(name) {
  r <- curves[[name]]
  object(
    scores = array(scores[[name]]), area = digits(as.numeric(auc(r))), variance = digits(var(r, method = "delong")),
    wald = array(ci.auc(r, method = "delong")),
    specificity90to100 = array(c(auc(r, partial.auc = c(1, 0.9)), auc(r, partial.auc = c(1, 0.9), partial.auc.correct = TRUE))),
    specificity60to85 = array(c(auc(r, partial.auc = c(0.85, 0.6)), auc(r, partial.auc = c(0.85, 0.6), partial.auc.correct = TRUE))),
    sensitivity80to100 = array(c(auc(r, partial.auc = c(1, 0.8), partial.auc.focus = "sens"),
                                 auc(r, partial.auc = c(1, 0.8), partial.auc.focus = "sens", partial.auc.correct = TRUE))),
    sensitivityAt = array(coords(r, c(0.9, 0.83, 0.5), input = "specificity", ret = "sensitivity")$sensitivity),
    specificityAt = array(coords(r, c(0.9, 0.83, 0.5), input = "sensitivity", ret = "specificity")$specificity))
}

paired <- roc.test(curves$s100b, curves$ndka, method = "delong", paired = TRUE)
paired2 <- roc.test(curves$wfns, curves$s100b, method = "delong", paired = TRUE)
unpaired <- roc.test(curves$s100b, curves$ndka, method = "delong", paired = FALSE)

# Obuchowski (1997), by definition: clusters of one to three cases in the order of the data, many with both classes.
cluster <- rep(seq_along(truth), rep_len(c(1, 3, 2), length(truth)))[seq_along(truth)]
clustered <- function(names) {
  psi <- function(x, y) (x > y) + 0.5 * (x == y)
  d <- which(truth == 1); h <- which(truth == 0)
  parts <- lapply(names, function(name) {
    s <- scores[[name]]
    p <- outer(s[d], s[h], psi)
    list(area = mean(p), x = rowMeans(p), y = colMeans(p))
  })
  ids <- unique(cluster)
  sums <- function(v, own, area) vapply(ids, function(i) sum((v - area)[cluster[own] == i]), 0)
  cover <- function(r, s) {
    xr <- sums(parts[[r]]$x, d, parts[[r]]$area); xs <- sums(parts[[s]]$x, d, parts[[s]]$area)
    yr <- sums(parts[[r]]$y, h, parts[[r]]$area); ys <- sums(parts[[s]]$y, h, parts[[s]]$area)
    m <- length(d); n <- length(h); i10 <- length(unique(cluster[d])); i01 <- length(unique(cluster[h])); i <- length(ids)
    s10 <- i10 / ((i10 - 1) * m) * sum(xr * xs); s01 <- i01 / ((i01 - 1) * n) * sum(yr * ys)
    s11 <- i / (i - 1) * sum(xr * ys); t11 <- i / (i - 1) * sum(xs * yr)
    s10 / m + s01 / n + s11 / (m * n) + t11 / (m * n)
  }
  c(cover(1, 1), cover(1, 2), cover(2, 2))
}

cat(object(
  truth = array(truth), s100b = single("s100b"), ndka = single("ndka"), wfns = single("wfns"),
  covariance = digits(cov(curves$s100b, curves$ndka, method = "delong")),
  paired = array(c(paired$statistic, paired$p.value)), paired2 = array(c(paired2$statistic, paired2$p.value)),
  unpaired = array(c(unname(unpaired$statistic), unpaired$p.value)),
  cluster = array(cluster), clustered = array(clustered(c("s100b", "ndka")))
), "\n", sep = "")
