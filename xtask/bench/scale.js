// A large FAQ in a browser, as a visitor meets it: the widget beside Pagefind's own interface, the same entries, the same queries, one run.
//
//   node scale.js --out DIR --command FAQLET --demo DIR [--entries N] [--lang LANG] [--queries N]
//
// Bytes are those of all bodies that leave the server, compressed by brotli at level 9, whoever asked for them. A query is entered at once, as
// by somebody who types without a pause; then some are typed letter by letter. What a key costs the main thread is the processor time of all
// its tasks until the next key, from the browser's own trace: a machine that does other things beside does not look like a slow widget.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';

import { chromium } from 'playwright-core';
import * as pagefind from 'pagefind';

import { serve } from './cold/server.js';
import { shop } from './corpora.js';
import { page as pageOf } from './engines/pagefind.build.js';
import { quantile } from './metrics.js';
import { Varied } from './varied.js';

const text = { type: 'string' };
const { values: options } = parseArgs({
  options: { out: text, command: text, demo: text, entries: { ...text, default: '100000' }, lang: { ...text, default: 'en' }, queries: { ...text, default: '60' } },
});
const { out, lang } = options;
const [size, count] = [Number(options.entries), Number(options.queries)];
/** Queries that are typed letter by letter, and milliseconds between two keys: a quick typist. */
const [TYPED, KEY] = [30, 120];
/** Milliseconds without a request and without a change of the list after which a query counts as answered. */
const QUIET = 700;
/** Entries in one source file. */
const FILE = 10_000;
/** Pages that are handed to Pagefind at a time. */
const TOGETHER = 500;

const SITES = [
  {
    name: 'faqlet',
    head: '<script async src="/help/faqlet.js"></script>',
    body: `<faq-let index="/help/" lang="${lang}"></faq-let>`,
    field: "document.querySelector('faq-let').shadowRoot.querySelector('input')",
    titles: "[...document.querySelector('faq-let').shadowRoot.querySelectorAll('[part~=result] .question')]",
  },
  {
    name: 'pagefind',
    head: '<link rel="stylesheet" href="/pagefind/pagefind-component-ui.css"><script type="module" src="/pagefind/pagefind-component-ui.js"></script>',
    body: '<pagefind-input></pagefind-input><pagefind-results></pagefind-results>',
    field: "document.querySelector('pagefind-input input')",
    titles: "[...document.querySelectorAll('pagefind-results a')]",
  },
];

const page = (head, body) => `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>Help</title><link rel="icon" href="data:,">${head}</head><body>${body}</body></html>`;

/** Writes the entries as sources; returns the queries, spread over all of them. */
function generate() {
  const varied = new Varied(lang, shop(options.demo, lang));
  const queries = [];
  mkdirSync(`${out}/faq`, { recursive: true });
  for (let first = 0; first < size; first += FILE) {
    const lines = [];
    for (let n = first; n < Math.min(size, first + FILE); n += 1) {
      const entry = varied.entry(n, size);
      lines.push(JSON.stringify(entry));
      if (n % Math.ceil(size / (count + TYPED)) === 7) queries.push(varied.query(entry));
    }
    writeFileSync(`${out}/faq/${String(first).padStart(7, '0')}.jsonl`, `${lines.join('\n')}\n`);
  }
  return queries;
}

/** Builds with our command: seconds by the clock and of processors, and the most memory that it held. */
async function buildOurs() {
  const begin = performance.now();
  const child = spawn(options.command, ['build', `${out}/faq`, '--out', `${out}/site/help`, '--default-lang', lang, '--no-pages'], { stdio: ['ignore', 'inherit', 'inherit'] });
  let [peak, ticks] = [0, 0];
  const watch = setInterval(() => {
    try {
      const [, rest] = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ');
      ticks = rest.split(' ').slice(11, 13).reduce((sum, one) => sum + Number(one), 0);
      peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0));
    } catch {
      // It has ended, or this system tells nothing of memory.
    }
  }, 100);
  const code = await new Promise((done) => child.on('close', done));
  clearInterval(watch);
  if (code !== 0) throw new Error(`faqlet build ended with ${code}`);
  return { seconds: (performance.now() - begin) / 1000, processor: ticks / 100, megabytes: peak / 1024 };
}

