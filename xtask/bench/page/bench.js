// The page that every engine is measured in. It opens engines and asks them; the figures are made of its answers outside.
//
// Times are taken with performance.now(), which counts in steps of 5 µs because the server isolates the page.

/** Opened engines, by name. */
const opened = new Map();
/** Modules, by engine: a module is evaluated once a page. */
const modules = new Map();

/** The bytes of an engine's files for a corpus. */
async function fetchAll(base, names) {
  const all = names.map(async (name) => [name, await (await fetch(base + name)).arrayBuffer()]);
  return Object.fromEntries(await Promise.all(all));
}

async function moduleOf(engine) {
  if (!modules.has(engine)) modules.set(engine, await import(`/lib/${engine}.js`));
  return modules.get(engine);
}

/** Opens an engine on a corpus and keeps it. */
async function open({ engine, base, lang }) {
  const library = await moduleOf(engine);
  const bytes = await fetchAll(base, library.files);
  opened.set(engine, { ...(await library.open({ bytes, lang, base })), list: library.list });
}

/** Drops an engine, so that the next one finds the memory free. */
function close({ engine }) {
  opened.get(engine)?.close?.();
  opened.delete(engine);
}

/**
 * From bytes in memory to the first result, in a page that has not seen the engine before: milliseconds to start the library,
 * to open the index, and to answer one query. `local` is false for an engine whose module must know its own address.
 */
async function load({ engine, base, lang, query, files, local }) {
  const url = `/lib/${engine}.js`;
  const library = local ? URL.createObjectURL(await (await fetch(url)).blob()) : url;
  const bytes = await fetchAll(base, files);
  const begin = performance.now();
  const code = await import(library);
  await code.start?.(bytes);
  const evaluated = performance.now();
  const instance = await code.open({ bytes, lang, base });
  const ready = performance.now();
  await instance.search(query);
  return { start: evaluated - begin, open: ready - evaluated, first: performance.now() - ready };
}

/**
 * Opens an engine, asks it some queries, and says how many bytes its wasm holds, which the heap of the page does not show. An engine
 * that would work in a worker works in the page here, where it can be weighed.
 */
async function settle({ engine, base, lang, queries }) {
  const memories = watchWasm();
  const library = await moduleOf(engine);
  const instance = await library.open({ bytes: await fetchAll(base, library.files), lang, base, inPage: true });
  opened.set(engine, instance);
  for (const query of queries) {
    const found = await instance.search(query);
    await instance.answers?.for(found);
  }
  return [...memories].reduce((total, memory) => total + memory.buffer.byteLength, 0);
}

/** The memories of all wasm that is started from now on. */
function watchWasm() {
  const memories = new Set();
  const start = WebAssembly.instantiate;
  WebAssembly.instantiate = async (...args) => {
    const made = await start(...args);
    const all = Object.values((made.instance ?? made).exports);
    all.filter((value) => value instanceof WebAssembly.Memory).forEach((memory) => memories.add(memory));
    return made;
  };
  return memories;
}

/**
 * Types queries character by character and returns the milliseconds of each keystroke, a list a query. No query is begun after `budget`
 * milliseconds.
 */
async function type({ engine, queries, budget, variant }) {
  const instance = opened.get(engine);
  if (variant === 'snippets') await instance.answers.load();
  const end = performance.now() + budget;
  const times = [];
  for (const query of queries) {
    if (performance.now() > end) break;
    times.push(await typeOne(instance, query, variant));
  }
  return times;
}

/** How often a keystroke is repeated whose own cost is wanted, whatever else the machine does. */
const AGAIN = 5;

async function typeOne(instance, query, variant) {
  const times = [];
  let typed = '';
  for (const character of query) {
    typed += character;
    if (variant.startsWith('again')) {
      times.push(leastOf(() => instance.search(typed, variant)));
      continue;
    }
    const begin = performance.now();
    const found = instance.search(typed, variant);
    // Waiting costs a turn of the event loop: only engines that need it pay for it.
    if (typeof found.then === 'function') await found;
    times.push(performance.now() - begin);
  }
  return times;
}

/** Milliseconds of the quickest of some calls after a first one. */
function leastOf(act) {
  act();
  const times = Array.from({ length: AGAIN }, () => {
    const begin = performance.now();
    act();
    return performance.now() - begin;
  });
  return Math.min(...times);
}

/** Asks queries and returns `[entry numbers, score of the first]` for each. No query is begun after `budget` milliseconds. */
async function ask({ engine, queries, budget, variant }) {
  const instance = opened.get(engine);
  const end = performance.now() + budget;
  const answers = [];
  for (const query of queries) {
    if (performance.now() > end) break;
    const found = instance.list(await instance.search(query, variant));
    answers.push([found.map(({ n }) => n), found[0]?.score ?? 0]);
  }
  return answers;
}

/** What a visitor's page does up to its first list of results, by the engine's own way of loading. */
async function visit({ engine, base, lang, query }) {
  if (engine === 'faqlet') {
    const { openIndex } = await import(`${base}help/engine.js`);
    const index = await openIndex(`${base}help/`);
    return (await index.search(query, { limit: 10 })).length;
  }
  await open({ engine, base, lang });
  return opened.get(engine).list(await opened.get(engine).search(query)).length;
}

globalThis.bench = { open, close, load, settle, type, ask, visit };
