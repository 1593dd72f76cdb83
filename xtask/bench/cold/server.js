// Files below one folder, compressed as any host would: brotli for those who take it, the same for every library.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.wasm': 'application/wasm' };
const known = new Map();

async function compressed(file) {
  if (!known.has(file)) {
    const bytes = await readFile(file);
    known.set(file, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }));
  }
  return known.get(file);
}

/** Serves a folder. `log` gets the bytes of each answer's body; `open` says how many are on their way. */
export async function serve(folder) {
  const state = { log: [], open: 0 };
  const server = createServer(async (request, response) => {
    const file = join(folder, normalize(decodeURIComponent(new URL(request.url, 'http://localhost').pathname)));
    state.open += 1;
    response.on('close', () => (state.open -= 1));
    try {
      const bytes = await compressed(file);
      state.log.push({ file, bytes: bytes.length });
      response.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream', 'Content-Encoding': 'br' }).end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return Object.assign(state, { address: `http://127.0.0.1:${server.address().port}/`, stop: () => server.close() });
}
