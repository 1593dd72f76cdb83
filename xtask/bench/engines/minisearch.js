// MiniSearch 7 with its best settings for natural questions: prefix on the last word alone, edits only in words of more than three
// letters. The settings of its README, prefix and edits on every word, are slower and rank worse; both are measured for relevance.
import MiniSearch from 'minisearch';

import { parse, segments, unspaced } from './text.js';

export const files = ['index.json', 'documents.json'];

const last = (term, i, terms) => i === terms.length - 1 && term.length > 1;
const VARIANTS = {
  tuned: { boost: { question: 3, also: 3 }, prefix: last, fuzzy: (term) => (term.length > 3 ? 0.2 : false) },
  readme: { boost: { question: 2, also: 2 }, prefix: true, fuzzy: 0.2 },
  exact: { boost: { question: 2, also: 2 } },
};

/** How an index is made and opened, the same at both ends. */
export function options(lang) {
  const fields = { fields: ['question', 'also', 'answer'] };
  return unspaced(lang) ? { ...fields, tokenize: (text) => segments(text, lang) } : fields;
}

export async function open({ bytes, lang }) {
  const index = MiniSearch.loadJS(parse(bytes['index.json']), options(lang));
  const documents = parse(bytes['documents.json']);
  return { documents, search: (query, variant = 'tuned') => index.search(query, VARIANTS[variant]).slice(0, 10) };
}

export const list = (found) => found.map(({ id, score }) => ({ n: id, score }));
