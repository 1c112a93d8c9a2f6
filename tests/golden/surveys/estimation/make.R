# Golden numbers for estimation, made by the R package survey. Run in this folder: Rscript make.R
suppressMessages(library(survey))
options(digits = 17, survey.lonely.psu = "fail", warn = 1)
set.seed(20260102)

# ---- answers: codes 1-5, 9 (no opinion) and no answer; a number; a ratio; items of an index
answer <- function(n, lift, missing = 0.06) {
  codes <- pmin(5, pmax(1, round(3.9 + lift + rnorm(n))))
  codes[runif(n) < 0.05] <- 9
  codes[runif(n) < missing] <- NA
  codes
}
fill <- function(d, group) {
  n <- nrow(d)
  lift <- rnorm(length(unique(group)), sd = 0.5)[match(group, unique(group))]
  for (item in 1:6) d[[paste0("q", item)]] <- answer(n, lift + (item - 3) / 8)
  d$score <- round(50 + 20 * lift + rnorm(n, sd = 9), 2)
  d$score[runif(n) < 0.04] <- NA
  d$visits <- rpois(n, 2 + d$q1 %in% 4:5) + 1
  d$minutes <- round(d$visits * exp(rnorm(n, 2, 0.4)), 2)
  d$gender <- sample(c("f", "m"), n, replace = TRUE)
  d$response_id <- sprintf("r%04d", seq_len(n))
  d
}
store <- function(d, name) {
  write.csv(d, paste0(name, ".csv"), row.names = FALSE, quote = FALSE, na = "")
  read.csv(paste0(name, ".csv"), stringsAsFactors = FALSE)
}

# ---- designs
srs <- fill(data.frame(population = rep(4000, 160), unit = sample(c("u1", "u2", "u3"), 160, TRUE, c(0.6, 0.35, 0.05))), rep(1:16, 10))
size <- c(A = 30, B = 45, C = 60, D = 12)
pop <- c(A = 700, B = 1500, C = 2600, D = 40)
strat <- data.frame(stratum = rep(names(size), size))
strat$population <- pop[strat$stratum]
strat$unit <- ifelse(strat$stratum %in% c("A", "B"), "u1", sample(c("u2", "u3"), nrow(strat), TRUE, c(0.9, 0.1)))
strat <- fill(strat, strat$stratum)

villages <- data.frame(psu = 1:26, stratum = rep(c("N", "E", "S", "W"), c(8, 4, 9, 5)), villages = rep(c(40, 9, 120, 5), c(8, 4, 9, 5)))
villages$people <- sample(80:400, 26, TRUE)
villages$chance <- pmin(0.95, villages$people / ave(villages$people, villages$stratum, FUN = sum) * ave(rep(1, 26), villages$stratum, FUN = sum) * 0.6)
took <- sample(5:14, 26, TRUE)
clus <- villages[rep(1:26, took), ]
clus$took <- rep(took, took)
clus$weight <- round(clus$villages / ave(rep(1, nrow(clus)), clus$stratum, FUN = length) * 26 * clus$people / clus$took / 10 * exp(rnorm(nrow(clus), sd = 0.2)), 4)
clus$unit <- ifelse(clus$psu <= 2, "few", ifelse(clus$psu == 20, "one", ifelse(clus$psu %% 2 == 0, "u1", "u2")))
clus <- fill(clus, clus$psu)
two <- clus

lonely <- clus[!(clus$stratum == "E" & clus$psu != 9) & !(clus$stratum == "W" & clus$psu != 22), ]
lonely$villages[lonely$stratum == "W"] <- 1

three <- expand.grid(person = 1:4, house = 1:3, village = 1:4, district = 1:5)
three$districts <- 11; three$villages <- 9 + three$district; three$houses <- 25 + three$village
three$unit <- ifelse(three$district <= 2, "u1", "u2")
three <- three[!(three$district == 2 & three$village > 2) & !(three$village == 3 & three$house == 3), ]
three$village <- paste(three$district, three$village, sep = "-"); three$house <- paste(three$village, three$house, sep = "-")
three <- fill(three, three$village)

# many equal answers: shares of 0, 0.5, 0.99 and 1
edge <- data.frame(psu = rep(1:40, each = 10), stratum = rep(c("A", "B"), each = 200))
edge$weight <- ifelse(edge$stratum == "A", 12.5, 31)
edge$unit <- ifelse(edge$psu %% 4 == 0, "u1", "u2")
edge$none <- 2
edge$half <- rep(c(5, 2), 200)
edge$nearly <- 5; edge$nearly[c(33, 150, 151, 390)] <- 1
edge$all <- 4
edge$clumped <- ifelse(edge$psu <= 3, 1, 5)
edge$response_id <- sprintf("r%04d", seq_len(400))

