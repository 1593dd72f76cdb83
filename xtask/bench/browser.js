// Chromium without a window, and what is asked of the measured page.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

import { chromium } from 'playwright-core';

import { judge, median } from './metrics.js';
import { CONDITIONS } from './conditions.js';
import { weighAll } from './weigh.js';

const NAMES = ['chromium', 'google-chrome', 'chrome'];
const SWITCHES = ['--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];
/** The share of a set's queries below which the report leaves an engine out of a mean. */
const ENOUGH = 0.3;
/** Queries between opening an engine and weighing its memory. */
const QUERIES_BEFORE_WEIGHING = 20;

/** The first browser on the search path. */
function executable() {
  const candidates = process.env.PATH.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const found = candidates.find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
  if (!found) throw new Error(`expected one of ${NAMES.join(', ')} on the search path; install Chromium`);
  return found;
}

/** A running Chromium that knows one server. */
export class Browser {
  /** `repeats` is how often a load or a visit is repeated, each in a fresh page with another query. */
  static async start(server, out, repeats) {
    // Chromium refuses its sandbox to root.
    const args = [...SWITCHES, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];
    const chrome = await chromium.launch({ executablePath: executable(), args });
    return Object.assign(new Browser(), { chrome, server, out, repeats, version: chrome.version() });
  }

  stop() {
    return this.chrome.close();
  }

  /** Runs `work` with a fresh page: nothing cached, nothing evaluated. */
  async fresh(work) {
    const context = await this.chrome.newContext();
    try {
      const page = await context.newPage();
      await page.goto(this.server.address);
      await page.waitForFunction(() => globalThis.bench && crossOriginIsolated);
      return await work(page, context);
    } finally {
      await context.close();
    }
  }

  /** Bytes as transferred up to the first list of results; where they depend on the query, the mean of some visits. */
  async bytes(engine, corpus, files) {
    if (!engine.visit) return weighAll([`${this.out}/site/lib/${engine.name}.js`, ...files.map((file) => this.file(engine, corpus, file))]);
    const visits = [];
    for (const query of corpus.typing.slice(0, this.repeats)) {
      visits.push(await this.fresh(async (page) => {
        this.server.log.length = 0;
        await call(page, 'visit', { ...address(engine, corpus), query });
        return weighAll(this.server.log);
      }));
    }
    const average = (key) => visits.reduce((total, visit) => total + visit[key], 0) / visits.length;
    return Object.fromEntries(['library', 'index', 'documents', 'requests'].map((key) => [key, Math.round(average(key))]));
  }

  file(engine, corpus, name) {
    return `${this.out}/site/data/${corpus.name}/${engine.name}/${name}`;
  }

  /** Milliseconds from bytes in memory to ready, and for the first query: the middle of some loads. */
  async load(engine, corpus, files) {
    const times = [];
    for (let i = 0; i < this.repeats; i += 1) {
      const query = corpus.typing[i % corpus.typing.length];
      const local = engine.name !== 'pagefind';
      times.push(await this.fresh((page) => call(page, 'load', { ...address(engine, corpus), query, files, local })));
    }
    return Object.fromEntries(['start', 'open', 'first'].map((key) => [key, median(times.map((time) => time[key]))]));
  }

  /** Bytes in use after some queries, beyond what the empty page uses: the heap, what hangs on it, and wasm. */
  memory(engine, corpus) {
    return this.fresh(async (page, context) => {
      const session = await context.newCDPSession(page);
      const before = await inUse(session);
      const queries = corpus.typing.slice(0, QUERIES_BEFORE_WEIGHING);
      const wasm = await call(page, 'settle', { ...address(engine, corpus), queries });
      return (await inUse(session)) - before + wasm;
    });
  }

  /** Milliseconds of each keystroke, a list a query. */
  async type(page, engine, corpus, { variant, budget }) {
    await call(page, 'open', address(engine, corpus));
    const session = await page.context().newCDPSession(page);
    await call(page, 'ask', { engine: engine.name, queries: corpus.typing.slice(-5), budget: 1000, variant });
    await session.send('HeapProfiler.collectGarbage');
    const times = await call(page, 'type', { engine: engine.name, queries: corpus.typing, budget, variant });
    await call(page, 'close', { engine: engine.name });
    await session.detach();
    return times;
  }

  /** Figures of one engine with one of its settings on a labelled corpus, a list of them for each condition. */
  async judge(page, engine, corpus, { variant, budget }) {
    const figures = {};
    for (const [condition, apply] of Object.entries(CONDITIONS)) {
      const queries = tooSlow(figures.clean, corpus.queries) ? [] : corpus.queries.map(({ text, number }) => apply(text, number));
      const answers = await call(page, 'ask', { engine: engine.name, queries, budget, variant });
      figures[condition] = answers.map(([found], i) => judge(found, corpus.queries[i].relevant));
      if (condition === 'clean') figures.inside = answers.map(([, score]) => score);
    }
    const outside = await call(page, 'ask', { engine: engine.name, queries: corpus.unanswerable, budget, variant });
    return { ...figures, outside: outside.map(([, score]) => score) };
  }
}

/** Where an engine's files for a corpus lie, as the page names it. */
export function address(engine, corpus) {
  return { engine: engine.name, base: `/data/${corpus.name}/${engine.name}/`, lang: corpus.lang };
}

/** Calls one of the page's functions. */
export function call(page, name, argument) {
  return page.evaluate(([name, argument]) => globalThis.bench[name](argument), [name, argument]);
}

/** Whether so few of the clean queries were answered in time that no mean will count them: the others need not be asked. */
function tooSlow(clean, queries) {
  return clean !== undefined && clean.length < ENOUGH * queries.length;
}

async function inUse(session) {
  for (let i = 0; i < 3; i += 1) await session.send('HeapProfiler.collectGarbage');
  const { usedSize, backingStorageSize = 0 } = await session.send('Runtime.getHeapUsage');
  return usedSize + backingStorageSize;
}
