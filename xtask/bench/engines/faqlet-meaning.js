// Faqlet's headless bundle with meaning: words and meaning as one list, beside words alone in the same bundle. `again` and `again words` are
// the same once more for a keystroke that was just answered, the quickest of some: what the engine keeps in mind of the words costs nothing
// then, and the difference is what encoding a query, comparing it with the entries and joining both lists takes.
import init, { Index } from 'faqlet-engine-meaning';

export const files = ['engine-meaning.wasm', 'index.fqi', 'vectors.fqv', 'pack.fqm'];

/** Compiles and starts the wasm; once a page. */
export function start(bytes) {
  return init({ module_or_path: bytes['engine-meaning.wasm'] });
}

export async function open({ bytes }) {
  await start(bytes);
  const index = new Index(new Uint8Array(bytes['index.fqi']));
  index.addVectors(new Uint8Array(bytes['vectors.fqv']));
  index.addPack(new Uint8Array(bytes['pack.fqm']));
  const found = (query, words) => (words ? index.search(query, 10, undefined, false) : index.searchMeaning(query, 10, undefined));
  const search = (query, variant = '') => found(query, variant.endsWith('words')).hits;
  return { search, close: () => index.free() };
}

export const list = (found) => found.map(({ entry, confidence }) => ({ n: entry, score: confidence }));
