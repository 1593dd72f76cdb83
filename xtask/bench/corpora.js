// The FAQs that are measured: generated ones, the demo shop's, and labelled sets from a folder. Each becomes the source
// that `faqlet build` reads, and the same entries as plain text for the other libraries.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { plain } from './plain.js';
import { spread } from './random.js';
import { entries as generate, queries as typed } from './synthetic.js';

/** Longest query that is typed for times, in characters: longer ones are whole letters that nobody types into a search box. */
const LONGEST = 80;

/** A generated FAQ. */
export function synthetic(name, size, count) {
  const entries = generate(size);
  return { name, lang: 'en', entries, typing: typed(entries, count) };
}

/** The demo shop's FAQ in English. */
export function demo(folder, count) {
  const entries = shop(folder, 'en');
  return { name: 'demo', lang: 'en', entries, typing: typed(entries, count) };
}

/** The demo shop's entries in a language. Its front matter is regular, so that a few lines read it. */
export function shop(folder, lang) {
  const files = readdirSync(join(folder, lang), { recursive: true }).filter((file) => file.endsWith('.md')).sort();
  return files.map((file) => {
    const [, front, answer] = readFileSync(join(folder, lang, file), 'utf8').split(/^---\n/m, 3);
    const value = (key) => front.match(new RegExp(`^${key}: *(.*)$`, 'm'))?.[1];
    const also = front.match(/^also:\n((?: +- .*\n)*)/m)?.[1].match(/(?<=- ).*/g) ?? [];
    return { id: value('id'), lang, question: value('question'), also, category: value('category'), answer };
  });
}

/** The labelled sets in a folder; a set with other wordings comes a second time, with them. */
export function labelled(folder, { only = () => true, sample }) {
  const sets = readdirSync(folder).filter((set) => only(set) && existsSync(join(folder, set, 'qrels.tsv'))).sort();
  return sets.flatMap((set) => readSet(folder, set, sample));
}

function readSet(folder, set, sample) {
  const lines = (file) => readFileSync(join(folder, set, file), 'utf8').split('\n').filter(Boolean);
  const entries = lines('faq.jsonl').map(JSON.parse);
  const relevant = new Map();
  for (const [qid, id, relevance] of lines('qrels.tsv').map((line) => line.split('\t'))) {
    if (!relevant.has(qid)) relevant.set(qid, new Map());
    relevant.get(qid).set(id, Number(relevance));
  }
  const all = lines('queries.jsonl').map(JSON.parse);
  const queries = all.map(({ qid, query, lang }, number) => ({ text: query, lang, number, relevant: relevant.get(qid) }));
  // More than two languages are a bank a language; two are one bank whose visitors mix them.
  const languages = [...new Set(entries.map(({ lang }) => lang))];
  const banks = languages.length > 2 ? languages : [undefined];
  const wordings = entries.some(({ alt_questions: alt }) => alt?.length) ? [false, true] : [false];
  return wordings.flatMap((alt) => banks.map((lang) => bank(set, entries, queries, { alt, lang, sample })));
}

function bank(set, all, asked, { alt, lang, sample }) {
  const own = all.filter((entry) => !lang || entry.lang === lang);
  const entries = own.map((entry) => ({
    ...{ id: entry.id, lang: lang ?? all[0].lang, question: entry.question, answer: entry.answer ?? '', category: entry.category },
    also: alt ? (entry.alt_questions ?? []) : [],
  }));
  const numbers = new Map(entries.map(({ id }, n) => [id, n]));
  const here = asked.filter((query) => !lang || query.lang === lang);
  const known = here.filter(({ relevant }) => relevant).map((query) => ({ ...query, relevant: byNumber(query.relevant, numbers) }));
  const name = `${set}${lang ? `.${lang}` : ''}${alt ? '+alt' : ''}`;
  return {
    ...{ name, set: `${set}${alt ? '+alt' : ''}`, lang: entries[0].lang, entries },
    queries: spread(known, lang ? Infinity : sample),
    unanswerable: spread(here.filter(({ relevant }) => !relevant), sample).map(({ text }) => text),
    typing: spread(known.map(({ text }) => text).filter((text) => text.length <= LONGEST), 200),
  };
}

function byNumber(relevant, numbers) {
  return new Map([...relevant].map(([id, relevance]) => [numbers.get(id), relevance]));
}

/** Entries in one source file: a file of 100,000 would be larger than `faqlet build` reads. */
const ENTRIES_A_FILE = 20_000;

/** Writes a corpus for the builders: a folder of sources for Faqlet, a file of plain texts for the others. */
export function write(corpus, out) {
  const folder = `${out}/corpora/${corpus.name}`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (let first = 0; first < corpus.entries.length; first += ENTRIES_A_FILE) {
    const lines = corpus.entries.slice(first, first + ENTRIES_A_FILE).map((entry) => `${JSON.stringify(entry)}\n`);
    writeFileSync(`${folder}/${String(first).padStart(6, '0')}.jsonl`, lines.join(''));
  }
  const entries = corpus.entries.map(({ question, also = [], answer }) => ({ question, also, answer: plain(answer) }));
  writeFileSync(`${folder}.json`, JSON.stringify({ lang: corpus.lang, entries }));
}
