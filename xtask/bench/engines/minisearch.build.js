// The index file of MiniSearch.
import MiniSearch from 'minisearch';

import { options } from './minisearch.js';
import { also } from './text.js';

export function build(entries, lang) {
  const index = new MiniSearch(options(lang));
  index.addAll(entries.map((entry, id) => ({ id, question: entry.question, also: also(entry), answer: entry.answer })));
  return { 'index.json': JSON.stringify(index) };
}
