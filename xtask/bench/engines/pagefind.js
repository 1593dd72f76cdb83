// Pagefind 1: its own files, loaded from the server piece by piece while one types. A keystroke is a search and the texts of ten results.
// Every word of a query must be on the page. `relaxed` is no feature of Pagefind: where it finds nothing, it is asked word by word.
import { words } from './text.js';

export const files = [];

export async function open({ base }) {
  const pagefind = await import(`${base}pagefind/pagefind.js`);
  await pagefind.options({ excerptLength: 20 });
  await pagefind.init();
  return { search: (query, variant) => search(pagefind, query, variant), close: () => pagefind.destroy() };
}

async function search(pagefind, query, variant) {
  let { results } = await pagefind.search(query);
  if (!results.length && variant === 'relaxed') results = await wordByWord(pagefind, query);
  const best = results.slice(0, 10);
  const texts = await Promise.all(best.map((result) => result.data()));
  return best.map((result, i) => ({ score: result.score, url: texts[i].url }));
}

async function wordByWord(pagefind, query) {
  const sums = new Map();
  for (const word of new Set(words(query))) {
    const { results } = await pagefind.search(word);
    for (const result of results) {
      const known = sums.get(result.id) ?? { ...result, score: 0 };
      known.score += result.score;
      sums.set(result.id, known);
    }
  }
  return [...sums.values()].sort((a, b) => b.score - a.score);
}

export const list = (found) => found.map(({ url, score }) => ({ n: Number(url.match(/(\d+)\.html/)[1]), score }));
