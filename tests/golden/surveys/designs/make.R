# Golden numbers for designs of every kind, made by the R package survey. Run in this folder: Rscript make.R
# designs.csv says which columns of data.csv are the weights, strata, units and populations of each case.
# Rows of a Brewer design stand in the order of their units: R takes the corrections of units in the order of
# rows and their sums in the order of codes.
suppressMessages(library(survey))
options(digits = 17, warn = -1)
designs <- read.csv("designs.csv", colClasses = "character")
data <- read.csv("data.csv", stringsAsFactors = FALSE, colClasses = c(case = "character"))
formula_of <- function(words) if (nzchar(words)) as.formula(paste("~", paste(strsplit(words, " ")[[1]], collapse = "+")))

rows <- list()
put <- function(...) rows[[length(rows) + 1]] <<- data.frame(...)
figure <- function(case, part, statistic, measure, ask, domain) {
  n <- sum(weights(part, "sampling") != 0)
  if (n < 2) return(invisible())
  found <- ask(deff = TRUE, part); again <- ask(deff = "replace", part)
  effect <- function(x) as.numeric(if (is.null(attr(x, "deff"))) NA else attr(x, "deff"))
  put(case, statistic, measure, domain, n, estimate = as.numeric(coef(found)), se = as.numeric(SE(found)), df = degf(part), deff = effect(found), deff_replace = effect(again))
}
for (at in seq_len(nrow(designs))) {
  asked <- as.list(designs[at, ])
  d <- data[data$case == asked$case, ]
  d$s <- ifelse(d$q %in% 1:5, as.numeric(d$q %in% 4:5), NA)
  # svydesign asks for a population at every stage: infinitely many where none is given
  units <- strsplit(asked$units, " ")[[1]]; fpc <- strsplit(asked$fpc, " ")[[1]]
  if (length(fpc) && length(fpc) < length(units)) {
    d$without <- if (all(d[fpc] <= 1)) 0 else Inf
    asked$fpc <- paste(c(fpc, rep("without", length(units) - length(fpc))), collapse = " ")
  }
  options(survey.lonely.psu = asked$lonely)
  given <- list(ids = formula_of(asked$units), strata = formula_of(asked$strata), fpc = formula_of(asked$fpc), data = d, nest = asked$nest == "true")
  if (nzchar(asked$weights)) given$weights <- formula_of(asked$weights)
  if (nzchar(asked$probabilities)) given$probs <- formula_of(asked$probabilities)
  if (asked$brewer == "true") given$pps <- "brewer"
  design <- do.call(svydesign, given)
  answered <- function(part, columns) {
    there <- complete.cases(part$variables[columns])
    part <- part[there, ]
    for (column in columns) part$variables[[column]][is.na(part$variables[[column]])] <- 0
    part
  }
  for (domain in c("", sort(unique(d$u)))) {
    whole <- if (domain == "") design else design[d$u == domain, ]
    for (measure in c("s", "y")) {
      part <- answered(whole, measure); f <- formula_of(measure)
      figure(asked$case, part, "mean", measure, function(deff, part) svymean(f, part, deff = deff), domain)
      figure(asked$case, part, "total", measure, function(deff, part) svytotal(f, part, deff = deff), domain)
    }
    figure(asked$case, answered(whole, c("t", "x")), "mean", "r", function(deff, part) svyratio(~t, ~x, part, deff = deff), domain)
  }
}
all <- do.call(rbind, rows)
for (column in names(all)) if (is.numeric(all[[column]])) all[[column]] <- ifelse(is.finite(all[[column]]), sprintf("%.17g", all[[column]]), "")
write.csv(all, "expected.csv", row.names = FALSE, quote = FALSE)
writeLines(c(R.version.string, paste("survey", packageVersion("survey"))), "versions.txt")
