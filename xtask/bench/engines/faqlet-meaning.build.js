// As Faqlet without meaning, with the vectors and the encoder of the first language's script beside them.
import { copyFileSync, readFileSync, readdirSync } from 'node:fs';

export { build } from './faqlet.build.js';

const GROUPS = { zh: 'han', ja: 'han', ko: 'han', fa: 'arabic', ar: 'arabic', ur: 'arabic' };

export function settle(folder) {
  const help = `${folder}/help`;
  const manifest = JSON.parse(readFileSync(`${help}/manifest.json`, 'utf8'));
  const [language] = manifest.languages;
  const group = GROUPS[language.lang.split('-')[0]] ?? 'latin';
  const wasm = readdirSync(help).find((name) => /^engine\.meaning\..*\.wasm$/.test(name));
  copyFileSync(`${help}/${wasm}`, `${folder}/engine-meaning.wasm`);
  copyFileSync(`${help}/${language.index.file}`, `${folder}/index.fqi`);
  copyFileSync(`${help}/${language.vectors.file}`, `${folder}/vectors.fqv`);
  copyFileSync(`${help}/${manifest.meaning.find((pack) => pack.group === group).file}`, `${folder}/pack.fqm`);
}
