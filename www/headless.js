// The headless engine: Faqlet's search without its interface, for hosts that draw their own. Works in browsers, workers and Node.
//
//   import { openIndex } from 'faqlet/engine';            // or '/help/engine.js' from a built folder
//   const kb = await openIndex('/help/');                 // a built folder, or the bytes of one .fqi file
//   const hits = await kb.search('refund', { limit: 10 });
//
// `faqlet build` replaces the file names below by the hashed ones.
import init, { Index } from './engine.js';

const WASM = new URL('./engine.wasm', import.meta.url);
/** The same engine with meaning, which only those load who ask for it. */
const WITH_MEANING = new URL('./engine-meaning.wasm', import.meta.url);
/** Longest snippet: about two lines of a result list. */
const SNIPPET_CHARS = 160;
const NODE = typeof process === 'object' && Boolean(process.versions?.node);

/** Bytes at a URL: by fetch, or from the file system in Node, whose fetch knows no files. */
async function read(url, integrity) {
  if (url.protocol === 'file:') {
    const { readFile } = await import(/* @vite-ignore */ 'node:fs/promises');
    return readFile(url);
  }
  const answer = await fetch(url, integrity ? { integrity } : {});
  if (!answer.ok) throw new Error(`faqlet: expected ${url.href}, got HTTP ${answer.status}; is this the folder that faqlet build wrote?`);
  return new Uint8Array(await answer.arrayBuffer());
}

/** The base of a built folder as a URL that ends in a slash. In Node a plain path means a folder on disk. */
async function folder(source) {
  let url;
  if (source instanceof URL) url = new URL(source);
  else if (NODE && !/^[a-z][a-z0-9+.-]+:\/\//i.test(source)) {
    const { pathToFileURL } = await import(/* @vite-ignore */ 'node:url');
    url = pathToFileURL(source);
  } else url = new URL(source, globalThis.document?.baseURI ?? globalThis.location?.href);
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}

/** The wanted language if the folder has it, else the same language of another region or script, else the default. */
function choose(manifest, wanted) {
  const all = manifest.languages;
  const exact = (tag) => all.find((l) => l.lang.toLowerCase() === tag.toLowerCase());
  const near = (tag) => all.find((l) => l.lang.split('-')[0].toLowerCase() === tag.split('-')[0].toLowerCase());
  return (wanted && (exact(wanted) || near(wanted))) || exact(manifest.default) || all[0];
}

const engines = {};
/** Compiles the engine once a page and gives its class; a failure may be tried again. */
function start(meaning = false) {
  const load = async () => {
    const [{ default: begin, Index: Own }, bytes] = meaning
      ? await Promise.all([import('./engine-meaning.js'), read(WITH_MEANING)])
      : [{ default: init, Index }, await read(WASM)];
    await begin({ module_or_path: bytes });
    return Own;
  };
  engines[meaning] ??= load().catch((error) => {
    delete engines[meaning];
    throw error;
  });
  return engines[meaning];
}

/** Vectors and encoders: fetched when a query needs them, each once. */
class Meaning {
  #index;
  #files;
  #load;

  constructor(index, { vectors, packs }, load) {
    this.#index = index;
    this.#files = { vectors, ...Object.fromEntries(packs.map((pack) => [pack.group, pack])) };
    this.#load = load;
  }

  /** Brings what a query needs. What does not come leaves words alone, and is tried again by the next search. */
  async prepare(query) {
    const own = this.#files[this.#index.scriptOf(query)];
    const { vectors } = this.#files;
    if (!own || !vectors) return;
    await Promise.all([
      this.#bring(vectors, (bytes) => this.#index.addVectors(bytes)),
      this.#bring(own, (bytes) => this.#index.addPack(bytes)),
    ]).catch((error) => console.warn(`faqlet: searching by words alone: ${error.message ?? error}`));
  }

  #bring(file, take) {
    file.loading ??= this.#load(file).then(take).catch((error) => {
      file.loading = undefined;
      throw error;
    });
    return file.loading;
  }
}

/** An opened index. Made by `openIndex`. */
class KnowledgeBase {
  #index;
  #chunks;
  #load;
  #meaning;

  constructor(index, chunks, load, meaning) {
    this.#index = index;
    this.#chunks = chunks;
    this.#load = load;
    this.#meaning = meaning;
  }

  /** The language of the index, BCP 47. */
  get lang() {
    return this.#index.lang;
  }

  /** How many entries it holds. */
  get length() {
    return this.#index.length;
  }

