// The first seconds on a slow link: a phone's processor (four times slower) behind 1.6 Mbit/s with 150 ms. The same documents and the same
// page, once with Faqlet, once with Pagefind's component UI, once with MiniSearch, in the same run; each file compressed alike.
//
//   node cold.js --command FAQLET --source FAQ.jsonl|FOLDER --out DIR [--runs N]        prints a table, and writes DIR/cold.json
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { brotliCompressSync } from 'node:zlib';

import { chromium } from 'playwright-core';

import { hostCost } from './host.js';
import { serve } from './server.js';
import { minisearch, pagefind } from './sites.js';

const LINK = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };
const SLOWER = 4;
/** What is asked, and what is typed after it, letter by letter. */
const QUERY = 'homework deadline';
const MORE = ' late submission';

const text = { type: 'string' };
const { values: options } = parseArgs({ options: { command: text, source: text, out: text, runs: { ...text, default: '5' } } });

/** Each with an expression for its field and one that is true when results are seen. */
const SITES = [
  {
    name: 'Faqlet',
    head: '<script async src="/help/faqlet.js"></script>',
    body: '<faq-let index="/help/" lang="en"></faq-let>',
    field: "document.querySelector('faq-let')?.shadowRoot?.querySelector('input')",
    results: "document.querySelector('faq-let').shadowRoot.querySelector('[part~=result]')",
    // The first list is taken over by the widget: what is typed after it is typed into that.
    whole: "!document.querySelector('faq-let').shadowRoot.querySelector('.faqlet').early",
    script: 'faqlet.js',
  },
  {
    name: 'Faqlet by words alone',
    head: '<script async src="/help/faqlet.js"></script>',
    body: '<faq-let index="/help/" lang="en" meaning="off"></faq-let>',
    field: "document.querySelector('faq-let')?.shadowRoot?.querySelector('input')",
    results: "document.querySelector('faq-let').shadowRoot.querySelector('[part~=result]')",
    script: 'faqlet.js',
  },
  {
    name: 'Pagefind component UI',
    head: '<link rel="stylesheet" href="/pagefind/pagefind-component-ui.css"><script type="module" src="/pagefind/pagefind-component-ui.js"></script>',
    body: '<pagefind-input></pagefind-input><pagefind-results></pagefind-results>',
    field: "document.querySelector('pagefind-input input')",
    results: "document.querySelector('pagefind-results a')",
    script: 'pagefind-component-ui.js',
  },
  {
    name: 'MiniSearch',
    head: '<script async src="/minisearch/box.js"></script>',
    body: '<div id="box"></div><ol id="found"></ol>',
    field: "document.querySelector('#box input')",
    results: "document.querySelector('#found li')",
    script: 'box.js',
  },
];

/** The host's own page: the search stands below what is seen at first, as most do, so that nothing is loaded before it is wanted. */
export const host = (head, body) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="description" content="A page"><title>Host</title><link rel="icon" href="data:,">${head}</head><body><main><h1>A page</h1>
${'<p>Some text of the page itself, so that there is something to read before anybody searches.</p>'.repeat(60)}${body}</main></body></html>`;

/** Runs in the page before its scripts: when the field was first painted, and what took longer than 50 ms. */
const witness = (field) => `
  window.cold = { long: [] };
  new PerformanceObserver((list) => list.getEntries().forEach((one) => cold.long.push(one.duration))).observe({ type: 'longtask', buffered: true });
  const painted = (act) => requestAnimationFrame(() => { const { port1, port2 } = new MessageChannel(); port1.onmessage = act; port2.postMessage(0) });
  const look = () => (document.body && ${field} ? painted(() => (cold.field = performance.now())) : requestAnimationFrame(look));
  look();
  cold.until = (test) => new Promise((done) => { const ask = () => (test() ? painted(() => done(performance.now())) : requestAnimationFrame(ask)); ask() });
  cold.typed = [];
  addEventListener('input', () => { const begin = performance.now(); painted(() => cold.typed.push(performance.now() - begin)) }, true);
