// FlexSearch 0.8: prefixes of every word, letters put together by their sound, suggestions where not every word is found.
import { Charset, Document } from 'flexsearch';

import { parse, unspaced } from './text.js';

export const files = ['index.json', 'documents.json'];

export const FIELDS = ['question', 'also', 'answer'];

export function options(lang) {
  const encoder = unspaced(lang) ? Charset.CJK : Charset.LatinAdvanced;
  return { document: { id: 'id', index: FIELDS.map((field) => ({ field, tokenize: 'forward', encoder })) } };
}

export async function open({ bytes, lang }) {
  const index = new Document(options(lang));
  for (const [key, data] of parse(bytes['index.json'])) index.import(key, data);
  const documents = parse(bytes['documents.json']);
  return { documents, search: (query) => merge(index.search(query, { limit: 10, suggest: true })) };
}

/** Hits in questions come before hits in answers: the library returns a list a field. */
function merge(fields) {
  const order = [...fields].sort((a, b) => FIELDS.indexOf(a.field) - FIELDS.indexOf(b.field));
  return [...new Set(order.flatMap(({ result }) => result))].slice(0, 10);
}

export const list = (found) => found.map((n, rank) => ({ n, score: 10 - rank }));
