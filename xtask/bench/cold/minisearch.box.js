// The field, at once; everything else when it is wanted.
const input = document.createElement('input');
input.type = 'search';
input.setAttribute('aria-label', 'Search');
const place = () => document.querySelector('#box').append(input);
if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', place);
else place();

let searching;
const load = () => {
  const json = (file) => fetch(`/minisearch/${file}`).then((answer) => answer.json());
  const address = '/minisearch/search.js';
  searching ??= Promise.all([import(address), json('index.json'), json('texts.json')]).then(([{ open }, index, texts]) => open(index, texts));
  return searching;
};
input.addEventListener('focus', load);
input.addEventListener('input', async () => {
  const search = await load();
  const rows = search(input.value).map(({ question, answer }) => {
    const row = document.createElement('li');
    row.append(question, document.createElement('br'), answer.slice(0, 160));
    return row;
  });
  document.querySelector('#found').replaceChildren(...rows);
});
