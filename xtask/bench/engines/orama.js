// Orama 3: BM25, every word a prefix, any word may match. Its tolerance for typing errors makes clean queries worse: both are measured.
import { create, load, search } from '@orama/orama';

import { english, parse, words } from './text.js';

// The library keeps the documents in its index.
export const files = ['index.json'];

export function options(lang) {
  const schema = { question: 'string', also: 'string', answer: 'string' };
  if (english(lang)) return { schema, language: 'english' };
  const tokenizer = { language: 'english', normalizationCache: new Map(), tokenize: words };
  return { schema, components: { tokenizer } };
}

export async function open({ bytes, lang }) {
  const index = create(options(lang));
  load(index, parse(bytes['index.json']));
  const find = (term, variant = 'prefix') =>
    search(index, { term, limit: 10, threshold: 1, boost: { question: 2, also: 2 }, tolerance: variant === 'typo' ? 1 : 0 });
  return { search: find };
}

export const list = (found) => found.hits.map(({ id, score }) => ({ n: Number(id), score }));
