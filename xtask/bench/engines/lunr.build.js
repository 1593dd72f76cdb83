// The index file of lunr.
import lunr from 'lunr';

import { trim } from './lunr.js';
import { also, english } from './text.js';

export function build(entries, lang) {
  const index = lunr(function configure() {
    this.ref('id');
    this.field('question', { boost: 3 });
    this.field('also', { boost: 3 });
    this.field('answer');
    if (!english(lang)) {
      this.pipeline.reset();
      this.searchPipeline.reset();
      this.pipeline.add(trim);
      this.searchPipeline.add(trim);
    }
    entries.forEach((entry, id) => this.add({ id, question: entry.question, also: also(entry), answer: entry.answer }));
  });
  return { 'index.json': JSON.stringify(index) };
}
