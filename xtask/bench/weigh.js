// What files weigh as a good host sends them.
import { readFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';

const PARAMETERS = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 };
const known = new Map();

/** Bytes that brotli leaves of a file at its highest quality, or the file's own where it was compressed before. */
export function weigh(file) {
  if (!known.has(file)) {
    const bytes = readFileSync(file);
    const packed = brotliCompressSync(bytes, { params: { ...PARAMETERS, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });
    known.set(file, Math.min(packed.length, bytes.length));
  }
  return known.get(file);
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
