// Plain BM25 over whole words, question and answer as one text: no product, but the mark that ranking has to pass.
import { parse, words } from './text.js';

export const files = ['index.json', 'documents.json'];

const [K1, B] = [1.2, 0.75];

export async function open({ bytes }) {
  const { lengths, postings } = parse(bytes['index.json']);
  const index = { lengths, postings: new Map(Object.entries(postings)), scores: new Float64Array(lengths.length) };
  index.mean = lengths.reduce((a, b) => a + b, 0) / lengths.length;
  const documents = parse(bytes['documents.json']);
  return { documents, search: (query) => search(index, query) };
}

function search({ lengths, postings, scores, mean }, query) {
  scores.fill(0);
  for (const word of words(query)) {
    const list = postings.get(word);
    if (!list) continue;
    const count = list.length / 2;
    const idf = Math.log(1 + (lengths.length - count + 0.5) / (count + 0.5));
    for (let i = 0; i < list.length; i += 2) {
      const [n, times] = [list[i], list[i + 1]];
      scores[n] += (idf * times * (K1 + 1)) / (times + K1 * (1 - B + (B * lengths[n]) / mean));
    }
  }
  const found = [];
  scores.forEach((score, n) => score > 0 && found.push({ n, score }));
  return found.sort((a, b) => b.score - a.score || a.n - b.n).slice(0, 10);
}

export const list = (found) => found;