`;

async function visit(browser, address, site) {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  const protocol = await context.newCDPSession(page);
  await protocol.send('Network.enable');
  await protocol.send('Network.emulateNetworkConditions', LINK);
  await protocol.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  await page.addInitScript(witness(site.field));
  await page.goto(address, { waitUntil: 'networkidle' });
  await page.waitForFunction('cold.field');
  const script = await page.evaluate((name) => performance.getEntriesByType('resource').find((one) => one.name.endsWith(name)).responseEnd, site.script);
  const { field, long } = await page.evaluate('cold');
  // The intent: the visitor goes to the field and writes. What was typed counts from the moment the field was reached.
  const begin = await page.evaluate(`(() => { const field = ${site.field}; field.scrollIntoView(); field.focus(); return performance.now() })()`);
  const seen = page.evaluate(`cold.until(() => ${site.results})`);
  await protocol.send('Input.insertText', { text: QUERY });
  const first = (await seen) - begin;
  if (site.whole) await page.waitForFunction(site.whole);
  await page.evaluate('cold.typed.length = 0');
  for (const letter of MORE) {
    await page.keyboard.type(letter);
    await page.waitForTimeout(150);
  }
  const typed = await page.evaluate('cold.typed');
  await context.close();
  return { paint: field - script, first, typed, long: Math.max(0, ...long) };
}

const quantile = (all, share) => [...all].sort((a, b) => a - b)[Math.min(all.length - 1, Math.floor(all.length * share))];

async function main() {
  const { out } = options;
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const made = spawnSync(options.command, ['build', options.source, '--out', `${out}/help`, '--default-lang', 'en'], { encoding: 'utf8' });
  if (made.status) throw new Error(made.stderr);
  const exported = spawnSync(options.command, ['export', options.source, '--format', 'jsonl'], { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (exported.status) throw new Error(exported.stderr);
  const entries = exported.stdout.trim().split('\n').map((line) => JSON.parse(line)).filter((entry) => /^en/.test(entry.lang ?? 'en'));
  await pagefind(entries, out);
  await minisearch(entries, out);
  for (const [number, site] of SITES.entries()) writeFileSync(`${out}/${number}.html`, host(site.head, site.body));
  writeFileSync(`${out}/bare.html`, host('', ''));
  const server = await serve(out);
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
  const figures = SITES.map(({ name }) => ({ name, visits: [] }));
  for (let run = 0; run < Number(options.runs); run += 1) {
    for (const [number, site] of SITES.entries()) figures[number].visits.push(await visit(browser, `${server.address}${number}.html`, site));
  }
  await browser.close();
  const rows = figures.map(({ name, visits }) => ({
    name,
    'field painted after script, ms': Math.round(quantile(visits.map((one) => one.paint), 0.5)),
    'first results after intent, ms': Math.round(quantile(visits.map((one) => one.first), 0.5)),
    'input to paint p95, ms': Math.round(quantile(visits.flatMap((one) => one.typed), 0.95)),
    'longest task before intent, ms': Math.round(quantile(visits.map((one) => one.long), 0.5)),
  }));
  console.log(`${entries.length} entries, ${options.runs} visits each, medians; 1.6 Mbit/s, 150 ms, processor ${SLOWER} times slower`);
  console.table(rows);
  const bytes = brotliCompressSync(readFileSync(`${out}/help/faqlet.js`)).length;
  const cost = await hostCost(server.address, '0.html', 'bare.html');
  console.log(`script before intent: ${bytes} bytes; Lighthouse performance ${cost.bare} without, ${cost.with} with Faqlet`);
  server.stop();
  writeFileSync(`${out}/cold.json`, JSON.stringify({ entries: entries.length, figures, rows, bytes, cost }, null, 1));
}

await main();
process.exit(0);
