// What the host's own page pays before anybody searches: Lighthouse's performance with and without the script, the middle of three runs each.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import lighthouse from 'lighthouse';

const RUNS = 3;

export function hostCost(address, own, bare) {
  return inChromium(async (port) => {
    const score = async (page) => {
      const scores = [];
      for (let run = 0; run < RUNS; run += 1) {
        const { lhr } = await lighthouse(address + page, { port, onlyCategories: ['performance'], logLevel: 'error' });
        scores.push(Math.round(lhr.categories.performance.score * 100));
      }
      return scores.sort((a, b) => a - b)[1];
    };
    return { bare: await score(bare), with: await score(own) };
  });
}

/** Does `work` with the debugging port of a Chromium that keeps nothing. */
export async function inChromium(work) {
  const profile = mkdtempSync(join(tmpdir(), 'faqlet-cold-'));
  const args = ['--headless=new', '--no-sandbox', '--disable-gpu', '--remote-debugging-port=0', `--user-data-dir=${profile}`];
  const chromium = spawn('/usr/bin/chromium', args, { stdio: 'ignore' });
  try {
    return await work(await debuggingPort(profile));
  } finally {
    chromium.kill();
    await new Promise((done) => chromium.once('exit', done));
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The browser writes the port that it was given into its profile. */
async function debuggingPort(profile) {
  for (let i = 0; i < 200; i += 1) {
    try {
      return Number(readFileSync(join(profile, 'DevToolsActivePort'), 'utf8').split('\n')[0]);
    } catch {
      await new Promise((done) => setTimeout(done, 100));
    }
  }
  throw new Error('expected Chromium to name its debugging port');
}
