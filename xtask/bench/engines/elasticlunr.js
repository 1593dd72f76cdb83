// elasticlunr 0.9: stems, TF-IDF, any word may match, each is a prefix too. It knows no typing errors.
import './elasticlunr.global.js';

import elasticlunr from 'elasticlunr';

import { english, parse } from './text.js';

export const files = ['index.json', 'documents.json'];

/** The way words are split is a setting of the whole library. Outside English its own one would drop the script. */
export function split(lang) {
  if (english(lang)) elasticlunr.tokenizer.resetSeperator();
  else elasticlunr.tokenizer.setSeperator(/[^\p{L}\p{N}\p{M}]+/u);
}

const FIELDS = { question: { boost: 2 }, also: { boost: 2 }, answer: { boost: 1 } };

export async function open({ bytes, lang }) {
  const index = elasticlunr.Index.load(parse(bytes['index.json']));
  const documents = parse(bytes['documents.json']);
  const search = (query, variant = 'prefix') => {
    split(lang);
    return index.search(query, { fields: FIELDS, bool: 'OR', expand: variant === 'prefix' }).slice(0, 10);
  };
  return { documents, search };
}

export const list = (found) => found.map(({ ref, score }) => ({ n: Number(ref), score }));
