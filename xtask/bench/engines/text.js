// What several adapters share: words in any script, and JSON that came as bytes.

/** Words by Unicode classes, small letters: for languages that a library's own splitting does not know. */
export function words(text) {
  return text.toLowerCase().match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
}

const segmenters = new Map();

/** Words by the browser's own dictionary, for languages that are written without spaces. */
export function segments(text, lang) {
  if (!segmenters.has(lang)) segmenters.set(lang, new Intl.Segmenter(lang, { granularity: 'word' }));
  return [...segmenters.get(lang).segment(text.toLowerCase())].filter((part) => part.isWordLike).map((part) => part.segment);
}

/** Whether a language is written without spaces between words. */
export function unspaced(lang) {
  return /^(zh|ja|th)\b/.test(lang);
}

export function english(lang) {
  return /^en\b/.test(lang);
}

export function parse(bytes) {
  return JSON.parse(new TextDecoder().decode(bytes));
}

/** The other wordings of an entry as one more text, where it has some. */
export function also(entry) {
  return entry.also.join('\n');
}
