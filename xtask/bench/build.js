// Builds one engine's files for some corpora, in a process of its own so that engines do not meet in one heap.
//
//   node build.js ENGINE OUT COMMAND CORPUS...     prints one line of JSON a corpus: { corpus, ms } or { corpus, error }
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const [engine, out, command, ...corpora] = process.argv.slice(2);
const { build, settle } = await import(`./engines/${engine}.build.js`);

for (const corpus of corpora) {
  const source = `${out}/corpora/${corpus}`;
  const { lang, entries } = JSON.parse(readFileSync(`${out}/corpora/${corpus}.json`, 'utf8'));
  const folder = `${out}/site/data/${corpus}/${engine}`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const result = { corpus };
  try {
    const begin = performance.now();
    const files = await build(entries, lang, folder, { source, command });
    for (const [name, text] of Object.entries(files)) writeFileSync(`${folder}/${name}`, text);
    result.ms = performance.now() - begin;
    // What is shown of a result; whoever keeps it in the index does not load this file.
    writeFileSync(`${folder}/documents.json`, JSON.stringify(entries.map(document)));
    settle?.(folder);
  } catch (error) {
    result.error = String(error.stderr || error).trim().slice(0, 400);
  }
  console.log(JSON.stringify(result));
}

function document({ question, also, answer }) {
  return also.length ? { question, also: also.join('\n'), answer } : { question, answer };
}

// Some libraries leave a helper process behind that would keep this one waiting.
process.exit(0);
