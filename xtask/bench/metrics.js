// How lists of hits and lists of times become figures.

/** How deep a result list is judged. */
export const DEPTH = 10;

/** Figures of one query: `found` are entry numbers, best first; `relevant` maps entry numbers to their relevance. */
export function judge(found, relevant) {
  const gain = (relevance) => 2 ** relevance - 1;
  const discount = (rank) => Math.log2(rank + 2);
  const ranks = found.slice(0, DEPTH).map((n, rank) => [relevant.get(n) ?? 0, rank]);
  const hits = ranks.filter(([relevance]) => relevance > 0);
  const ideal = [...relevant.values()].sort((a, b) => b - a).slice(0, DEPTH);
  return {
    success: hits.length && hits[0][1] === 0 ? 1 : 0,
    mrr: hits.length ? 1 / (hits[0][1] + 1) : 0,
    ndcg: sum(hits.map(([relevance, rank]) => gain(relevance) / discount(rank))) / sum(ideal.map((r, rank) => gain(r) / discount(rank))),
    recall: hits.length / relevant.size,
    empty: found.length ? 0 : 1,
  };
}

/** The mean of each figure. */
export function mean(figures) {
  const keys = ['success', 'mrr', 'ndcg', 'recall', 'empty'];
  const means = keys.map((key) => [key, sum(figures.map((f) => f[key])) / Math.max(figures.length, 1)]);
  return { queries: figures.length, ...Object.fromEntries(means) };
}

/** Area under ROC: the chance that a query with an answer gets more confidence than one without. */
export function area(inside, outside) {
  const wins = inside.map((a) => sum(outside.map((b) => (a > b ? 1 : a === b ? 0.5 : 0))));
  return sum(wins) / (inside.length * outside.length);
}

/** Nearest-rank quantiles of times in milliseconds. */
export function quantiles(times) {
  const sorted = Float64Array.from(times).sort();
  const at = (share) => sorted[Math.max(Math.ceil(share * sorted.length) - 1, 0)];
  return { keystrokes: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}

/** One of them. */
export function quantile(numbers, share) {
  const sorted = Float64Array.from(numbers).sort();
  return sorted[Math.max(Math.ceil(share * sorted.length) - 1, 0)] ?? NaN;
}

/** The middle of some numbers. */
export function median(numbers) {
  return quantiles(numbers).p50;
}

export function sum(numbers) {
  return numbers.reduce((a, b) => a + b, 0);
}
