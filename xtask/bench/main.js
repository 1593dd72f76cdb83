// Measures Faqlet beside other search libraries: the same FAQs, the same queries, the same page in Chromium, one run.
// `cargo xtask bench` installs the libraries, calls this, and makes a table and a chart of the results.
//
//   node main.js --out DIR --command FAQLET --widget DIR --demo DIR [--relevance DIR] [--quick] [--large]
//                [--engines NAME,...] [--corpora NAME,...]
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync, cpSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { build } from 'esbuild';

import { Browser, address, call } from './browser.js';
import { demo, labelled, synthetic, write } from './corpora.js';
import { ENGINES } from './engines/list.js';
import { area, mean, quantiles } from './metrics.js';
import { serve } from './serve.js';

/** The engine and setting that ratios are taken to. */
const YARDSTICK = 'minisearch';
/** Engines that can be asked to hold 100,000 entries; the others take minutes to build or seconds a keystroke. */
const LARGE = ['faqlet', 'minisearch', 'flexsearch', 'bm25'];
/** Sets that a quick run leaves out: thousands of entries. */
const SLOW_SETS = ['dtc_faq_md_en', 'insurance_zhidao_zh', 'parsinlu_qqp_fa'];
/** The labelled set whose real text is measured for size and speed too. */
const REAL = 'dtc_faq_md_en';

/**
 * How much is measured. Budgets are milliseconds: for typing, each engine, corpus and round; for asking, each set and condition.
 * `typing` and `sample` are queries, `repeats` loads and visits. A full run takes a quarter of an hour on two quiet cores; whoever is too
 * slow for its budget is judged by the queries it got through, and its figures are marked.
 */
const FULL = { typing: 200, rounds: 2, typeBudget: 6000, sample: 120, askBudget: 1500, repeats: 3 };
const QUICK = { typing: 25, rounds: 1, typeBudget: 1500, sample: 50, askBudget: 1000, repeats: 3 };

const text = { type: 'string' };
const flag = { type: 'boolean', default: false };
const { values: options } = parseArgs({
  options: {
    ...{ out: text, command: text, widget: text, demo: text, relevance: text, engines: text, corpora: text },
    ...{ quick: flag, large: flag },
  },
});
const extent = options.quick ? QUICK : FULL;
const { out } = options;

const chosen = (list, names) => (names ? list.filter(({ name }) => names.split(',').includes(name)) : list);
const engines = chosen(ENGINES, options.engines).filter(({ extra }) => !extra || options.engines);

async function main() {
  rmSync(`${out}/site`, { recursive: true, force: true });
  mkdirSync(`${out}/site`, { recursive: true });
  cpSync('page', `${out}/site`, { recursive: true });
  await bundle();
  const sets = chosen(relevanceSets(), options.corpora);
  const corpora = chosen(timedCorpora(sets), options.corpora);
  new Set([...corpora, ...sets]).forEach((corpus) => write(corpus, out));
  const builds = buildAll(corpora, sets);
  const server = await serve(`${out}/site`);
  const browser = await Browser.start(server, out, extent.repeats);
  const whole = !options.quick && !options.engines && !options.corpora;
  const results = { whole, chromium: browser.version, node: process.version, cores: cpus().length, load: [loadavg()[0]] };
  results.engines = engines.map((engine) => ({ ...about(engine), reference: engine.reference ?? false }));
  results.corpora = [];
  for (const corpus of corpora) results.corpora.push(await measure(browser, corpus, builds));
  results.relevance = await relevance(browser, sets, builds);
  results.load.push(loadavg()[0]);
  await browser.stop();
  server.stop();
  writeFileSync(`${out}/results.json`, JSON.stringify(results, null, 1));
}

