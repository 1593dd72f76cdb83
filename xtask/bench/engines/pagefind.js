// Pagefind 1: its own files, loaded from the server piece by piece while one types. A keystroke is a search and the texts of ten results.
// Every word of a query must be on the page. `relaxed` is no feature of Pagefind: where it finds nothing, it is asked word by word.
import { words } from './text.js';

export const files = [];

export async function open({ base, inPage }) {
  const library = await import(`${base}pagefind/pagefind.js`);
  const pagefind = inPage ? library.createInstance({ basePath: `${base}pagefind/`, noWorker: true }) : library;
  await pagefind.init();
  return { search: (query, variant) => search(pagefind, query, variant), close: () => pagefind.destroy() };
}

async function search(pagefind, query, variant) {
  const { results } = await pagefind.search(query);
  if (!results.length && variant === 'relaxed') return wordByWord(pagefind, query);
  return show(results.slice(0, 10));
}

/** What a result list shows. Results hold only until the next search. */
async function show(results) {
  const texts = await Promise.all(results.map((result) => result.data()));
  return results.map(({ score }, i) => ({ score, url: texts[i].url }));
}

async function wordByWord(pagefind, query) {
  const sums = new Map();
  for (const word of new Set(words(query))) {
    const { results } = await pagefind.search(word);
    for (const { url, score } of await show(results)) sums.set(url, (sums.get(url) ?? 0) + score);
  }
  const all = [...sums].map(([url, score]) => ({ url, score }));
  return all.sort((a, b) => b.score - a.score).slice(0, 10);
}

export const list = (found) => found.map(({ url, score }) => ({ n: Number(url.match(/(\d+)\.html/)[1]), score }));
