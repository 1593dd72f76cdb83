// What is done to a labelled query before it is asked. The same rules, letter for letter, as in the engine's example `relevance`:
// its figures and the ones measured here are then figures of one thing.
import { below } from './random.js';

/** The conditions by name; each takes the query and its number in the set. */
export const CONDITIONS = {
  clean: (query) => query,
  typo: (query, number) => withTypos(query, below(number)),
  trunc: (query) => cut(query),
};

const LETTER = /^\p{Alphabetic}$/u;
const WORD = /^[\p{Alphabetic}\p{N}]$/u;

/** One edit in each word of five letters or more: a letter put in, left out, changed, or two neighbours swapped. */
export function withTypos(query, draw) {
  const all = [...query];
  const pool = all.filter((c) => LETTER.test(c));
  let text = '';
  for (let start = 0; start < all.length; ) {
    let end = start;
    while (end < all.length && LETTER.test(all[end])) end += 1;
    const letters = all.slice(start, end);
    if (letters.length >= 5) slip(letters, pool, draw);
    text += letters.join('') + (all[end] ?? '');
    start = end + 1;
  }
  return text;
}

function slip(letters, pool, draw) {
  const at = draw(letters.length);
  const letter = pool[draw(pool.length)];
  switch (draw(4)) {
    case 0:
      return letters.splice(at, 0, letter);
    case 1:
      return letters.splice(at, 1);
    case 2:
      return letters.splice(at, 1, letter);
    default: {
      const first = Math.min(at, letters.length - 2);
      return letters.splice(first, 2, letters[first + 1], letters[first]);
    }
  }
}

/** The last word cut to its first 60 %, as while it is being typed. */
export function cut(query) {
  const all = [...query];
  while (all.length && !WORD.test(all.at(-1))) all.pop();
  let start = all.length;
  while (start > 0 && WORD.test(all[start - 1])) start -= 1;
  const keep = Math.ceil(((all.length - start) * 6) / 10);
  return all.slice(0, start + keep).join('');
}
