// Opens an index with the shipped headless module and prints what it finds:
//   node headless.mjs MODULE FOLDER-OR-INDEX QUERY [--meaning] [ANSWERS…]
import { readFile, stat } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';

const [module, source, query, ...rest] = process.argv.slice(2);
const answers = rest.filter((name) => name !== '--meaning');
const { openIndex } = await import(pathToFileURL(module));
const folder = (await stat(source)).isDirectory();
const options = { answers: await Promise.all(answers.map((file) => readFile(file))), meaning: rest.includes('--meaning') };
const kb = await openIndex(folder ? source : await readFile(source), options);
const hits = await kb.search(query, { limit: 5 });
console.log(JSON.stringify({ lang: kb.lang, length: kb.length, hits }));
