// One page an entry, the question its heading, as a site of help pages would have it.
import * as pagefind from 'pagefind';

export async function build(entries, lang, folder) {
  const language = lang.split('-')[0];
  const { index, errors } = await pagefind.createIndex({ forceLanguage: language });
  if (!index) throw new Error(errors.join('; '));
  const pages = entries.map((entry, n) => index.addHTMLFile({ url: `/${n}.html`, content: page(entry, language) }));
  await Promise.all(pages);
  await index.writeFiles({ outputPath: `${folder}/pagefind` });
  await pagefind.close();
  return {};
}

/** The page of an entry. */
export function page(entry, lang) {
  const also = (entry.also ?? []).map((text) => `<h2>${escape(text)}</h2>`).join('');
  const body = `<h1>${escape(entry.question)}</h1>${also}<p>${escape(entry.answer)}</p>`;
  return `<!doctype html><html lang="${lang}"><head><title>${escape(entry.question)}</title></head><body>${body}</body></html>`;
}

function escape(text) {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
}
