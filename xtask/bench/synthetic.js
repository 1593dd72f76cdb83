// Generated FAQs, for sizes that nobody publishes. What an index feels is copied from real text: word frequencies after Zipf's law with
// the frequent words short, English function words on top, endings for a stemmer to take off, and a few words of its own that each entry
// keeps coming back to. The same size gives the same text in every run.
import { spread, uniform } from './random.js';

/** Words that a language cannot do without, the most frequent first. */
const FUNCTION_WORDS = (
  'the to a of and in i is for my you it on with can your do how be or what if are this when an not have from we will does at as by was ' +
  'where why which who would could should get use has no all there'
).split(' ');
const STARTS = ['how do i', 'can i', 'what is', 'why does my', 'where can i', 'when will', 'is it possible to', 'do you'];
const ENDINGS = [['', 0.76], ['s', 0.12], ['ing', 0.05], ['ed', 0.05], ['er', 0.02]];
const VOCABULARY = 12000;
const ZIPF = 1.15;
/** The chance that a content word of an entry is one of the entry's own. */
const OWN = 0.25;
/** The chance that a word of five letters or more is mistyped in a query. */
const SLIP = 0.15;

/** An FAQ of `size` entries, with questions of about 9 words and answers of about 80. */
export function entries(size) {
  const language = makeLanguage();
  const draw = uniform(size);
  return Array.from({ length: size }, (_, n) => entry(n, language, draw));
}

function entry(n, language, draw) {
  const own = Array.from({ length: 4 }, () => language.content(draw));
  const word = () => (draw() < OWN ? own[Math.floor(draw() * own.length)] : language.any(draw));
  const words = (count) => Array.from({ length: count }, word);
  const question = [pick(STARTS, draw), own[0], ...words(2 + Math.floor(draw() * 4)), own[1]].join(' ');
  const sentences = Array.from({ length: 6 + Math.floor(draw() * 5) }, () => capital(words(6 + Math.floor(draw() * 9)).join(' ')) + '.');
  return { id: `e${n}`, lang: 'en', question: capital(question) + '?', answer: sentences.join(' '), category: `Group ${n % 12}` };
}

/** What visitors type into such an FAQ: whole questions and single words, some mistyped. */
export function queries(faq, count) {
  const draw = uniform(faq.length + 1);
  return spread(faq, count).map(({ question }) => {
    const words = question.toLowerCase().replace('?', '').split(' ');
    const kept = draw() < 0.4 ? words.slice(-1 - Math.floor(draw() * 3)) : words.filter((w) => w.length < 3 || draw() < 0.75);
    return kept.map((word) => (word.length >= 5 && draw() < SLIP ? mistyped(word, draw) : word)).join(' ');
  });
}

function mistyped(word, draw) {
  const at = 1 + Math.floor(draw() * (word.length - 2));
  return draw() < 0.5 ? word.slice(0, at) + word.slice(at + 1) : word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2);
}

/** A vocabulary with its frequencies. */
function makeLanguage() {
  const draw = uniform(7);
  const seen = new Set(FUNCTION_WORDS);
  while (seen.size < VOCABULARY) seen.add(stem(seen.size, draw));
  const words = [...seen];
  const all = ladder(words.length, 0);
  const content = ladder(words.length, 400);
  const inflect = (n, random) => (n < FUNCTION_WORDS.length ? words[n] : words[n] + ending(random()));
  return {
    any: (random) => inflect(all(random()), random),
    content: (random) => inflect(content(random()), random),
  };
}

/** A pronounceable stem, longer the rarer it is. */
function stem(rank, draw) {
  const syllables = (rank < 400 ? 1 : rank < 8000 ? 2 : 3) + (draw() < 0.2 ? 1 : 0);
  let text = '';
  for (let i = 0; i < syllables; i += 1) {
    text += pick(['b', 'c', 'd', 'f', 'g', 'h', 'l', 'm', 'n', 'p', 'r', 's', 't', 'v', 'w', 'tr', 'st', 'pl', 'ch', ''], draw);
    text += pick(['a', 'e', 'i', 'o', 'u', 'a', 'e', 'o', 'ai', 'ea'], draw);
  }
  return text + pick(['', 'n', 'r', 't', 'l', 's', 'ck', 'nd'], draw);
}

/** Draws ranks from `first` on, each with a probability that falls as Zipf's law says. */
function ladder(count, first) {
  const steps = new Float64Array(count - first);
  let total = 0;
  for (let i = 0; i < steps.length; i += 1) steps[i] = total += (first + i + 2.7) ** -ZIPF;
  return (share) => {
    let [low, high] = [0, steps.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (steps[middle] < share * total) low = middle + 1;
      else high = middle;
    }
    return first + low;
  };
}

function ending(share) {
  let rest = share;
  return ENDINGS.find(([, chance]) => (rest -= chance) < 0)?.[0] ?? '';
}

function pick(list, draw) {
  return list[Math.floor(draw() * list.length)];
}

function capital(text) {
  return text[0].toUpperCase() + text.slice(1);
}
