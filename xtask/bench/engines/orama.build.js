// The saved index of Orama.
import { create, insertMultiple, save } from '@orama/orama';

import { options } from './orama.js';
import { also } from './text.js';

export async function build(entries, lang) {
  const index = create(options(lang));
  const documents = entries.map((entry, id) => ({ id: String(id), question: entry.question, also: also(entry), answer: entry.answer }));
  await insertMultiple(index, documents, 5000);
  return { 'index.json': JSON.stringify(save(index)) };
}
