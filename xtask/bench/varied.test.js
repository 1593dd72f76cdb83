// What varied.js makes: the same every time, and of the real text in each script.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Varied } from './varied.js';

const REAL = [
  { question: 'Where is my parcel?', also: ['Nothing has arrived'], answer: 'Parcels travel three working days. The courier writes before the parcel arrives.', category: 'Delivery' },
  { question: 'Can I return a lamp?', answer: 'Lamps come back within 14 days. Wrap the lamp well before you send the parcel.', category: 'Returns' },
];

test('the same size gives the same entries, each of them another, in topics of the real ones', () => {
  const make = () => {
    const varied = new Varied('en', REAL);
    return Array.from({ length: 200 }, (_, n) => varied.entry(n, 20_000));
  };
  const entries = make();
  assert.deepEqual(entries, make());
  assert.equal(new Set(entries.map(({ answer }) => answer)).size, 200);
  assert.ok(entries.every(({ category }) => /^(Delivery|Returns) \/ /.test(category)));
});

test('queries are words of the question, in a script without blanks too', () => {
  for (const [lang, question, answer] of [['en', 'Where is my parcel?', 'Parcels travel three working days, says the courier.'], ['zh-Hant', '包裹什麼時候送達？', '包裹通常在三個工作天之內送達，快遞會先通知您。']]) {
    const varied = new Varied(lang, [{ question, answer, category: 'A' }]);
    const entry = varied.entry(0, 10);
    for (let n = 0; n < 20; n += 1) assert.ok(varied.query(entry).length > 0, lang);
  }
});
