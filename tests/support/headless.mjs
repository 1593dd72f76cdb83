// Opens an index with the shipped headless module and prints what it finds:
//   node headless.mjs MODULE FOLDER-OR-INDEX QUERY [ANSWERS…]
import { readFile, stat } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';

const [module, source, query, ...answers] = process.argv.slice(2);
const { openIndex } = await import(pathToFileURL(module));
const folder = (await stat(source)).isDirectory();
const options = { answers: await Promise.all(answers.map((file) => readFile(file))) };
const kb = await openIndex(folder ? source : await readFile(source), options);
const hits = await kb.search(query, { limit: 5 });
console.log(JSON.stringify({ lang: kb.lang, length: kb.length, hits }));
