# The same question in base R, in blocks so that memory stays small, counted by hundredths. Rscript simulate.R FOLDER COUNT
# The triangular distribution's inverse on vectors, by indices, is faster than ifelse, findInterval, or pmin and pmax of two draws.
arguments <- commandArgs(trailingOnly = TRUE)
folder <- arguments[1]
count <- as.numeric(arguments[2])
block <- 50000
leaves <- read.csv(file.path(folder, "leaves.csv"))
targets <- read.csv(file.path(folder, "targets.csv"))
rows <- setdiff(targets$id, "x")
most <- c(tapply(leaves$high, leaves$row, sum)[rows], x = sum(leaves$high))
often <- lapply(most, integer)
width <- leaves$high - leaves$low
share <- (leaves$likely - leaves$low) / width
below <- width * (leaves$likely - leaves$low)
above <- width * (leaves$high - leaves$likely)
parts <- split(seq_len(nrow(leaves)), factor(leaves$row, rows))
set.seed(1)
for (start in seq(0, count - 1, by = block)) {
  size <- min(block, count - start)
  total <- numeric(size)
  for (row in rows) {
    points <- numeric(size)
    for (i in parts[[row]]) {
      u <- runif(size)
      low <- u < share[i]
      d <- leaves$high[i] - sqrt((1 - u) * above[i])
      d[low] <- leaves$low[i] + sqrt(u[low] * below[i])
      points <- points + floor(d + 0.5) # round() is slower
    }
    often[[row]] <- often[[row]] + tabulate(points, most[[row]])
    total <- total + points
  }
  often[["x"]] <- often[["x"]] + tabulate(total, most[["x"]])
}
for (i in seq_len(nrow(targets))) {
  found <- often[[targets$id[i]]]
  upto <- cumsum(found)
  quantiles <- sapply(c(0.05, 0.5, 0.95), function(q) which(upto >= q * count)[1])
  probability <- sum(found[targets$target[i]:length(found)]) / count
  cat(targets$id[i], sum(seq_along(found) * as.numeric(found)) / count, quantiles, probability, sep = ",")
  cat("\n")
}
