// The engines that are compared. A new one is a file for the page, a file for its builder, and a line here.

/**
 * - `name`: its files here, `<name>.js` (opens and searches, in the page) and `<name>.build.js` (makes its files, in Node).
 * - `packages`: the npm package whose version is quoted.
 * - `variants`: settings that are measured for relevance, the one that all other figures are about first.
 * - `visit`: what it loads is counted while it loads, because it loads piece by piece.
 * - `reference`: no product; its figures stand beside the others'.
 * - `extra`: measured only when it is named with `--engines`.
 */
export const ENGINES = [
  { name: 'faqlet', title: 'Faqlet', variants: [''], typing: ['', 'snippets'], visit: true },
  { name: 'faqlet-meaning', title: 'Faqlet with meaning', variants: ['', 'words'], typing: ['', 'words', 'again', 'again words'], extra: true },
  { name: 'minisearch', title: 'MiniSearch', package: 'minisearch', variants: ['tuned', 'readme', 'exact'] },
  { name: 'elasticlunr', title: 'elasticlunr', package: 'elasticlunr', variants: ['prefix', 'exact'] },
  { name: 'flexsearch', title: 'FlexSearch', package: 'flexsearch', variants: [''] },
  { name: 'fuse', title: 'Fuse.js', package: 'fuse.js', variants: [''] },
  { name: 'lunr', title: 'Lunr', package: 'lunr', variants: ['typo', 'exact'] },
  { name: 'orama', title: 'Orama', package: '@orama/orama', variants: ['prefix', 'typo'] },
  { name: 'pagefind', title: 'Pagefind', package: 'pagefind', variants: ['', 'relaxed'], visit: true },
  { name: 'bm25', title: 'plain BM25', variants: [''], reference: true },
];
