# Golden numbers for `parindex survey estimate --margin`, made by the R package survey. Run here: Rscript make.R
suppressMessages(library(survey))
options(digits = 17, survey.lonely.psu = "fail")

set.seed(20261122)
villages <- data.frame(psu = sprintf("T%02d", 1:40), unit_id = rep(c("Xa Bac Son", "Xa Dong Hung", "Phuong Cho Ra", "Xa Yen The"), each = 10))
villages$population <- c(45, 60, 80, 52)[match(villages$unit_id, unique(villages$unit_id))]
size <- sample(7:13, 40, replace = TRUE)
d <- villages[rep(1:40, size), ]
n <- nrow(d)
d$response_id <- sprintf("P%04d", seq_len(n))
d$weight <- d$population / 10 * sample(c(6, 8, 10.5), n, replace = TRUE)
d$gender <- sample(c("Nam", "N\u1eef"), n, replace = TRUE, prob = c(0.42, 0.58))
ages <- c("T\u1eeb 18-24", "T\u1eeb 25-34", "T\u1eeb 35-49", "T\u1eeb 50-60", "Tr\u00ean 60 tu\u1ed5i")
d$age <- sample(ages, n, replace = TRUE, prob = c(0.1, 0.2, 0.3, 0.25, 0.15))
lift <- rnorm(40, sd = 0.5)[match(d$psu, villages$psu)] + 0.4 * (d$gender == "N\u1eef") - 0.5 * (d$age == ages[1])
items <- paste0("i", 1:9)
for (item in items) {
  d[[item]] <- pmin(5, pmax(1, round(3.7 + lift + rnorm(n, sd = 0.9))))
  d[[item]][runif(n) < 0.06] <- NA
}
d <- d[, c("response_id", "unit_id", "psu", "population", "weight", "gender", "age", items)]
write.csv(d, "answers.csv", row.names = FALSE, quote = TRUE, na = "", fileEncoding = "UTF-8")

total <- 17500
gender <- data.frame(gender = c("Nam", "N\u1eef"), population = c(7800, 9700))
age <- data.frame(age = ages, population = c(2300, 4100, 4900, 3900, 2300))
stopifnot(sum(gender$population) == total, sum(age$population) == total)
write.csv(gender, "gender.csv", row.names = FALSE, fileEncoding = "UTF-8")
write.csv(age, "age.csv", row.names = FALSE, fileEncoding = "UTF-8")
both <- merge(gender, age, by = NULL)
both <- data.frame(gender = both$gender, age = both$age, population = both$population.x * both$population.y / total)
both$population <- as.numeric(sprintf("%.6f", both$population))
write.csv(both, "gender_age.csv", row.names = FALSE, fileEncoding = "UTF-8")

d <- read.csv("answers.csv", fileEncoding = "UTF-8")
d$age <- factor(d$age, levels = ages)
d$gender <- factor(d$gender, levels = gender$gender)
for (item in items) d[[paste0("s_", item)]] <- as.integer(d[[item]] >= 4)
of <- function(some) { chosen <- as.matrix(d[, some]); list(y = rowSums(chosen >= 4, na.rm = TRUE), x = rowSums(!is.na(chosen))) }
groups <- list(index = items, `1` = items[1:3], `2` = items[4:5], `3` = items[6:9])
for (name in names(groups)) { made <- of(groups[[name]]); d[[paste0("y_", name)]] <- made$y; d[[paste0("x_", name)]] <- made$x }
d$all <- ifelse(d$x_index == 0, NA, as.integer(d$y_index == d$x_index))

plain <- svydesign(id = ~psu, strata = ~unit_id, weights = ~weight, fpc = ~population, data = d)
freq <- function(frame) { names(frame)[ncol(frame)] <- "Freq"; frame }
margins <- c(`(Intercept)` = total, setNames(gender$population[2], paste0("gender", gender$gender[2])), setNames(age$population[2:5], paste0("age", ages[2:5])))
tight <- function(...) calibrate(plain, ~gender + age, margins, calfun = "raking", epsilon = 1e-13, maxit = 500, ...)
ways <- list(plain = plain, poststratified = postStratify(plain, ~gender + age, freq(both)), raked = tight(), limited = tight(bounds = c(0.75, 1.25)))

rows <- list()
add <- function(way, domain, measure, found) rows[[length(rows) + 1]] <<- data.frame(way, domain, measure, estimate = 100 * coef(found)[[1]], se = 100 * as.numeric(SE(found))[[1]])
for (way in names(ways)) {
  for (domain in c("", unique(d$unit_id))) {
    part <- if (domain == "") ways[[way]] else subset(ways[[way]], unit_id == domain)
    for (name in names(groups)) add(way, domain, name, svyratio(as.formula(paste0("~`y_", name, "`")), as.formula(paste0("~`x_", name, "`")), part))
    add(way, domain, "all_satisfied", svymean(~all, part, na.rm = TRUE))
    for (item in items) add(way, domain, item, svymean(as.formula(paste0("~s_", item)), part, na.rm = TRUE))
  }
}
found <- do.call(rbind, rows)
for (name in c("estimate", "se")) found[[name]] <- sprintf("%.17g", found[[name]])
write.csv(found, "expected.csv", row.names = FALSE, quote = FALSE)
writeLines(c(R.version.string, paste("survey", packageVersion("survey"))), "versions.txt")
