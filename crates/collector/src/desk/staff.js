// The search of the desk: the engine that visitors' browsers run, over the answers that they see. Nothing that is typed leaves this page.

const field = document.getElementById('query');
const state = document.getElementById('state');
const list = document.getElementById('hits');
const place = document.getElementById('answer');
const base = new URL(field.dataset.answers, document.baseURI);

let turn = 0;
const opening = import(new URL('engine.js', base).href).then(({ openIndex }) => openIndex(base));
opening.then(
  (kb) => {
    state.textContent = `${kb.length} answers`;
    for (const button of document.querySelectorAll('[data-query]')) button.hidden = false;
  },
  (error) => (state.textContent = `The answers did not come: ${error.message}`),
);

/** One element with text. */
const make = (name, text) => {
  const element = document.createElement(name);
  element.textContent = text;
  return element;
};

async function show(id) {
  const article = await (await opening).article(id);
  place.hidden = !article;
  if (!article) return;
  const paragraphs = article.answer.split(/\n+/).filter(Boolean).map((text) => make('p', text));
  place.replaceChildren(make('h3', article.question), ...paragraphs);
}

async function search() {
  const own = ++turn;
  const query = field.value.trim();
  const kb = await opening;
  const hits = query ? await kb.search(query, { limit: 8 }) : [];
  // A slower answer to an older question must not take the place of a newer one.
  if (own !== turn) return;
  place.hidden = true;
  state.textContent = query ? `${hits.length} found` : `${kb.length} answers`;
  list.replaceChildren(
    ...hits.map((hit) => {
      const item = document.createElement('li');
      const button = make('button', hit.question);
      button.type = 'button';
      button.addEventListener('click', () => show(hit.id));
      item.append(button);
      return item;
    }),
  );
}

field.addEventListener('input', search);
document.addEventListener('click', ({ target }) => {
  if (!target.dataset?.query) return;
  field.value = target.dataset.query;
  field.focus();
  search();
});