/** Each engine with its adapter as one minified module, as a site would ship it. */
async function bundle() {
  const entryPoints = engines.map(({ name }) => `engines/${name}.js`);
  const own = (name) => [`faqlet-${name}`, join(options.widget, `${name}.js`)];
  const alias = Object.fromEntries(['engine', 'engine-meaning'].map(own));
  const form = { bundle: true, minify: true, format: 'esm', platform: 'browser', target: 'es2022', logLevel: 'error' };
  await build({ entryPoints, outdir: `${out}/site/lib`, alias, ...form });
}

function about({ name, title, package: library }) {
  const version = library && JSON.parse(readFileSync(`node_modules/${library}/package.json`, 'utf8')).version;
  return { name, title, version };
}

function timedCorpora(sets) {
  const all = [demo(options.demo, extent.typing), synthetic('syn-1k', 1000, extent.typing)];
  if (!options.quick) all.push(synthetic('syn-10k', 10_000, extent.typing), ...sets.filter(({ name }) => name === REAL));
  if (options.large) all.push(synthetic('syn-100k', 100_000, extent.typing));
  return all;
}

function relevanceSets() {
  if (!options.relevance) return [];
  return labelled(options.relevance, { only: (set) => !options.quick || !SLOW_SETS.includes(set), sample: extent.sample });
}

function suits(engine, corpus) {
  return corpus.name !== 'syn-100k' || LARGE.includes(engine.name);
}

/** Builds every engine's files; returns what became of each, by engine and corpus. */
function buildAll(corpora, sets) {
  const done = new Map();
  for (const engine of engines) {
    // What is timed gets a process of its own; of the rest only the files matter.
    const rest = sets.filter((set) => !corpora.includes(set)).map(({ name }) => name);
    const jobs = [...corpora.filter((corpus) => suits(engine, corpus)).map(({ name }) => [name]), rest];
    const results = jobs.filter((names) => names.length).flatMap((names) => buildOne(engine, names));
    results.forEach(({ corpus, ...result }) => done.set(`${engine.name} ${corpus}`, result));
    const failed = results.filter(({ error }) => error);
    console.log(`  built ${engine.title}`);
    failed.forEach(({ corpus, error }) => console.log(`    not ${corpus}: ${error.split('\n')[0]}`));
  }
  return done;
}

function buildOne(engine, names) {
  const args = ['--max-old-space-size=8192', 'build.js', engine.name, out, options.command, ...names];
  const { stdout, stderr, status, signal } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
  const results = stdout.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
  const missing = names.slice(results.length).map((corpus) => ({ corpus, error: `ended with ${signal ?? status}: ${stderr.slice(-300)}` }));
  return [...results, ...missing];
}

/** Everything about one corpus but relevance. */
async function measure(browser, corpus, builds) {
  const able = engines.filter((engine) => builds.get(`${engine.name} ${corpus.name}`)?.ms !== undefined);
  const figures = {};
  for (const engine of able) {
    const files = await browser.fresh((page) => page.evaluate(async (name) => (await import(`/lib/${name}.js`)).files, engine.name));
    const bytes = await browser.bytes(engine, corpus, files);
    const load = await browser.load(engine, corpus, files);
    const memory = await browser.memory(engine, corpus);
    figures[engine.name] = { build: builds.get(`${engine.name} ${corpus.name}`).ms, bytes, load, memory };
  }
  const typing = await browser.fresh((page) => typeAll(browser, page, able, corpus));
  for (const engine of able) figures[engine.name].typing = typing[engine.name];
  report(corpus, figures);
  return { name: corpus.name, entries: corpus.entries.length, engines: figures };
}

/** Types into every engine in turn, some rounds, so that what else the machine does falls on all of them. */
async function typeAll(browser, page, able, corpus) {
  const times = new Map();
  for (let round = 0; round < extent.rounds; round += 1) {
    for (const engine of able) {
      for (const variant of typedVariants(engine)) {
        const taken = await browser.type(page, engine, corpus, { variant, budget: extent.typeBudget });
        const key = `${engine.name} ${variant}`;
        times.set(key, [...(times.get(key) ?? []), taken]);
      }
    }
  }
  const yardstick = [...times].find(([key]) => key.startsWith(YARDSTICK))?.[1];
  const figures = (engine, variant) => {
    const rounds = times.get(`${engine.name} ${variant}`);
    return { variant, ...quantiles(rounds.flat(2)), ...ratios(rounds, yardstick) };
  };
  return Object.fromEntries(able.map((engine) => [engine.name, typedVariants(engine).map((variant) => figures(engine, variant))]));
}

