// Seeded random numbers, so that every run makes the same texts and the same slips of the pen.

/** A quick generator for making texts (mulberry32); each call gives a number in [0, 1). */
export function uniform(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let z = Math.imul(state ^ (state >>> 15), state | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    return ((z ^ (z >>> 14)) >>> 0) / 4294967296;
  };
}

const MASK = (1n << 64n) - 1n;

/** SplitMix64, as the engine's relevance example draws its slips: a call gives an integer below `bound`. */
export function below(seed) {
  let state = BigInt(seed);
  return (bound) => {
    state = (state + 0x9e3779b97f4a7c15n) & MASK;
    let z = ((state ^ (state >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
    z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & MASK;
    return Number((z ^ (z >> 31n)) % BigInt(Math.max(bound, 1)));
  };
}

/** `count` members spread evenly over a list, in its order; all of it when it is shorter. */
export function spread(list, count) {
  if (list.length <= count) return [...list];
  return Array.from({ length: count }, (_, i) => list[Math.floor((i * list.length) / count)]);
}
