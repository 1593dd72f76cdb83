// Slips and cuts do what the tables say they do. Run by xtask's own tests.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { CONDITIONS, cut, withTypos } from './conditions.js';
import { below } from './random.js';

test('the last word is cut to three fifths, what is no word behind it is dropped', () => {
  assert.equal(cut('How do I return a parcel?'), 'How do I return a parc');
  assert.equal(cut('refund'), 'refu');
  assert.equal(cut('退款方式'), '退款方');
  assert.equal(cut('?!'), '');
  assert.equal(cut(''), '');
});

test('only words of five letters or more are mistyped, each by one edit', () => {
  const query = 'how can one ship tulip parcels abroad, 2 at 12345 a time?';
  for (let seed = 0; seed < 50; seed += 1) {
    const words = withTypos(query, below(seed)).split(' ');
    assert.deepEqual([words[0], words[1], words[2], words[3]], ['how', 'can', 'one', 'ship']);
    assert.deepEqual(words.slice(-5), ['2', 'at', '12345', 'a', 'time?']);
    for (const [word, original] of [[words[4], 'tulip'], [words[5], 'parcels'], [words[6], 'abroad,']]) {
      assert.ok(Math.abs(word.length - original.length) <= 1, word);
    }
  }
});

test('a query without long words stays as it is, whatever its signs', () => {
  for (const query of ['', 'a b c', '  two  wide  ', '¿qué?', '🙂 ok 🙂']) assert.equal(withTypos(query, below(1)), query);
});

test('the same number of a query gives the same slip', () => {
  const query = 'delivery address changed yesterday';
  assert.equal(CONDITIONS.typo(query, 7), CONDITIONS.typo(query, 7));
  const all = new Set(Array.from({ length: 20 }, (_, number) => CONDITIONS.typo(query, number)));
  assert.ok(all.size > 15);
  // The first numbers of SplitMix64 from seed 0, modulo 1000, as published with the generator.
  const draw = below(0);
  assert.deepEqual([draw(1000), draw(1000)], [Number(0xe220a8397b1dcdafn % 1000n), Number(0x6e789e6aa1b965f4n % 1000n)]);
});
