# Golden numbers for weighting, made by the R package survey. Run in this folder: Rscript make.R
suppressMessages(library(survey))
options(digits = 17, survey.lonely.psu = "fail")

set.seed(20260101)
villages <- data.frame(psu = 1:36, stratum = rep(c("A", "B", "C"), c(10, 12, 14)), villages = rep(c(60, 90, 140), c(10, 12, 14)))
size <- sample(6:14, 36, replace = TRUE)
d <- villages[rep(1:36, size), ]
n <- nrow(d)
d$id <- seq_len(n)
d$weight <- with(d, villages / c(A = 10, B = 12, C = 14)[stratum]) * sample(c(8, 10, 12.5), n, replace = TRUE)
d$gender <- sample(c("f", "m"), n, replace = TRUE, prob = c(0.6, 0.4))
d$age <- sample(c("18-29", "30-49", "50+"), n, replace = TRUE, prob = c(0.2, 0.35, 0.45))
d$area <- ifelse(d$psu %% 3 == 0, "urban", "rural")
lift <- rnorm(36, sd = 0.6)[d$psu] + 0.5 * (d$gender == "f") - 0.4 * (d$age == "18-29")
d$score <- pmin(5, pmax(1, round(3.6 + lift + rnorm(n, sd = 0.9))))
d$satisfied <- as.integer(d$score >= 4)
d$minutes <- round(exp(rnorm(n, 2 + 0.2 * lift, 0.5)), 2)
d <- d[, c("id", "stratum", "psu", "villages", "weight", "gender", "age", "area", "score", "satisfied", "minutes")]
write.csv(d, "data.csv", row.names = FALSE, quote = FALSE)

total <- round(sum(d$weight) * 1.15)
share <- function(...) { s <- c(...); round(total * s / sum(s)) }
people <- function(column, values, counts) {
  counts[length(counts)] <- total - sum(counts[-length(counts)])
  out <- data.frame(values, Freq = counts)
  names(out)[1] <- column
  out
}
gender <- people("gender", c("f", "m"), share(0.51, 0.49))
age <- people("age", c("18-29", "30-49", "50+"), share(0.28, 0.40, 0.32))
area <- people("area", c("rural", "urban"), share(0.62, 0.38))
both <- merge(gender, age, by = NULL)
both <- data.frame(gender = both$gender, age = both$age, Freq = both$Freq.x * both$Freq.y / total * c(1.05, 0.95, 1, 1, 0.95, 1.05))
write.csv(gender, "gender.csv", row.names = FALSE, quote = FALSE)
write.csv(age, "age.csv", row.names = FALSE, quote = FALSE)
write.csv(area, "area.csv", row.names = FALSE, quote = FALSE)
write.csv(format(both, digits = 17), "gender_age.csv", row.names = FALSE, quote = FALSE)

# Numbers as they were written, so that both sides read the same.
d <- read.csv("data.csv", colClasses = c(age = "character"))
both <- read.csv("gender_age.csv", strip.white = TRUE, colClasses = c(age = "character"))
designs <- list()
designs$clustered <- svydesign(id = ~psu, strata = ~stratum, weights = ~weight, data = d)
designs$finite <- svydesign(id = ~psu, strata = ~stratum, weights = ~weight, fpc = ~villages, data = d)
designs$people <- svydesign(id = ~1, weights = ~weight, data = d)

margins <- c(`(Intercept)` = total, genderm = gender$Freq[2], `age30-49` = age$Freq[2], `age50+` = age$Freq[3], areaurban = area$Freq[2])
tight <- function(design, ...) calibrate(design, ~gender + age + area, margins, calfun = "raking", epsilon = 1e-13, maxit = 500, ...)
ways <- list(
  plain = function(design) design,
  poststratified = function(design) postStratify(design, ~gender + age, both),
  raked = function(design) tight(design),
  limited = function(design) tight(design, bounds = c(0.7, 2.2)),
  trimmed = function(design) trimWeights(design, upper = 110, lower = 60),
  trimmed_strictly = function(design) trimWeights(design, upper = 105, strict = TRUE)
)

rows <- list()
add <- function(design, way, statistic, domain, estimate, se) {
  rows[[length(rows) + 1]] <<- data.frame(design, way, statistic, domain, estimate = estimate, se = se)
}
weights_by_way <- data.frame(id = d$id)
for (name in names(designs)) {
  for (way in names(ways)) {
    made <- ways[[way]](designs[[name]])
    if (name == "clustered") weights_by_way[[way]] <- weights(made)
    for (domain in c("all", "A", "urban")) {
      part <- switch(domain, all = made, A = subset(made, stratum == "A"), urban = subset(made, area == "urban"))
      m <- svymean(~satisfied + score + minutes, part)
      for (statistic in names(coef(m))) add(name, way, paste0("mean_", statistic), domain, coef(m)[[statistic]], SE(m)[[statistic]])
      r <- svyratio(~score, ~minutes, part)
      add(name, way, "ratio_score_minutes", domain, coef(r)[[1]], SE(r)[[1]])
    }
    t <- svytotal(~satisfied + minutes, made)
    for (statistic in names(coef(t))) add(name, way, paste0("total_", statistic), "all", coef(t)[[statistic]], SE(t)[[statistic]])
  }
}

# rake(): the same weights; its variance projects with equal weights, so it is compared where weights are equal.
raked <- rake(designs$clustered, list(~gender, ~age, ~area), list(gender, age, area), control = list(maxit = 500, epsilon = 1e-9))
weights_by_way$rake <- weights(raked)
e <- transform(d, one = 20)
equal <- rake(svydesign(id = ~psu, strata = ~stratum, weights = ~one, data = e), list(~gender, ~age, ~area), list(gender, age, area), control = list(maxit = 500, epsilon = 1e-9))
m <- svymean(~satisfied + score, equal)
for (statistic in names(coef(m))) add("equal_weights", "rake", paste0("mean_", statistic), "all", coef(m)[[statistic]], SE(m)[[statistic]])

exact <- function(frame) { for (name in names(frame)) if (is.double(frame[[name]])) frame[[name]] <- sprintf("%.17g", frame[[name]]); frame }
write.csv(exact(do.call(rbind, rows)), "expected.csv", row.names = FALSE, quote = FALSE)
write.csv(exact(weights_by_way), "weights.csv", row.names = FALSE, quote = FALSE)
writeLines(c(R.version.string, paste("survey", packageVersion("survey"))), "versions.txt")
