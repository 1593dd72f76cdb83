// What files weigh as a good host sends them.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';

/** Files above this many bytes are compressed at quality 9: the highest takes minutes for them and saves a few hundredths. */
const LARGE = 16 << 20;

/** Compressed sizes by content: every engine has the same documents. */
const known = new Map();

/** Bytes that brotli leaves of a file at its highest quality, or the file's own where it was compressed before. */
export function weigh(file) {
  const bytes = readFileSync(file);
  const key = createHash('sha256').update(bytes).digest('hex');
  if (!known.has(key)) known.set(key, Math.min(compressed(bytes), bytes.length));
  return known.get(key);
}

function compressed(bytes) {
  const quality = bytes.length > LARGE ? 9 : 11;
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_LGWIN, BROTLI_PARAM_SIZE_HINT } = constants;
  const params = { [BROTLI_PARAM_QUALITY]: quality, [BROTLI_PARAM_LGWIN]: 24, [BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return brotliCompressSync(bytes, { params }).length;
}

/** Sorts loaded files into library, index and documents by their names, and weighs them. */
export function weighAll(files) {
  const parts = { library: 0, index: 0, documents: 0 };
  for (const file of new Set(files)) parts[part(file)] += weigh(file);
  return { ...parts, requests: files.length };
}

function part(file) {
  if (/\.(fqa|pf_fragment)$|documents\.json$/.test(file)) return 'documents';
  if (/\.(fqi|pf_index|pf_meta|pf_filter)$|(index|pagefind-entry)\.json$/.test(file)) return 'index';
  return 'library';
}
