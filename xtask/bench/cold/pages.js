// Accessibility and best practices of the plain pages, by Lighthouse: one of each kind, and every language's whole FAQ.
//
//   node pages.js --command FAQLET --folder DIR        prints a line a page, and ends with 1 where one is below 100
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

import lighthouse from 'lighthouse';

import { inChromium } from './host.js';

const text = { type: 'string' };
const { values: options } = parseArgs({ options: { command: text, folder: text } });
const CATEGORIES = ['accessibility', 'best-practices'];

/** The whole FAQ in each language, and in the first one a topic, an answer, and the overview where there is one. */
function kinds(help) {
  const pages = readdirSync(join(help, 'pages'), { withFileTypes: true });
  const whole = pages.filter((page) => page.isFile() && page.name.endsWith('.html')).map((page) => `pages/${page.name}`);
  const langs = pages.filter((page) => page.isDirectory()).map((page) => page.name);
  const inside = langs.flatMap((lang) => readdirSync(join(help, 'pages', lang), { withFileTypes: true }).map((entry) => ({ lang, entry })));
  const first = inside.flatMap(({ lang, entry }) => {
    if (entry.isFile()) return entry.name.endsWith('.html') ? [`pages/${lang}/${entry.name}`] : [];
    const found = readdirSync(join(help, 'pages', lang, entry.name), { recursive: true }).map(String).find((name) => name.endsWith('.html'));
    return found ? [`pages/${lang}/${entry.name}/${found}`] : [];
  });
  return [...whole, ...first];
}

/** Serves the folder as owners try it out, with the headers that the guide asks for. */
async function serving(work) {
  const server = spawn(options.command, ['serve', options.folder, '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    for await (const line of createInterface({ input: server.stdout })) {
      const [address] = line.match(/http:\/\/\S+:\d+\//) ?? [];
      if (address) return await work(address);
    }
    throw new Error('expected faqlet serve to print its address');
  } finally {
    server.kill();
  }
}

async function measure(port, address) {
  let low = 0;
  for (const page of kinds(options.folder)) {
    const { lhr } = await lighthouse(address + page, { port, onlyCategories: CATEGORIES, logLevel: 'error' });
    const scores = CATEGORIES.map((category) => Math.round(lhr.categories[category].score * 100));
    const failed = Object.values(lhr.audits).filter((audit) => audit.score === 0 && audit.scoreDisplayMode === 'binary').map((audit) => audit.id);
    low += Number(scores.some((score) => score < 100));
    console.log(`${page}: accessibility ${scores[0]}, best practices ${scores[1]} ${failed.join(' ')}`);
  }
  return low;
}

const low = await serving((address) => inChromium((port) => measure(port, address)));
process.exit(low ? 1 : 0);
