// Postings as pairs of entry number and count, by word.
import { also, words } from './text.js';

export function build(entries) {
  const postings = new Map();
  const lengths = entries.map((entry, n) => {
    const all = words(`${entry.question}\n${also(entry)}\n${entry.answer}`);
    for (const word of all) {
      if (!postings.has(word)) postings.set(word, []);
      const list = postings.get(word);
      if (list.at(-2) === n) list[list.length - 1] += 1;
      else list.push(n, 1);
    }
    return all.length;
  });
  return { 'index.json': JSON.stringify({ lengths, postings: Object.fromEntries(postings) }) };
}
