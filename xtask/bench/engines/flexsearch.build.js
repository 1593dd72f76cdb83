// The exported index of FlexSearch, its parts in one file.
import { Document } from 'flexsearch';

import { options } from './flexsearch.js';
import { also } from './text.js';

export async function build(entries, lang) {
  const index = new Document(options(lang));
  entries.forEach((entry, id) => index.add({ id, question: entry.question, also: also(entry), answer: entry.answer }));
  const parts = [];
  await index.export((key, data) => {
    if (data !== undefined) parts.push([key, data]);
  });
  return { 'index.json': JSON.stringify(parts) };
}
