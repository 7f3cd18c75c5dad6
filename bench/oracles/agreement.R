# writes: packages/statistics/src/agreement/agreement.oracle.json
#
# Kappa with its standard errors by the R package vcd, intraclass correlations by psych, noncentral t by base R, components
# of variance by base R's aov.
#
# Run:  Rscript bench/oracles/agreement.R > packages/statistics/src/agreement/agreement.oracle.json
#
# Needs R with vcd and psych (Debian: r-base-core r-cran-vcd r-cran-psych). Data: the 6 subjects and 4 judges of Shrout and
# Fleiss (1979), table 2; agreement of two neurologists on multiple sclerosis (Landis, Koch, Biometrics 33:159-174, 1977) as
# in vcd's MSPatients; peak expiratory flow by two meters (Bland, Altman, Lancet 327:307-310, 1986); R's warpbreaks.

suppressMessages({library(vcd); library(psych)})

json <- function(x) {
  if (is.list(x)) {
    inner <- vapply(x, json, "")
    if (is.null(names(x))) return(paste0("[", paste(inner, collapse = ","), "]"))
    return(paste0("{", paste0("\"", names(x), "\":", inner, collapse = ","), "}"))
  }
  if (is.character(x)) return(if (length(x) == 1) paste0("\"", x, "\"") else paste0("[", paste0("\"", x, "\"", collapse = ","), "]"))
  digits <- ifelse(is.na(x), "null", sprintf("%.15g", x))
  if (length(x) == 1) digits else paste0("[", paste(digits, collapse = ","), "]")
}

table <- MSPatients[, , "Winnipeg"]
kappas <- lapply(list(linear = "Equal-Spacing", quadratic = "Fleiss-Cohen"), function(w) {
  k <- Kappa(table, weights = w)
  list(plain = as.numeric(k$Unweighted), weighted = as.numeric(k$Weighted))
})
weighted2 <- cohen.kappa(matrix(as.numeric(table), 4), alpha = 0.05)

judges <- matrix(c(9, 2, 5, 8, 6, 1, 3, 2, 8, 4, 6, 8, 7, 1, 2, 6, 10, 5, 6, 9, 6, 2, 4, 7), ncol = 4, byrow = TRUE)
icc <- suppressWarnings(ICC(judges, lmer = FALSE))$results

wright <- c(494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427)
mini <- c(512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451)
d <- wright - mini
m <- (wright + mini) / 2
fit <- lm(d ~ m)

# Noncentral t by integration over chi, since R's qt is not exact far from its centre.
pnct <- function(t, df, ncp) integrate(function(s) pnorm(t * s - ncp) *
  exp(log(2) + df / 2 * log(df / 2) - lgamma(df / 2) + (df - 1) * log(s) - df / 2 * s^2),
  0, Inf, rel.tol = 1e-13, subdivisions = 2000)$value
qnct <- function(p, df, ncp) uniroot(function(t) pnct(t, df, ncp) - p, c(-50, 400), tol = 1e-13)$root

w <- warpbreaks
w$wool <- factor(w$wool)
rows <- anova(aov(breaks ~ tension * wool, w))[["Mean Sq"]]
subjects <- rep(1:5, c(2, 3, 2, 4, 2))
a <- c(10, 11, 7, 9, 8, 14, 15, 6, 7, 5, 8, 12, 11)
b <- c(9, 11, 8, 8, 9, 12, 15, 7, 7, 6, 6, 10, 12)
oneway <- anova(aov((a - b) ~ factor(subjects)))[["Mean Sq"]]
within <- anova(aov(a ~ factor(subjects)))[["Mean Sq"]][2]
# Sandwich by clusters of lm's fit, with the factor and degrees of freedom that sandwich's vcovCL (type HC1) and Stata take.
pairs <- lm(I(a - b) ~ I((a + b) / 2))
X <- model.matrix(pairs)
G <- length(unique(subjects))
bread <- solve(crossprod(X))
robust <- G / (G - 1) * (nrow(X) - 1) / (nrow(X) - 2) * bread %*% crossprod(rowsum(X * residuals(pairs), subjects)) %*% bread
slope <- unname(coef(pairs)[2])
slopeError <- sqrt(robust[2, 2])

cat(json(list(
  msTable = as.numeric(t(table)),
  kappas = kappas,
  psychWeighted = as.numeric(weighted2$confid["weighted kappa", ]),
  psychPlain = as.numeric(weighted2$confid["unweighted kappa", ]),
  judges = as.numeric(t(judges)),
  icc = list(type = icc$type, estimate = icc$ICC, lower = icc$`lower bound`, upper = icc$`upper bound`, f = icc$F, p = icc$p),
  wright = wright, mini = mini, mean = mean(d), sd = sd(d), regression = as.numeric(coef(fit)),
  regressionCi = as.numeric(confint(fit)[2, ]), regressionP = summary(fit)$coefficients[2, 4],
  exactLimit = c(qnct(0.025, 16, qnorm(0.975) * sqrt(17)), qnct(0.975, 16, qnorm(0.975) * sqrt(17))) / sqrt(17),
  noncentral = c(pnct(2, 5, 1), pnct(-1, 3, 0.5), pnct(70, 999, qnorm(0.975) * sqrt(1000)), pnct(0.3, 1, 0)),
  warpbreaks = w$breaks[order(w$tension, w$wool)], warpbreaksSquares = rows,
  replicates = list(subjects = subjects, first = a, second = b, squares = oneway, within = within,
    slope = c(slope, slope + c(-1, 1) * qt(0.975, G - 1) * slopeError, unname(coef(pairs)[1]), 2 * pt(-abs(slope / slopeError), G - 1)))
)), "\n", sep = "")