  /**
   * The best answers to `query`, best first. `limit` is 10 unless told; `snippets: false` skips loading answers; `meaning: false` asks
   * words alone and waits for nothing else.
   */
  async search(query, { limit = 10, category, snippets = true, meaning = true } = {}) {
    const meant = meaning && this.#meaning;
    if (meant) await meant.prepare(String(query));
    const found = this.#index[meant ? 'searchMeaning' : 'search'](String(query), limit, category, false).hits;
    const hits = found.map(({ path, ...hit }) => ({ ...hit, category: path.join(' / ') }));
    if (!snippets || !this.#chunks.length) return hits;
    await Promise.all([...new Set(hits.map((hit) => this.#chunkOf(hit.entry)))].map((n) => this.#fill(n)));
    return hits.map((hit) => {
      const { snippet, snippetMarks } = this.#index.snippet(String(query), hit.entry, SNIPPET_CHARS);
      return { ...hit, snippet, snippetMarks };
    });
  }

  /** One entry by id: question, category and the answer's plain text; undefined when there is none. */
  async article(id) {
    const entry = this.#index.find(String(id));
    if (entry === undefined) return undefined;
    await this.#fill(this.#chunkOf(entry));
    return this.#index.article(entry);
  }

  /** Frees the engine's memory; the object must not be used afterwards. */
  close() {
    this.#index.free();
  }

  #chunkOf(entry) {
    return this.#chunks.findIndex((chunk) => entry >= chunk.first && entry < chunk.first + chunk.count);
  }

  /** Loads an answer chunk once; when that fails the next search tries again. */
  async #fill(n) {
    const chunk = this.#chunks[n];
    if (!chunk) return;
    chunk.loading ??= this.#load(chunk).then((bytes) => this.#index.addAnswers(bytes)).catch((error) => {
      chunk.loading = undefined;
      throw error;
    });
    await chunk.loading;
  }
}

const bytesOf = (file) => (file instanceof ArrayBuffer ? new Uint8Array(file) : file);

/**
 * Opens a built folder (`'/help/'`, a URL, in Node also a path) or the bytes of one index file.
 * With bytes, pass the answer files as `answers` when snippets are wanted.
 *
 * `meaning: true` finds answers in other words too: a search then waits for vectors and the encoder of its script, about a megabyte, the
 * first time. With bytes, `meaning` is `{ vectors, packs }`: the bytes of the `.fqv` file and of the `.fqm` files.
 */
export async function openIndex(source, { lang, answers = [], meaning = false } = {}) {
  const bytes = source instanceof ArrayBuffer || ArrayBuffer.isView(source);
  if (!bytes && typeof source !== 'string' && !(source instanceof URL)) {
    throw new TypeError('faqlet: openIndex expects the address of a built folder or the bytes of an .fqi file');
  }
  if (bytes) {
    const Own = await start(Boolean(meaning));
    const view = source instanceof ArrayBuffer ? new Uint8Array(source) : new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
    const index = new Own(view);
    answers.forEach((file) => index.addAnswers(bytesOf(file)));
    if (meaning?.vectors) index.addVectors(bytesOf(meaning.vectors));
    meaning?.packs?.forEach((file) => index.addPack(bytesOf(file)));
    const there = { prepare: () => undefined };
    return new KnowledgeBase(index, answers.length ? [{ first: 0, count: Infinity, loading: Promise.resolve() }] : [], undefined, meaning && there);
  }
  const base = await folder(source);
  const manifest = JSON.parse(new TextDecoder().decode(await read(new URL('manifest.json', base))));
  if (manifest.faqlet !== 1) {
    throw new Error(`faqlet: expected a manifest of version 1, got ${manifest.faqlet}; update the faqlet script to the version that built this folder`);
  }
  const language = choose(manifest, lang);
  const able = Boolean(meaning && language.vectors && manifest.meaning?.length);
  const [file, Own] = await Promise.all([read(new URL(language.index.file, base), language.index.integrity), start(able)]);
  const load = ({ file: name, integrity }) => read(new URL(name, base), integrity);
  const index = new Own(file, Boolean(language.index.integrity) && !NODE);
  const parts = { vectors: { ...language.vectors }, packs: (manifest.meaning ?? []).map((pack) => ({ ...pack })) };
  const chunks = language.answers.map((chunk) => ({ ...chunk, loading: undefined }));
  return new KnowledgeBase(index, chunks, load, able && new Meaning(index, parts, load));
}
