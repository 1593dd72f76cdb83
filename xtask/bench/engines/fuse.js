// Fuse.js 7.5, searching word by word with weights for rare words: every keystroke looks at every document, there is no index.
import Fuse from 'fuse.js';

import { parse } from './text.js';

export const files = ['documents.json'];

const OPTIONS = {
  keys: [
    { name: 'question', weight: 2 },
    { name: 'also', weight: 2 },
    { name: 'answer', weight: 1 },
  ],
  useTokenSearch: true,
  threshold: 0.3,
  ignoreLocation: true,
  includeScore: true,
};

export async function open({ bytes }) {
  const index = new Fuse(parse(bytes['documents.json']), OPTIONS);
  return { search: (query) => index.search(query, { limit: 10 }) };
}

export const list = (found) => found.map(({ refIndex, score }) => ({ n: refIndex, score: -score }));
