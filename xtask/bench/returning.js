// What a visitor downloads who comes back after one answer of many was edited: Faqlet, Pagefind and MiniSearch on the same entries.
//
//   node returning.js --out DIR --command FAQLET --demo DIR [--entries N]
//
// Files whose names or contents are new count, compressed by brotli at level 9. For Faqlet it is what its service worker fetches: manifest,
// list of patches and patch; for the others what a browser's cache does not have. Pagefind's chunks of words are fetched when a query needs
// them, so that all that are new is the most that somebody can be asked for.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { brotliCompressSync, constants } from 'node:zlib';

import MiniSearch from 'minisearch';

import { shop } from './corpora.js';
import { build as pagefind } from './engines/pagefind.build.js';
import { Varied } from './varied.js';

const text = { type: 'string' };
const { values: options } = parseArgs({ options: { out: text, command: text, demo: text, entries: { ...text, default: '10000' } } });
const { out } = options;
const packed = (bytes) => Math.min(bytes.length, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }).length);

function faqlet(entries, folder) {
  mkdirSync(`${out}/faq`, { recursive: true });
  writeFileSync(`${out}/faq/faq.jsonl`, `${entries.map((entry) => JSON.stringify(entry)).join('\n')}\n`);
  execFileSync(options.command, ['build', `${out}/faq`, '--out', folder, '--no-pages', '--no-meaning'], { stdio: ['ignore', 'ignore', 'inherit'] });
}

function minisearch(entries, folder) {
  mkdirSync(folder, { recursive: true });
  const index = new MiniSearch({ fields: ['question', 'answer'] });
  index.addAll(entries.map(({ question, answer }, id) => ({ id, question, answer })));
  writeFileSync(`${folder}/index.json`, JSON.stringify(index));
  writeFileSync(`${folder}/texts.json`, JSON.stringify(entries.map(({ question, answer }) => ({ question, answer }))));
}

/** All files of a folder with their contents. */
const files = (folder) => new Map(readdirSync(folder, { recursive: true }).map(String).filter((name) => statSync(join(folder, name)).isFile()).map((name) => [name, readFileSync(join(folder, name))]));

rmSync(out, { recursive: true, force: true });
const varied = new Varied('en', shop(options.demo, 'en'));
const entries = Array.from({ length: Number(options.entries) }, (_, n) => varied.entry(n, Number(options.entries)));
const edited = entries.map((entry, n) => (n === entries.length >> 1 ? { ...entry, answer: `${entry.answer} Since June the desk also takes vouchers.` } : entry));
const rows = [];
for (const [name, build] of [['minisearch', minisearch], ['pagefind', (entries, folder) => pagefind(entries, 'en', folder)]]) {
  await build(entries, `${out}/${name}-1`);
  await build(edited, `${out}/${name}-2`);
  const [before, after] = [files(`${out}/${name}-1`), files(`${out}/${name}-2`)];
  const changed = [...after].filter(([file, bytes]) => !before.get(file)?.equals(bytes));
  rows.push({ name, files: changed.length, KB: (changed.reduce((sum, [, bytes]) => sum + packed(bytes), 0) / 1024).toFixed(1), which: changed.map(([file]) => file.replace(/^.*\./, '.')).slice(0, 12).join(' ') });
}
for (const one of [entries, edited]) faqlet(one, `${out}/help`);
const after = files(`${out}/help`);
const [step] = JSON.parse(after.get('patches.json'));
const own = ['manifest.json', 'patches.json', step.file].map((file) => packed(after.get(file)));
rows.push({ name: 'faqlet', files: 3, KB: (own.reduce((sum, one) => sum + one, 0) / 1024).toFixed(1), which: own.join(' ') });
console.table(rows);
process.exit(0);