async function buildPagefind() {
  const begin = performance.now();
  const { index, errors } = await pagefind.createIndex({ forceLanguage: lang.split('-')[0] });
  if (!index) throw new Error(errors.join('; '));
  for (let first = 0; first < size; first += FILE) {
    const entries = readFileSync(`${out}/faq/${String(first).padStart(7, '0')}.jsonl`, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
    for (let at = 0; at < entries.length; at += TOGETHER) {
      const pages = entries.slice(at, at + TOGETHER).map((entry) => index.addHTMLFile({ url: `/${entry.id}.html`, content: pageOf(entry, lang) }));
      await Promise.all(pages);
    }
  }
  await index.writeFiles({ outputPath: `${out}/site/pagefind` });
  await pagefind.close();
  return { seconds: (performance.now() - begin) / 1000 };
}

/** Runs in the page before its scripts: remembers wasm memories, and when the list changed last. */
const witness = (titles) => `
  globalThis.scale = { memories: new Set(), shown: '', at: 0 };
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const start = WebAssembly[name];
    WebAssembly[name] = async (...args) => {
      const made = await start.apply(WebAssembly, args);
      for (const value of Object.values((made.instance ?? made).exports)) if (value instanceof WebAssembly.Memory) scale.memories.add(value);
      return made;
    };
  }
  const look = () => {
    try {
      const now = ${titles}.map((one) => one.textContent).join('|');
      if (now !== scale.shown) [scale.shown, scale.at] = [now, performance.now()];
    } catch { /* There is no list yet. */ }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
`;

async function visit(browser, server, site, queries) {
  const context = await browser.newContext();
  const tab = await context.newPage();
  const session = await context.newCDPSession(tab);
  await tab.addInitScript(witness(site.titles));
  server.log.length = 0;
  await tab.goto(`${server.address}${site.name}.html`);
  await tab.waitForFunction(`!!(${site.field})`);
  const bytes = () => server.log.reduce((sum, one) => sum + one.bytes, 0);
  /** Enters a query; what it loaded, and after how many milliseconds its list stood. */
  const ask = async (query) => {
    const before = bytes();
    const begin = await tab.evaluate(`(() => { const field = ${site.field}; field.focus(); field.select(); return performance.now() })()`);
    await session.send('Input.insertText', { text: query });
    for (let [last, seen] = [Date.now(), '']; Date.now() - last < QUIET; await tab.waitForTimeout(50)) {
      const now = `${server.log.length} ${server.open} ${await tab.evaluate('scale.shown')}`;
      if (now !== seen || server.open) [last, seen] = [Date.now(), now];
    }
    const { at, shown } = await tab.evaluate('({ at: scale.at, shown: scale.shown })');
    return { bytes: bytes() - before, time: at > begin ? at - begin : undefined, found: shown !== '' };
  };
  await ask(queries[0]);
  const first = bytes();
  const further = [];
  for (const query of queries.slice(1, count)) further.push(await ask(query));
  const memory = await weigh(session, tab);
  const keys = await typing(browser, tab, session, site, queries.slice(count));
  const typedBytes = bytes();
  const after = await weigh(session, tab);
  await context.close();
  const times = further.flatMap(({ time }) => time ?? []);
  const loaded = further.map((one) => one.bytes);
  return {
    name: site.name, first,
    further: { median: quantile(loaded, 0.5), p90: quantile(loaded, 0.9) },
    latency: { median: quantile(times, 0.5), p95: quantile(times, 0.95) },
    found: further.filter((one) => one.found).length / further.length,
    memory: Math.max(memory, after), keys, all: typedBytes,
  };
}

/** Bytes that the page holds: the heap and what hangs on it, and wasm. Workers are not in it. */
async function weigh(session, tab) {
  for (let i = 0; i < 3; i += 1) await session.send('HeapProfiler.collectGarbage');
  const { usedSize, backingStorageSize = 0 } = await session.send('Runtime.getHeapUsage');
  return usedSize + backingStorageSize + (await tab.evaluate('[...scale.memories].reduce((sum, memory) => sum + memory.buffer.byteLength, 0)'));
}

/** Types letter by letter; milliseconds of the main thread a key: all its tasks, and the longest. */
async function typing(browser, tab, session, site, queries) {
  await browser.startTracing(tab, { categories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline', 'blink.user_timing'] });
  for (const query of queries) {
    await tab.evaluate(`(() => { const field = ${site.field}; field.focus(); field.select() })()`);
    for (const letter of query) {
      await tab.evaluate("performance.mark('faqlet key')");
      await session.send('Input.insertText', { text: letter });
      await tab.waitForTimeout(KEY);
    }
    await tab.waitForTimeout(QUIET);
    await tab.evaluate("performance.mark('faqlet end')");
  }
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  const marks = traceEvents.filter(({ name }) => /^faqlet (key|end)$/.test(name));
  const { pid, tid } = marks[0];
  const tasks = traceEvents.filter((event) => event.pid === pid && event.tid === tid && event.ph === 'X' && /RunTask$/.test(event.name));
  const times = marks.map(({ name, ts }, at) => {
    const end = marks[at + 1]?.ts ?? ts;
    const own = tasks.filter((task) => task.ts >= ts && task.ts < end).map((task) => (task.tdur ?? task.dur) / 1000);
    return name === 'faqlet key' ? { all: own.reduce((sum, time) => sum + time, 0), longest: Math.max(0, ...own) } : undefined;
  }).filter(Boolean);
  const of = (key) => ({ median: quantile(times.map((one) => one[key]), 0.5), p99: quantile(times.map((one) => one[key]), 0.99), most: Math.max(...times.map((one) => one[key])) });
  return { count: times.length, cpu: tasks.some(({ tdur }) => tdur !== undefined), all: of('all'), longest: of('longest') };
}

function report(results) {
  const kb = (bytes) => (bytes / 1024).toFixed(0);
  const ms = (time) => time?.toFixed(1) ?? '-';
  const rows = results.sites.map(({ name, first, further, latency, found, memory, keys }) => ({
    name,
    'build, s': results.builds[name].seconds.toFixed(0),
    'KB first': kb(first),
    'KB further, median / 90 %': `${kb(further.median)} / ${kb(further.p90)}`,
    'ms to the list, median / 95 %': `${ms(latency.median)} / ${ms(latency.p95)}`,
    'key, all tasks, median / 99 %': `${ms(keys.all.median)} / ${ms(keys.all.p99)}`,
    'longest task, 99 % / most': `${ms(keys.longest.p99)} / ${ms(keys.longest.most)}`,
    'MB': (memory / 2 ** 20).toFixed(0),
    found: found.toFixed(2),
  }));
  console.table(rows);
  const [own, other] = results.sites;
  if (!other) return;
  const ratio = (a, b) => (a / b).toFixed(2);
  console.log(`Pagefind takes ${ratio(other.first, own.first)} times the bytes to the first result, ${ratio(other.further.median, own.further.median)} times a further query, ${ratio(other.latency.median, own.latency.median)} times the time to a list, ${ratio(results.builds.pagefind.seconds, results.builds.faqlet.seconds)} times the build`);
}

async function main() {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(`${out}/site`, { recursive: true });
  const queries = generate();
  const builds = { faqlet: await buildOurs(), pagefind: await buildPagefind() };
  console.log(JSON.stringify(builds));
  for (const site of SITES) writeFileSync(`${out}/site/${site.name}.html`, page(site.head, site.body));
  const server = await serve(`${out}/site`);
  const args = ['--disable-gpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args });
  const results = { entries: size, lang, cores: cpus().length, load: loadavg()[0], chromium: browser.version(), builds, sites: [] };
  for (const site of SITES) results.sites.push(await visit(browser, server, site, queries));
  await browser.close();
  server.stop();
  writeFileSync(`${out}/scale.json`, JSON.stringify(results, null, 1));
  console.log(`${size} entries in ${lang}; ${count - 1} further queries; ${results.cores} cores, load ${results.load.toFixed(1)}; Chromium ${results.chromium}`);
  report(results);
}

await main();
process.exit(0);
