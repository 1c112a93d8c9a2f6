# Golden numbers for replicate weights, made by the R package survey. Run in this folder: Rscript make.R
# hadamard.csv and bootstrap.csv are ours: the matrix that balances half-samples, and the factors of 60
# bootstrap replicates by unit. R is given both, so that both sides replicate the same samples.
suppressMessages(library(survey))
options(digits = 17, survey.lonely.psu = "fail")

set.seed(20260102)
villages <- data.frame(stratum = rep(sprintf("s%02d", 1:14), each = 2))
villages$psu <- sprintf("v%02d", 1:28)
villages$villages <- rep(sample(8:40, 14, replace = TRUE), each = 2)
size <- sample(5:12, 28, replace = TRUE)
d <- villages[rep(1:28, size), ]
n <- nrow(d)
d$id <- seq_len(n)
d$weight <- round(d$villages / 2 * sample(c(6, 9, 11), n, replace = TRUE), 1)
d$gender <- sample(c("f", "m"), n, replace = TRUE)
d$age <- sample(c("18-39", "40+"), n, replace = TRUE)
d$unit <- paste0("u", (match(d$stratum, unique(d$stratum)) - 1) %/% 5)
lift <- rnorm(28, sd = 0.5)[match(d$psu, villages$psu)]
d$score <- pmin(5, pmax(1, round(3.8 + lift + rnorm(n))))
d$satisfied <- as.integer(d$score >= 4)
d$minutes <- round(exp(rnorm(n, 2, 0.5)), 2)
d$score[sample(n, 12)] <- NA
d$satisfied[is.na(d$score)] <- NA
d <- d[, c("id", "stratum", "psu", "villages", "weight", "gender", "age", "unit", "score", "satisfied", "minutes")]
write.csv(d, "data.csv", row.names = FALSE, quote = FALSE, na = "")
total <- round(sum(d$weight) * 1.1)
gender <- data.frame(gender = c("f", "m"), Freq = c(round(total * 0.53), total - round(total * 0.53)))
age <- data.frame(age = c("18-39", "40+"), Freq = c(round(total * 0.44), total - round(total * 0.44)))
write.csv(gender, "gender.csv", row.names = FALSE, quote = FALSE)
write.csv(age, "age.csv", row.names = FALSE, quote = FALSE)

d <- read.csv("data.csv")
hadamard <- unname(as.matrix(read.csv("hadamard.csv", header = FALSE)))
boot <- read.csv("bootstrap.csv")
strata <- svydesign(id = ~psu, strata = ~stratum, weights = ~weight, data = d)
finite <- svydesign(id = ~psu, strata = ~stratum, weights = ~weight, fpc = ~villages, data = d)
units <- svydesign(id = ~psu, weights = ~weight, data = d)
people <- svydesign(id = ~1, weights = ~weight, data = d)
given <- as.matrix(boot[match(d$psu, boot$stage1_unit), -(1:2)])
designs <- list(
  JK1 = as.svrepdesign(units, type = "JK1"),
  JK1_people = as.svrepdesign(people, type = "JK1"),
  JKn = as.svrepdesign(strata, type = "JKn"),
  JKn_mse = as.svrepdesign(strata, type = "JKn", mse = TRUE),
  JKn_finite = as.svrepdesign(finite, type = "JKn"),
  BRR = as.svrepdesign(strata, type = "BRR", hadamard.matrix = hadamard),
  Fay = as.svrepdesign(strata, type = "Fay", fay.rho = 0.3, hadamard.matrix = hadamard),
  bootstrap = svrepdesign(data = d, weights = ~weight, repweights = given, combined.weights = FALSE,
    type = "bootstrap", scale = 1 / (ncol(given) - 1), rscales = rep(1, ncol(given)))
)
designs$JKn_poststratified <- postStratify(designs$JKn, ~gender, gender)
designs$bootstrap_poststratified <- postStratify(designs$bootstrap, ~gender, gender)
margins <- c(`(Intercept)` = total, genderm = gender$Freq[2], `age40+` = age$Freq[2])
designs$JKn_raked <- calibrate(designs$JKn, ~gender + age, margins, calfun = "raking", epsilon = 1e-13, maxit = 200)

rows <- list()
add <- function(design, statistic, domain, estimate, se) {
  rows[[length(rows) + 1]] <<- data.frame(design, statistic, domain, estimate = estimate, se = se)
}
for (name in names(designs)) {
  for (domain in c("all", "u0", "u1")) {
    part <- if (domain == "all") designs[[name]] else subset(designs[[name]], unit == domain)
    for (statistic in c("satisfied", "score", "minutes")) {
      m <- svymean(as.formula(paste0("~", statistic)), part, na.rm = TRUE)
      add(name, paste0("mean_", statistic), domain, coef(m)[[1]], SE(m)[[1]])
    }
    r <- svyratio(~score, ~minutes, part, na.rm = TRUE)
    add(name, "mean_score_minutes", domain, coef(r)[[1]], SE(r)[[1]])
  }
  t <- svytotal(~minutes, designs[[name]])
  add(name, "total_minutes", "all", coef(t)[[1]], SE(t)[[1]])
}
exact <- function(frame) { for (name in names(frame)) if (is.double(frame[[name]])) frame[[name]] <- sprintf("%.17g", frame[[name]]); frame }
write.csv(exact(do.call(rbind, rows)), "expected.csv", row.names = FALSE, quote = FALSE)
writeLines(c(R.version.string, paste("survey", packageVersion("survey"))), "versions.txt")
