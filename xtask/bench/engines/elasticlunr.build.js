// The index file of elasticlunr, without the documents, which are a file of their own for all libraries.
import elasticlunr from 'elasticlunr';

import { split } from './elasticlunr.js';
import { also, english } from './text.js';

export function build(entries, lang) {
  split(lang);
  const index = elasticlunr(function configure() {
    this.setRef('id');
    this.saveDocument(false);
    ['question', 'also', 'answer'].forEach((field) => this.addField(field));
    if (!english(lang)) this.pipeline.reset();
  });
  entries.forEach((entry, id) => index.addDoc({ id, question: entry.question, also: also(entry), answer: entry.answer }));
  return { 'index.json': JSON.stringify(index) };
}
