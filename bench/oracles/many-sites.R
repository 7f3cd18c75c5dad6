# writes: packages/statistics/src/many-sites/many-sites.oracle.json
#
# Sites pooled by the R package metafor: fixed effect, random effects by three estimators of the variance between sites,
# Hartung-Knapp with and without its floor, Q, I2, H2, Q-profile intervals, prediction intervals, leave-one-out.
#
# Run:  Rscript bench/oracles/many-sites.R > packages/statistics/src/many-sites/many-sites.oracle.json
#
# Needs R with metafor 3.8 and metadat (Debian: r-cran-metafor r-cran-metadat). The data are metadat's: BCG vaccine trials
# (Colditz and others 1994, log risk ratio), teacher expectancy (Raudenbush 1985), passive smoking (Hackshaw and others
# 1997, log odds ratio); and three small sets of sites. Iterations and roots go on to far below metafor's own tolerance.

suppressMessages(library(metafor))

json <- function(x) {
  if (is.list(x)) {
    inner <- vapply(x, json, "")
    if (is.null(names(x))) return(paste0("[", paste(inner, collapse = ","), "]"))
    return(paste0("{", paste0("\"", names(x), "\":", inner, collapse = ","), "}"))
  }
  if (is.character(x)) return(paste0("\"", x, "\""))
  digits <- ifelse(is.na(x), "null", sprintf("%.15g", x))
  if (length(x) == 1) digits else paste0("[", paste(digits, collapse = ","), "]")
}

bcg <- escalc(measure = "RR", ai = tpos, bi = tneg, ci = cpos, di = cneg, data = dat.bcg)
sets <- list(
  bcg = list(yi = as.numeric(bcg$yi), vi = as.numeric(bcg$vi)),
  expectancy = list(yi = as.numeric(dat.raudenbush1985$yi), vi = as.numeric(dat.raudenbush1985$vi)),
  smoking = list(yi = as.numeric(dat.hackshaw1998$yi), vi = as.numeric(dat.hackshaw1998$vi)),
  alike = list(yi = c(0.91, 0.9, 0.92, 0.905, 0.915), vi = c(4e-4, 9e-4, 2.5e-3, 1e-4, 3.6e-3)),
  three = list(yi = c(1.2, 2.9, 2.1), vi = c(0.04, 0.2, 0.11)),
  two = list(yi = c(-0.3, 0.4), vi = c(0.01, 0.02))
)

control <- list(threshold = 1e-15, maxiter = 100000, tol = 1e-14)
fit <- function(set, method, test) rma(yi = set$yi, vi = as.numeric(set$vi), method = method, test = test, control = control)
# rma reports Q's p-value; its I2 and H2 of random effects follow from tau2, of the fixed effect from Q.
pooled <- function(model) {
  list(estimate = as.numeric(model$beta), standardError = model$se, statistic = model$zval, p = model$pval,
       lower = model$ci.lb, upper = model$ci.ub, tauSquared = model$tau2)
}

one <- function(name) {
  set <- sets[[name]]
  # metafor stores what escalc rounded to nothing less than doubles; the digits printed are read back by both sides.
  set <- list(yi = as.numeric(sprintf("%.15g", set$yi)), vi = as.numeric(sprintf("%.15g", set$vi)))
  k <- length(set$yi)
  fe <- fit(set, "FE", "z")
  out <- list(name = name, estimates = set$yi, variances = set$vi, q = fe$QE, qp = fe$QEp,
              iSquared = fe$I2 / 100, hSquared = fe$H2, FE = pooled(fe))
  for (method in c("DL", "PM", "REML")) {
    random <- fit(set, method, "z")
    knha <- fit(set, method, "knha")
    interval <- confint(random, control = list(tol = 1e-14, maxiter = 100000))$random
    part <- list(normal = pooled(random), hartungKnapp = pooled(knha), floored = pooled(fit(set, method, "adhoc")),
                 iSquared = random$I2 / 100, hSquared = random$H2, weights = as.numeric(weights(random)) / 100,
                 profile = list(tauSquared = as.numeric(interval[1, 2:3]), iSquared = as.numeric(interval[3, 2:3]) / 100,
                                hSquared = as.numeric(interval[4, 2:3])))
    if (k > 2) {
      plain <- predict(random, pi.type = "riley")
      adjusted <- predict(knha, pi.type = "riley")
      part$prediction <- c(plain$pi.lb, plain$pi.ub)
      part$predictionHartungKnapp <- c(adjusted$pi.lb, adjusted$pi.ub)
      left <- leave1out(knha)
      part$leaveOneOut <- list(estimate = as.numeric(left$estimate), lower = as.numeric(left$ci.lb),
                               upper = as.numeric(left$ci.ub), tauSquared = as.numeric(left$tau2))
    }
    out[[method]] <- part
  }
  json(out)
}

# Shares on the logit with the variance at their average: escalc's vtype "AV".
events <- c(81, 45, 120, 66, 93, 30, 58, 40)
totals <- c(90, 60, 125, 80, 100, 42, 60, 40)
average <- escalc(measure = "PLO", xi = events, ni = totals, add = 1 / 2, to = "all", vtype = "AV")
shares <- json(list(events = events, totals = totals, estimates = as.numeric(average$yi), variances = as.numeric(average$vi)))

cat("{\"sets\": [\n", paste(vapply(names(sets), one, ""), collapse = ",\n"), "\n],\n\"shares\": ", shares, "}\n", sep = "")
