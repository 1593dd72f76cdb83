// Faqlet's headless bundle as a visitor gets it: the shipped wasm and its glue, an index, the answer files that are needed. `snippets`
// adds to each of the ten hits the passage of its answer that matches best, with the matches marked, which no other library here does.
import init, { Index } from 'faqlet-engine';

/** As long as openIndex() makes them. */
const SNIPPET_CHARS = 160;

export const files = ['engine.wasm', 'index.fqi', 'answers.json'];

/** Compiles and starts the wasm; once a page. */
export function start(bytes) {
  return init({ module_or_path: bytes['engine.wasm'] });
}

export async function open({ bytes, base }) {
  await start(bytes);
  // A built folder's index is fetched with the hash that its manifest gives; openIndex() says so too.
  const index = new Index(new Uint8Array(bytes['index.fqi']), true);
  const answers = new Answers(index, base, JSON.parse(new TextDecoder().decode(bytes['answers.json'])));
  const search = (query, variant) => {
    const { hits } = index.search(query, 10, undefined, false);
    if (variant === 'snippets') for (const hit of hits) Object.assign(hit, index.snippet(query, hit.entry, SNIPPET_CHARS));
    return hits;
  };
  return { search, answers, close: () => index.free() };
}

/** The answer files, each loaded when the first hit needs it. */
class Answers {
  constructor(index, base, chunks) {
    Object.assign(this, { index, base, chunks });
  }

  /** Loads what these hits need. */
  for(hits) {
    return this.load(new Set(hits.map(({ entry }) => this.chunks.find(({ first, count }) => entry < first + count))));
  }

  /** Loads some of the files, all of them unless told. */
  async load(wanted = this.chunks) {
    for (const chunk of wanted) {
      chunk.loading ??= fetch(`${this.base}${chunk.file}`).then(async (answer) => {
        this.index.addAnswers(new Uint8Array(await answer.arrayBuffer()));
      });
      await chunk.loading;
    }
  }
}

export const list = (found) => found.map(({ entry, confidence }) => ({ n: entry, score: confidence }));
