# writes: packages/statistics/src/frame/limit.oracle.json
#
# Two-sided 95 % limits from every reference distribution, and Wilson's for 81 of 263 (prop.test without correction).
#
# Run:  Rscript bench/oracles/limits.R > packages/statistics/src/frame/limit.oracle.json
#
# Needs base R 4.2.

location <- 0.4
error <- 0.25
normal <- location + c(-1, 1) * qnorm(0.975) * error
student <- location + c(-1, 1) * qt(0.975, 7) * error
limits <- list(
  "log-normal" = exp(normal),
  "logit-normal" = plogis(normal),
  "logit-t" = plogis(student),
  normal = normal,
  t = student,
  wilson = prop.test(81, 263, correct = FALSE)$conf.int
)
lines <- sapply(names(limits), function(name)
  sprintf('  "%s": [%.15g, %.15g]', name, limits[[name]][1], limits[[name]][2]))
cat("{\n", paste(lines, collapse = ",\n"), "\n}\n", sep = "")
