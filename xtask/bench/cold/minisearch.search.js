// MiniSearch with its best settings for natural questions: prefix on the last word alone, edits only in words of more than three letters.
import MiniSearch from 'minisearch';

export function open(index, texts) {
  const engine = MiniSearch.loadJS(index, { fields: ['question', 'answer'] });
  const last = (term, i, terms) => i === terms.length - 1 && term.length > 1;
  const options = { boost: { question: 3 }, prefix: last, fuzzy: (term) => (term.length > 3 ? 0.2 : false) };
  return (query) => engine.search(query, options).slice(0, 10).map(({ id }) => texts[id]);
}