for (name in c("srs", "strat", "clus", "lonely", "three", "edge")) assign(name, store(get(name), name))
two <- clus
items <- paste0("q", 1:6)
coded <- function(d, columns) {
  for (column in columns) {
    d[[paste0("s_", column)]] <- ifelse(d[[column]] %in% 1:5, as.numeric(d[[column]] %in% 4:5), NA)
    d[[paste0("m_", column)]] <- as.numeric(d[[column]] %in% 1:5)
    d[[paste0("y_", column)]] <- as.numeric(d[[column]] %in% 4:5)
  }
  d
}
indexed <- function(d) {
  d <- coded(d, items)
  m <- d[paste0("m_", items)]; y <- d[paste0("y_", items)]
  groups <- list(f1 = 1, f2 = 2:3, f3 = 4:6, index = 1:6)
  for (g in names(groups)) {
    d[[paste0("m_", g)]] <- rowSums(m[groups[[g]]]); d[[paste0("y_", g)]] <- rowSums(y[groups[[g]]])
  }
  d$whole <- ifelse(d$m_index > 0, as.numeric(d$m_index == d$y_index), NA)
  d
}
designs <- list(
  srs = svydesign(id = ~1, fpc = ~population, data = indexed(srs)),
  srs_replacement = svydesign(id = ~1, weights = rep(25, nrow(srs)), data = indexed(srs)),
  stratified = svydesign(id = ~1, strata = ~stratum, fpc = ~population, data = indexed(strat)),
  clustered = svydesign(id = ~psu, strata = ~stratum, weights = ~weight, data = indexed(clus)),
  clustered_fpc = svydesign(id = ~psu, strata = ~stratum, weights = ~weight, fpc = ~villages, data = indexed(clus)),
  unstratified = svydesign(id = ~psu, weights = ~weight, data = indexed(clus)),
  two_stage = svydesign(id = ~psu + response_id, strata = ~stratum, fpc = ~villages + people, data = indexed(two)),
  two_stage_weighted = svydesign(id = ~psu + response_id, strata = ~stratum, weights = ~weight, fpc = ~villages + people, data = indexed(two)),
  three_stage = svydesign(id = ~district + village + house, fpc = ~districts + villages + houses, data = indexed(three)),
  pps_replacement = svydesign(id = ~psu, strata = ~stratum, probs = ~chance, data = indexed(clus)),
  pps_brewer = svydesign(id = ~psu, strata = ~stratum, fpc = ~chance, pps = "brewer", data = indexed(clus)),
  edge = svydesign(id = ~psu, strata = ~stratum, weights = ~weight, data = coded(edge, c("none", "half", "nearly", "all", "clumped")))
)
for (way in c("remove", "certainty", "adjust", "average"))
  designs[[paste0("lonely_", way)]] <- svydesign(id = ~psu, strata = ~stratum, weights = ~weight, data = indexed(lonely))
for (way in c("remove", "adjust"))
  designs[[paste0("lonelyfpc_", way)]] <- svydesign(id = ~psu, strata = ~stratum, weights = ~weight, fpc = ~villages, data = indexed(lonely))

rows <- list(); spans <- list()
put <- function(design, statistic, measure, by, domain, n, found, df, deff, deff_replace)
  rows[[length(rows) + 1]] <<- data.frame(design, statistic, measure, by, domain, n, estimate = as.numeric(coef(found)), se = as.numeric(SE(found)), df, deff = as.numeric(deff), deff_replace = as.numeric(deff_replace))
span <- function(design, measure, by, domain, method, level, ends)
  spans[[length(spans) + 1]] <<- data.frame(design, measure, by, domain, method, level, lower = ends[1], upper = ends[2])
quiet <- function(x) suppressWarnings(x)
eff <- function(x) tryCatch(as.numeric(deff(x)), error = function(e) NA)
degrees <- function(d) { keep <- weights(d, "sampling") != 0; length(unique(d$cluster[keep, 1])) - length(unique(d$strata[keep, 1])) }

# the lines of svyciprop(method = "logit"), with the fit brought to its end
logit <- function(formula, part, level, df) {
  fit <- quiet(eval(bquote(svyglm(.(formula[[2]]) ~ 1, part, family = quasibinomial, control = list(epsilon = 1e-16, maxit = 100)))))
  as.numeric(plogis(quiet(confint(fit, 1, level = level, method = "Wald", ddf = df))))
}

