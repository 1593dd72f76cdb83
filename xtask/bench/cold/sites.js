// The other two, as their guides tell people to set them up.
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';
import MiniSearch from 'minisearch';
import * as pf from 'pagefind';

const escape = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

/** One page an entry, the question its heading. */
export async function pagefind(entries, out) {
  const { index, errors } = await pf.createIndex({ forceLanguage: 'en' });
  if (!index) throw new Error(errors.join('; '));
  const page = ({ question, answer }) => `<!doctype html><html lang="en"><head><title>${escape(question)}</title></head><body><h1>${escape(question)}</h1><p>${escape(answer)}</p></body></html>`;
  await Promise.all(entries.map((entry, n) => index.addHTMLFile({ url: `/${n}.html`, content: page(entry) })));
  await index.writeFiles({ outputPath: `${out}/pagefind` });
  await pf.close();
}

/** A field, and on intent the library, its index and the texts, fetched side by side. */
export async function minisearch(entries, out) {
  mkdirSync(`${out}/minisearch`, { recursive: true });
  const index = new MiniSearch({ fields: ['question', 'answer'] });
  index.addAll(entries.map(({ question, answer }, id) => ({ id, question, answer })));
  writeFileSync(`${out}/minisearch/index.json`, JSON.stringify(index));
  writeFileSync(`${out}/minisearch/texts.json`, JSON.stringify(entries.map(({ question, answer }) => ({ question, answer }))));
  const form = { bundle: true, minify: true, target: 'es2022', logLevel: 'error' };
  const near = (file) => fileURLToPath(new URL(file, import.meta.url));
  await build({ ...form, entryPoints: [near('minisearch.box.js')], outfile: `${out}/minisearch/box.js`, format: 'iife' });
  await build({ ...form, entryPoints: [near('minisearch.search.js')], outfile: `${out}/minisearch/search.js`, format: 'esm' });
}
