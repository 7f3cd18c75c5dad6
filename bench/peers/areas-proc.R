# Area and DeLong's variance, or DeLong's paired test, by the R package pROC: seconds, the least of five, and the result.
#
# Arguments: what ("area", "paired", or "paired-of-curves"), how many cases, how many of them, the first, are diseased, a file of doubles, and a second one
# of the same cases for the paired test, which begins with the scores, or with curves that were made before.

suppressMessages(library(pROC))
given <- commandArgs(trailingOnly = TRUE)
count <- as.integer(given[2])
truth <- as.integer(seq_len(count) <= as.integer(given[3]))
read <- function(file) readBin(file, "double", count)
curve <- function(scores) roc(truth, scores, levels = c(0, 1), direction = "<", quiet = TRUE)

least <- function(run) {
  seconds <- Inf
  for (i in 1:5) {
    started <- proc.time()[["elapsed"]]
    result <- run()
    seconds <- min(seconds, proc.time()[["elapsed"]] - started)
  }
  list(seconds = seconds, result = result)
}

if (given[1] == "area") {
  scores <- read(given[4])
  found <- least(function() { r <- curve(scores); c(as.numeric(auc(r)), var(r, method = "delong")) })
} else {
  scores <- lapply(given[4:5], read)
  test <- function(curves) {
    found <- roc.test(curves[[1]], curves[[2]], method = "delong", paired = TRUE)
    c(found$statistic, found$p.value)
  }
  curves <- lapply(scores, curve)
  found <- if (given[1] == "paired") least(function() test(lapply(scores, curve))) else least(function() test(curves))
}
cat(sprintf('{"seconds": %.6f, "result": [%s]}\n', found$seconds, paste(sprintf("%.15g", found$result), collapse = ", ")))
