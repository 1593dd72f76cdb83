// Real FAQs multiplied, for sizes that nobody publishes: sentences of the demo shop's answers in each of its languages, put together anew,
// with most words of content exchanged for others. The new words follow the letters of the real ones, and are as frequent as Zipf's law
// says; each entry keeps coming back to a few words of its own. The same size gives the same text in every run.
import { plain } from './plain.js';
import { uniform } from './random.js';

/** The most frequent words of the text hold its sentences together, and stay. */
const KEPT = 60;
/** New words a language gets beside its real ones. */
const VOCABULARY = 30_000;
const ZIPF = 1.1;
/** The chance that a word of content is exchanged, and the chance that it then is one of the entry's own. */
const [CHANGED, OWN] = [0.8, 0.3];
/** The chance that a longer word is mistyped in a query. */
const SLIP = 0.15;
/** Letters that a made word has at most. */
const LONGEST = 14;

/** Makes entries of a language from real ones, `{ question, also, answer, category }`. */
export class Varied {
  #words;
  #kept;
  #real;
  #draw;
  #ladder;
  #split;

  constructor(lang, real, seed = 1) {
    this.lang = lang;
    const segmenter = new Intl.Segmenter(lang, { granularity: 'word' });
    this.#split = (text) => Array.from(segmenter.segment(text), ({ segment, isWordLike }) => [segment, isWordLike && /\p{L}/u.test(segment)]);
    this.#real = real.map(({ question, also, answer, category }) => ({
      ...{ category, questions: [question, ...(also ?? [])].map(this.#split) },
      sentences: plain(answer).split(/(?<=[.!?。！？؟])\s*/u).filter((text) => text.length > 12 && !/[|\n>[\]@]/.test(text)).map(this.#split),
    })).filter(({ sentences }) => sentences.length);
    const counts = new Map();
    for (const { questions, sentences } of this.#real) {
      for (const [word, isWord] of [...questions, ...sentences].flat()) if (isWord) counts.set(word.toLowerCase(), (counts.get(word.toLowerCase()) ?? 0) + 1);
    }
    const ranked = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([word]) => word);
    const kept = Math.min(KEPT, ranked.length >> 2);
    this.#kept = new Set(ranked.slice(0, kept));
    this.#draw = uniform(seed);
    this.#words = [...this.#invented(ranked.slice(kept))];
    this.#ladder = ladder(this.#words.length);
  }

  /** The real words, and after them made ones: each letter follows the two before it as somewhere in the real ones. */
  #invented(real) {
    const words = new Set(real);
    const after = new Map();
    for (const word of real) {
      const letters = ['', '', ...word, ''];
      for (let at = 2; at < letters.length; at += 1) {
        const key = `${letters[at - 2]}|${letters[at - 1]}`;
        after.set(key, [...(after.get(key) ?? []), letters[at]]);
      }
    }
    for (let tries = 0; words.size < VOCABULARY && tries < VOCABULARY * 10; tries += 1) {
      let [before, last, word] = ['', '', ''];
      while (word.length < LONGEST) {
        const next = pick(after.get(`${before}|${last}`) ?? [''], this.#draw);
        if (!next) break;
        word += next;
        [before, last] = [last, next];
      }
      if (word.length > 1) words.add(word);
    }
    // A script of many letters has few words that follow one another so; two words written as one are words there.
    for (let tries = 0; words.size < VOCABULARY && tries < VOCABULARY * 5; tries += 1) words.add(pick(real, this.#draw) + pick(real, this.#draw));
    return words;
  }

  #word() {
    return this.#words[this.#ladder(this.#draw())];
  }

  #said(pieces, own) {
    const text = pieces.map(([piece, isWord]) => {
      if (!isWord) return piece.replace(/\d/g, () => Math.floor(this.#draw() * 10));
      if (this.#kept.has(piece.toLowerCase()) || this.#draw() > CHANGED) return piece;
      return this.#draw() < OWN ? pick(own, this.#draw) : this.#word();
    });
    return text.join('');
  }

  /** The entry with this number. To be called for one number after the other. */
  entry(n, size) {
    const real = pick(this.#real, this.#draw);
    const own = Array.from({ length: 4 }, () => this.#word());
    const sentences = Array.from({ length: 4 + Math.floor(this.#draw() * 6) }, () => this.#said(pick(pick(this.#real, this.#draw).sentences, this.#draw), own));
    // Topics of about 500 entries.
    const part = Math.floor(this.#draw() * Math.max(1, size / 5_000));
    return {
      ...{ id: `${this.lang}-${n}`, lang: this.lang, question: this.#said(pick(real.questions, this.#draw), own), answer: sentences.join(' ') },
      category: size > 5_000 ? `${real.category} / ${this.#words[part]} ${part}` : real.category,
    };
  }

  /** What visitors type who look for an entry: most of its question's words, or a few, some mistyped. */
  query({ question }) {
    const words = this.#split(question).filter(([, isWord]) => isWord).map(([word]) => word.toLowerCase());
    const few = this.#draw() < 0.4;
    const wanted = few ? words.slice(-1 - Math.floor(this.#draw() * 3)) : words.filter((word) => word.length < 3 || this.#draw() < 0.75);
    const slipped = wanted.map((word) => (word.length >= 5 && this.#draw() < SLIP ? mistyped(word, this.#draw) : word));
    return (slipped.length ? slipped : words).join(/^(zh|ja)/.test(this.lang) ? '' : ' ');
  }
}

function mistyped(word, draw) {
  const at = 1 + Math.floor(draw() * (word.length - 2));
  return draw() < 0.5 ? word.slice(0, at) + word.slice(at + 1) : word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2);
}

/** Draws ranks, each with a probability that falls as Zipf's law says. */
function ladder(count) {
  const steps = new Float64Array(count);
  let total = 0;
  for (let i = 0; i < count; i += 1) steps[i] = total += (i + 2.7) ** -ZIPF;
  return (share) => {
    let [low, high] = [0, count - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (steps[middle] < share * total) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

function pick(list, draw) {
  return list[Math.floor(draw() * list.length)];
}
