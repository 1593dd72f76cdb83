// Figures against values worked out by hand. Run by xtask's own tests.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { area, judge, mean, median, quantiles } from './metrics.js';

const near = (a, b) => assert.ok(Math.abs(a - b) < 1e-9, `${a} is not ${b}`);

test('a right answer in the first place is a full score', () => {
  assert.deepEqual(judge([4, 1], new Map([[4, 1]])), { success: 1, mrr: 1, ndcg: 1, recall: 1, empty: 0 });
});

test('a right answer in the third place is discounted', () => {
  const { success, mrr, ndcg, recall } = judge([7, 8, 4], new Map([[4, 1], [5, 1]]));
  assert.deepEqual([success, recall], [0, 0.5]);
  near(mrr, 1 / 3);
  near(ndcg, 1 / Math.log2(4) / (1 + 1 / Math.log2(3)));
});

test('more relevant answers weigh more, and the eleventh place nothing', () => {
  const graded = new Map([[1, 2], [2, 1]]);
  near(judge([2, 1], graded).ndcg, (1 + 3 / Math.log2(3)) / (3 + 1 / Math.log2(3)));
  assert.equal(judge([...Array(10).keys()].map((n) => n + 100).concat(1), graded).ndcg, 0);
});

test('an empty list finds nothing', () => {
  const figures = [judge([], new Map([[1, 1]])), judge([1], new Map([[1, 1]]))];
  assert.deepEqual(mean(figures), { queries: 2, success: 0.5, mrr: 0.5, ndcg: 0.5, recall: 0.5, empty: 0.5 });
});

test('quantiles are of the nearest rank', () => {
  const times = Array.from({ length: 100 }, (_, i) => 100 - i);
  assert.deepEqual(quantiles(times), { keystrokes: 100, p50: 50, p95: 95, p99: 99, max: 100 });
  assert.equal(median([3, 1, 2]), 2);
});

test('the area is a half for equal scores and one for told apart', () => {
  assert.equal(area([1, 1], [1]), 0.5);
  assert.equal(area([2, 3], [0, 1]), 1);
});
