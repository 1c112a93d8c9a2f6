# Golden numbers for differences, made by the R package survey. Run in this folder: Rscript make.R
# The answers are those of ../weighting; the second year below is the same villages asked again.
suppressMessages(library(survey))
options(digits = 17, survey.lonely.psu = "fail")
d <- read.csv("../weighting/data.csv", colClasses = c(age = "character"))
people <- function(name) { p <- read.csv(paste0("../weighting/", name, ".csv"), colClasses = c(age = "character")[name == "age"]); p }
gender <- people("gender"); age <- read.csv("../weighting/age.csv"); area <- people("area")
margins <- c(`(Intercept)` = sum(gender$Freq), genderm = gender$Freq[2], `age30-49` = age$Freq[2], `age50+` = age$Freq[3], areaurban = area$Freq[2])
set.seed(20260104)
e <- d
e$score <- pmin(5, pmax(1, e$score + sample(c(-1, 0, 0, 1, 1), nrow(e), replace = TRUE)))
e$satisfied <- as.integer(e$score >= 4)
e <- e[sort(sample(nrow(e), 250)), ]
write.csv(e, "next_year.csv", row.names = FALSE, quote = FALSE)

clustered <- svydesign(id = ~psu, strata = ~stratum, weights = ~weight, data = d)
finite <- svydesign(id = ~psu, strata = ~stratum, weights = ~weight, fpc = ~villages, data = d)
raked <- calibrate(clustered, ~gender + age + area, margins, calfun = "raking", epsilon = 1e-13, maxit = 500)
both <- rbind(transform(d, year = "2025"), transform(e, year = "2026"))
panel <- svydesign(id = ~psu, strata = ~stratum, weights = ~weight, data = both)
both$own_stratum <- paste(both$year, both$stratum); both$own_psu <- paste(both$year, both$psu)
apart <- svydesign(id = ~own_psu, strata = ~own_stratum, weights = ~weight, data = both)

rows <- list()
add <- function(case, by, a, b, measure, difference, se, df) {
  rows[[length(rows) + 1]] <<- data.frame(case, by, a, b, measure, difference, se, df, p = 2 * pt(-abs(difference / se), df))
}
pairs <- function(case, design, by) {
  for (measure in c("satisfied", "score")) {
    m <- svyby(as.formula(paste0("~", measure)), as.formula(paste0("~", by)), design, svymean, covmat = TRUE)
    names <- as.character(m[[by]])
    for (i in seq_along(names)) for (j in seq_along(names)) if (i < j) {
      contrast <- setNames(numeric(length(names)), names); contrast[i] <- 1; contrast[j] <- -1
      k <- svycontrast(m, list(d = contrast))
      inset <- design$variables[[by]] %in% names[c(i, j)]
      df <- length(unique(design$cluster[inset, 1])) - length(unique(design$strata[inset, 1]))
      add(case, by, names[i], names[j], measure, coef(k)[[1]], SE(k)[[1]], df)
    }
  }
}
# After calibration svyby gives no covariances: the difference of two ratios of totals (delta method).
ratios <- function(case, design, by) {
  for (measure in c("satisfied", "score")) {
    names <- sort(unique(design$variables[[by]]))
    for (i in seq_along(names)) for (j in seq_along(names)) if (i < j) {
      made <- design
      made$variables <- transform(made$variables, y_a = made$variables[[measure]] * (made$variables[[by]] == names[i]), x_a = as.numeric(made$variables[[by]] == names[i]),
        y_b = made$variables[[measure]] * (made$variables[[by]] == names[j]), x_b = as.numeric(made$variables[[by]] == names[j]))
      k <- svycontrast(svytotal(~y_a + x_a + y_b + x_b, made), quote(y_a / x_a - y_b / x_b))
      inset <- design$variables[[by]] %in% names[c(i, j)]
      df <- length(unique(design$cluster[inset, 1])) - length(unique(design$strata[inset, 1]))
      add(case, by, names[i], names[j], measure, coef(k)[[1]], SE(k)[[1]], df)
    }
  }
}
for (by in c("gender", "age", "area", "stratum")) {
  pairs("clustered", clustered, by)
  pairs("finite", finite, by)
  ratios("raked", raked, by)
}
pairs("panel", panel, "year")
pairs("apart", apart, "year")
# A part against the whole: the difference of two ratios of totals (delta method).
for (domain in c("A", "B", "C")) {
  made <- update(clustered, in_it = as.numeric(stratum == domain), y_in = satisfied * (stratum == domain), one = 1)
  t <- svytotal(~y_in + in_it + satisfied + one, made)
  k <- svycontrast(t, quote(y_in / in_it - satisfied / one))
  add("everybody", "stratum", domain, "", "satisfied", coef(k)[[1]], SE(k)[[1]], degf(clustered))
}
out <- do.call(rbind, rows)
family <- interaction(out$case, out$by, out$measure)
out$p_holm <- ave(out$p, family, FUN = function(p) p.adjust(p, "holm"))
out$p_bh <- ave(out$p, family, FUN = function(p) p.adjust(p, "BH"))
for (name in names(out)) if (is.double(out[[name]]) && name != "df") out[[name]] <- sprintf("%.17g", out[[name]])
write.csv(out, "expected.csv", row.names = FALSE, quote = FALSE)
writeLines(c(R.version.string, paste("survey", packageVersion("survey"))), "versions.txt")
