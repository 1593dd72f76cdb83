// Runs one test program of a pure crate as wasm, under Node's own WASI: cargo calls it with the program and the harness's arguments.
// The program sees the folder that cargo starts it in (the crate's) and nothing else of the disk.
import { readFile } from 'node:fs/promises';
import { WASI } from 'node:wasi';

const [program, ...args] = process.argv.slice(2);
const here = process.cwd();
const wasi = new WASI({ version: 'preview1', args: [program, ...args], env: process.env, preopens: { '/': here, [here]: here } });
const module = await WebAssembly.compile(await readFile(program));
// Called by V8 without JavaScript between them, Node 20's own functions end the process once the memory has grown by much.
const imports = Object.entries(wasi.getImportObject()).map(([name, calls]) => {
  const plain = Object.entries(calls).map(([call, run]) => [call, (...values) => run(...values)]);
  return [name, Object.fromEntries(plain)];
});
const instance = await WebAssembly.instantiate(module, Object.fromEntries(imports));
try {
  process.exitCode = wasi.start(instance);
} catch (error) {
  // A panic ends here: the program has said what it was, and the rest of its tests have not run.
  if (!(error instanceof WebAssembly.RuntimeError)) throw error;
  process.exitCode = 101;
}
