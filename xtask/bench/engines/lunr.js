// lunr 2: BM25 over stems; each word exact, as a prefix and with one edit, weighted in this order.
import lunr from 'lunr';

import { parse } from './text.js';

export const files = ['index.json', 'documents.json'];

// Outside English the library's own trimmer would take every letter for punctuation. Registered here, because an index names it.
export const trim = (token) => token.update((text) => text.replace(/^[^\p{L}\p{N}\p{M}]+|[^\p{L}\p{N}\p{M}]+$/gu, ''));
lunr.Pipeline.registerFunction(trim, 'unicodeTrimmer');

export async function open({ bytes }) {
  const index = lunr.Index.load(parse(bytes['index.json']));
  const documents = parse(bytes['documents.json']);
  return { documents, search: (query, variant = 'typo') => index.query((q) => ask(q, query, variant)).slice(0, 10) };
}

function ask(query, text, variant) {
  for (const token of lunr.tokenizer(text)) {
    const word = token.toString().replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
    if (!word) continue;
    query.term(word, { boost: 100 });
    if (variant === 'exact') continue;
    query.term(word, { boost: 10, usePipeline: false, wildcard: lunr.Query.wildcard.TRAILING });
    if (word.length > 3) query.term(word, { boost: 1, usePipeline: false, editDistance: 1 });
  }
}

export const list = (found) => found.map(({ ref, score }) => ({ n: Number(ref), score }));