/** The settings of an engine that are typed into; all figures but relevance are about the first. */
function typedVariants(engine) {
  return engine.typing ?? engine.variants.slice(0, 1);
}

/** Median and 95th percentile as multiples of the yardstick's, over the queries that both got through. */
function ratios(rounds, yardstick) {
  if (!yardstick) return {};
  const common = rounds.map((queries, round) => Math.min(queries.length, yardstick[round].length));
  const of = (all) => quantiles(all.flatMap((queries, round) => queries.slice(0, common[round]).flat()));
  const [own, other] = [of(rounds), of(yardstick)];
  return { ratio50: own.p50 / other.p50, ratio95: own.p95 / other.p95 };
}

/** Figures of every engine and setting on the labelled sets. */
async function relevance(browser, sets, builds) {
  const lists = new Map();
  for (const engine of engines) {
    await browser.fresh(async (page) => {
      for (const set of sets) {
        if (builds.get(`${engine.name} ${set.name}`)?.ms === undefined) continue;
        await call(page, 'open', address(engine, set));
        for (const variant of engine.variants) {
          const found = await browser.judge(page, engine, set, { variant, budget: extent.askBudget });
          add(lists, set, { engine: engine.name, variant }, found);
        }
        await call(page, 'close', { engine: engine.name });
      }
    });
    if (sets.length) console.log(`  judged ${engine.title}`);
  }
  return [...lists.values()].map(({ engines: all, ...set }) => ({ ...set, engines: [...all.values()].map(summed) }));
}

/** Banks of one set, one a language, are one set. */
function add(lists, { set, lang, name }, by, found) {
  if (!lists.has(set)) lists.set(set, { name: set, lang: name === set ? lang : 'several', engines: new Map() });
  const known = lists.get(set).engines;
  const key = Object.values(by).join(' ');
  const old = known.get(key)?.found ?? {};
  known.set(key, { by, found: Object.fromEntries(Object.entries(found).map(([name, list]) => [name, [...(old[name] ?? []), ...list]])) });
}

function summed({ by, found: { clean, typo, trunc, inside, outside } }) {
  const confidence = outside.length ? { area: area(inside, outside) } : {};
  return { ...by, clean: mean(clean), typo: mean(typo), trunc: mean(trunc), ...confidence };
}

/** A line for each engine and setting, for people who watch. */
function report(corpus, figures) {
  const heads = ['build', 'start', 'open', 'KB first', 'MB', 'keys', 'p50', 'p95', 'p99', 'max', 'x p95'];
  const line = (name, columns) => console.log(name.padEnd(22) + columns.map((column) => column.padStart(9)).join(''));
  console.log(`\n  ${corpus.name}, ${corpus.entries.length} entries; times in ms, x: multiples of ${YARDSTICK}`);
  line('', heads);
  for (const [name, { build: built, load, bytes, memory, typing }] of Object.entries(figures)) {
    const sizes = [(bytes.library + bytes.index + bytes.documents) / 1024, memory / 2 ** 20];
    const fixed = [built.toFixed(0), ...[load.start, load.open, ...sizes].map((number) => number.toFixed(1))];
    for (const { variant, keystrokes, p50, p95, p99, max, ratio95 = NaN } of typing) {
      const times = [p50, p95, p99, max, ratio95].map((number) => number.toFixed(3));
      line(`${name} ${variant}`, [...fixed, String(keystrokes), ...times]);
    }
  }
}

await main();
