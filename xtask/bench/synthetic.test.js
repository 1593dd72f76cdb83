// The generated FAQs are the same in every run and have the shape they are said to have. Run by xtask's own tests.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { plain } from './plain.js';
import { spread } from './random.js';
import { entries, queries } from './synthetic.js';

const average = (numbers) => numbers.reduce((a, b) => a + b) / numbers.length;
const words = (text) => text.split(' ').length;

test('questions have about 9 words and answers about 80, in every run the same', () => {
  const faq = entries(300);
  assert.deepEqual(entries(300), faq);
  assert.ok(Math.abs(average(faq.map(({ question }) => words(question))) - 9) < 1.5);
  assert.ok(Math.abs(average(faq.map(({ answer }) => words(answer))) - 80) < 5);
  assert.equal(new Set(faq.map(({ id }) => id)).size, 300);
});

test('word frequencies fall steeply, as in any language', () => {
  const counts = new Map();
  for (const word of entries(300).flatMap(({ answer }) => answer.toLowerCase().match(/[a-z]+/g))) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const sorted = [...counts.values()].sort((a, b) => b - a);
  const all = sorted.reduce((a, b) => a + b);
  const top = sorted.slice(0, 50).reduce((a, b) => a + b) / all;
  assert.ok(top > 0.3 && top < 0.6, `the 50 most frequent words are ${top} of the text`);
  assert.ok(sorted.filter((count) => count === 1).length > sorted.length / 3, 'rare words are missing');
});

test('queries come from all over the FAQ', () => {
  const faq = entries(300);
  const asked = queries(faq, 30);
  assert.equal(asked.length, 30);
  assert.ok(asked.every((query) => query.length > 1 && query === query.toLowerCase()));
  assert.deepEqual(spread([1, 2, 3, 4, 5, 6], 3), [1, 3, 5]);
});

test('plain text keeps words and drops the targets of links', () => {
  assert.equal(plain('## See [our page](https://example.com/a "b")\n\n**Not** `__init__`'), 'See our page\n\nNot __init__');
});