figures <- function(name, d, by, domain) {
  shares <- if (name == "edge") c("none", "half", "nearly", "all", "clumped") else c("q1", "q6", "whole", "score")
  for (measure in shares) {
    # Brewer designs keep the rows of other domains at weight 0: no NA may stand there
    filled <- function(part, column) { x <- part$variables[[column]]; x[is.na(x)] <- 0; part$variables[[column]] <- x; part }
    column <- if (measure %in% c("whole", "score")) measure else paste0("s_", measure)
    is_there <- !is.na(d$variables[[column]])
    part <- d[is_there & weights(d, "sampling") != 0, ]
    n <- sum(weights(part, "sampling") != 0)
    if (n < 2) next
    part <- filled(part, column)
    formula <- as.formula(paste0("~", column))
    df <- degrees(part)
    found <- quiet(svymean(formula, part, deff = TRUE)); again <- quiet(svymean(formula, part, deff = "replace"))
    put(name, "mean", measure, by, domain, n, found, df, eff(found), eff(again))
    found <- quiet(svytotal(formula, part, deff = TRUE)); again <- quiet(svytotal(formula, part, deff = "replace"))
    put(name, "total", measure, by, domain, n, found, df, eff(found), eff(again))
    if (measure == "score" || df < 1) next
    p <- as.numeric(coef(svymean(formula, part)))
    for (level in c(0.95, 0.9)) for (method in c("mean", "logit", "xlogit", "beta", "asin")) {
      if (p %in% 0:1 && method != "mean") next
      if (method == "beta" && name == "pps_brewer") next # nrow() counts the rows of other domains there
      ends <- tryCatch(if (method == "logit") logit(formula, part, level, df) else as.numeric(attr(quiet(svyciprop(formula, part, method = method, level = level, df = df)), "ci")), error = function(e) c(NA, NA))
      span(name, measure, by, domain, method, level, ends)
    }
  }
  if (name == "edge") return(invisible())
  part <- d[d$variables$m_index > 0 & weights(d, "sampling") != 0, ]
  for (measure in c("f1", "f2", "f3", "index", "minutes")) {
    top <- if (measure == "minutes") "minutes" else paste0("y_", measure)
    bottom <- if (measure == "minutes") "visits" else paste0("m_", measure)
    some <- if (measure == "minutes") d else d[d$variables[[bottom]] > 0 & weights(d, "sampling") != 0, ]
    f <- function(x) as.formula(paste0("~", x))
    found <- quiet(svyratio(f(top), f(bottom), some, deff = TRUE)); again <- quiet(svyratio(f(top), f(bottom), some, deff = "replace"))
    put(name, "ratio", measure, by, domain, sum(weights(some, "sampling") != 0), found, degrees(some), attr(found, "deff"), attr(again, "deff"))
  }
  # means of items and of factors: the delta method on totals, derivatives by R
  tot <- quiet(svytotal(as.formula(paste("~", paste(c(paste0("y_", items), paste0("m_", items)), collapse = "+"))), part))
  share <- function(of) paste0("(", paste0("y_q", of, collapse = "+"), ")/(", paste0("m_q", of, collapse = "+"), ")")
  item <- function(of) paste0("(", paste0("y_q", of, "/m_q", of, collapse = "+"), ")/", length(of))
  asked <- list(items_f2 = item(2:3), items_f3 = item(4:6), items_index = item(1:6),
                factors_index = paste0("(", paste(share(1), share(2:3), share(4:6), sep = "+"), ")/3"))
  for (measure in names(asked)) {
    found <- svycontrast(tot, list(figure = str2lang(asked[[measure]])))
    if (!is.null(found)) put(name, "function", measure, by, domain, nrow(part), found, degrees(part), NA, NA)
  }
}
for (name in names(designs)) {
  options(survey.lonely.psu = if (grepl("^lonely", name)) sub(".*_", "", name) else "fail")
  d <- designs[[name]]
  figures(name, d, "", "")
  for (by in intersect(c("unit", "gender"), names(d$variables)))
    for (domain in sort(unique(d$variables[[by]]))) figures(name, d[d$variables[[by]] == domain, ], by, domain)
}
exactly <- function(rows, file) {
  d <- do.call(rbind, rows)
  for (column in names(d)) if (is.numeric(d[[column]])) d[[column]] <- ifelse(is.finite(d[[column]]), sprintf("%.17g", d[[column]]), "")
  write.csv(d, file, row.names = FALSE, quote = FALSE)
}
exactly(rows, "expected.csv")
exactly(spans, "intervals.csv")
writeLines(c(R.version.string, paste("survey", packageVersion("survey"))), "versions.txt")
