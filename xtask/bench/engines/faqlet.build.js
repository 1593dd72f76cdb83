// Faqlet's own command builds the folder; the files that the page asks for by their plain names are then copied beside it.
import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';

export function build(entries, lang, folder, { source, command }) {
  execFileSync(command, ['build', source, '--out', `${folder}/help`], { stdio: ['ignore', 'ignore', 'pipe'] });
  return {};
}

/** After the clock has stopped: stable names for what the manifest names by content. */
export function settle(folder) {
  const help = `${folder}/help`;
  const manifest = JSON.parse(readFileSync(`${help}/manifest.json`, 'utf8'));
  const [language] = manifest.languages;
  copyFileSync(`${help}/${manifest.engine.wasm}`, `${folder}/engine.wasm`);
  copyFileSync(`${help}/${language.index.file}`, `${folder}/index.fqi`);
  const answers = language.answers.map(({ file, first, count }) => ({ file: `help/${file}`, first, count }));
  writeFileSync(`${folder}/answers.json`, JSON.stringify(answers));
}
