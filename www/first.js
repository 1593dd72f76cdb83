/* The first results, before the widget: where a visitor writes before the widget has come, the loader fetches this file, and with the
   headless engine, a third of the widget's bytes, and the index it lists what is found, in the very nodes that the widget then draws.
   The widget takes over text, caret, choice and list; what was chosen here opens as soon as it is there.

   Nothing is kept, nothing is sent, nobody is asked anything. It knows no visitor: where something is kept of one, the order may be
   another, so the list is left to the widget. Entries that are for some visitors only are held out. Whatever goes wrong is silent,
   because the widget comes anyway. */

/* The same as in src/state; a test holds them together. */
const [LISTED, LOOKED_AT, NEAREST, PASSAGE, QUERY_CHARS, TOGETHER] = [10, 50, 4, 150, 200, 192 * 1024];
const [WORTH, UNSURE] = [0.08, 0.3];
/** Milliseconds without a key after which results are announced. */
const QUIET = 700;
/** Milliseconds between the end of a touch and its click. */
const CLICK = 50;
/** Bytes in a millisecond with which a link is fast enough for the widget to come beside the rest: 8 Mbit/s. */
const FAST = 1_000;
/** Milliseconds after the index that the engine may take: then the widget is fetched without waiting for it. */
const PATIENCE = 5_000;
const CLOSE = 'M6 6l12 12M18 6 6 18';

/** Whether the page is dark where the element stands, as in src/host/browser.js. */
function isDark(element) {
  if (/^(light|dark)$/.test(element.getAttribute('theme'))) return undefined;
  for (let node = element.parentNode; node; node = node.parentNode ?? node.host) {
    const colour = node.nodeType === 1 && getComputedStyle(node).backgroundColor;
    const [red, green, blue, opacity = 1] = (colour && /^rgba?\(/.test(colour) && colour.match(/[\d.]+/g)) || [0, 0, 0, 0];
    if (opacity > 0.5) return red * 2 + green * 7 + +blue < 1100;
  }
  const scheme = getComputedStyle(document.documentElement).colorScheme;
  return scheme.includes('dark') && (matchMedia('(prefers-color-scheme: dark)').matches || !scheme.includes('light'));
}

/** Whether something may be kept of the visitor. Asking makes no database. */
const isKept = async () => {
  try {
    return (await indexedDB.databases()).some(({ name }) => name === 'faqlet');
  } catch {
    // Where storage is refused nothing can be kept; a browser that cannot say what there is may have it.
    return !globalThis.indexedDB?.databases;
  }
};

const direction = (lang) => (/^(ar|fa|he|ur|ps|sd|ug|yi|dv|ckb)\b/.test(lang) ? 'rtl' : 'ltr');
/** The text before and after a sentence's place. */
const around = (sentence) => [sentence.slice(0, sentence.indexOf('{}')), sentence.slice(sentence.indexOf('{}') + 2)];

/**
 * Shows first results in the loader's nodes. `loader` is what the loader has: its tools (`make`, `start`, `at`), and what it knows
 * (`element`, `manifest`, `language`, and `parts`, a promise of index, texts, style sheet and site).
 * Resolves when the widget may be fetched, to a function whose promise is kept when it may take over.
 */
export default function (loader) {
  const { element, manifest, language, parts, at, start, make } = loader;
  const root = element.shadowRoot;
  const facade = root.querySelector('.faqlet');
  const field = facade.querySelector('input');
  const body = facade.querySelector('.body');
  const content = [...body.childNodes];
  let pressed;

  /** True when the index came fast: then the widget need not wait for us. */
  const isFast = () => {
    const { encodedBodySize: bytes, responseStart, responseEnd } = performance.getEntriesByName(at(language.index.file)).at(-1) ?? {};
    return bytes > FAST * (responseEnd - responseStart);
  };

  const prepare = async (ready) => {
    // What is kept for use without a network is here at once, who pays for bytes shall not pay for a second engine, and a divided index, of
    // whose answers the manifest names none, is put together by the widget alone.
    if (manifest.stored || !language.answers.length || navigator.connection?.saveData || (await isKept())) return;
    if (!field.value && root.activeElement !== field) {
      ready();
      await new Promise((focused) => field.addEventListener('focus', focused, { once: true }));
    }
    const { js, jsIntegrity, wasm, wasmIntegrity } = manifest.engine;
    const glue = start(at(js), jsIntegrity, at(wasm), wasmIntegrity);
    glue.catch(() => undefined);
    const [bytes, texts, style, site] = await parts;
    setTimeout(ready, isFast() ? 0 : PATIENCE);
    const { Index } = await glue;
    // An owner's word on who may read what, which did not come, may be a no.
    if (!facade.isConnected || (language.site && !site)) return;
    const index = new Index(new Uint8Array(bytes), Boolean(language.index.integrity));
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    root.adoptedStyleSheets = [sheet];
    show(index, texts, site || {});
  };

  const show = (index, texts, site) => {
    const [lang, , , clear, results, topicsName, all, more, nothing, hint, unsure, corrected, instead, ...found] = texts;
    const facts = Object.entries(site.facts ?? {});
    const notForAll = facts.filter(([, { audience }]) => audience && audience.mode !== 'first').map(([id]) => id);
    const hidden = new Set([...notForAll, ...(manifest.revoked ?? []), ...(site.revoked ?? [])]);
    const number = new Intl.NumberFormat(lang);
    const answers = new Set();
    const asked = new Set();
    const dark = isDark(element);
    const tone = dark === undefined ? '' : dark ? ' dark' : ' light';
    /* What the widget takes over beside text and caret. */
    const state = (facade.early = {});
    /* The results that are listed, each with its node. */
    let rows = [];
    let [active, saying] = [-1];

    const status = make('div', { class: 'hidden', role: 'status' });
    const button = (attributes, act, ...children) => {
      const made = make('button', { type: 'button', ...attributes }, ...children);
      made.onclick = guarded(act);
      return made;
    };
    const stop = () => {
      facade.early = undefined;
      [rows, active] = [[], -1];
      body.replaceChildren(...content);
      for (const name of ['part', 'role', 'aria-expanded', 'aria-controls', 'aria-activedescendant']) field.removeAttribute(name);
    };
    /** Does it as long as this is the list that counts; an engine that fails leaves the rest to the widget. */
    const guarded = (act) => (event) => {
      if (!facade.isConnected || !facade.early) return;
      try {
        act(event);
      } catch {
        stop();
      }
    };

    const say = (text) => {
      clearTimeout(saying);
      state.said = false;
      saying = setTimeout(() => {
        if (!facade.isConnected || !facade.early) return;
        status.textContent = text;
        state.said = true;
      }, QUIET);
    };
    const foundText = (count) => {
      const form = found[['zero', 'one', 'two', 'few', 'many'].indexOf(new Intl.PluralRules(lang).select(count))] || found[5];
      return form.replace('{}', number.format(count));
    };

    const marked = (text, marks) => {
      let done = 0;
      const pieces = marks.flatMap(([from, to]) => {
        const piece = [text.slice(done, from), make('mark', {}, text.slice(from, to))];
        done = to;
        return piece;
      });
      return [...pieces, text.slice(done)];
    };

    /** Moves the choice, and leaves it with `undefined`. */
    const choose = (place, reveal) => {
      active = rows[place] ? place : -1;
      state.active = rows[active]?.entry;
      rows.forEach(({ node }, one) => node.setAttribute('aria-selected', one === active));
      if (active < 0) return field.removeAttribute('aria-activedescendant');
      field.setAttribute('aria-activedescendant', rows[active].node.id);
      if (reveal) rows[active].node.scrollIntoView({ block: 'nearest' });
    };
    const open = (place) => {
      choose(place);
      state.open = rows[place].entry;
      rows.forEach(({ node }, one) => (one === place ? node.setAttribute('aria-busy', true) : node.removeAttribute('aria-busy')));
    };

    const inside = (entry) => ({ first, count }) => entry >= first && entry < first + count;
    /** Puts in the passages of answers that are here. */
    const fill = () => {
      for (const row of rows) {
        const chunk = language.answers.find(inside(row.entry));
        if (row.filled || !answers.has(chunk)) continue;
        row.filled = true;
        const { snippet, snippetMarks, cutBefore, cutAfter } = index.snippet(field.value, row.entry, PASSAGE);
        const passage = [cutBefore ? '… ' : '', ...marked(snippet, snippetMarks), cutAfter ? ' …' : ''];
        row.node.querySelector('.snippet').replaceWith(make('span', { class: 'snippet', part: 'snippet' }, ...passage));
      }
    };
    const fetchAnswers = () => {
      const together = language.answers.reduce((sum, { bytes }) => sum + bytes, 0) <= TOGETHER;
      for (const chunk of language.answers) {
        if (asked.has(chunk) || !(together || rows.some(({ entry }) => inside(entry)(chunk)))) continue;
        asked.add(chunk);
        fetch(at(chunk.file), { integrity: chunk.integrity ?? '' })
          .then((answer) => answer.arrayBuffer())
          .then(
            guarded((bytes) => {
              index.addAnswers(new Uint8Array(bytes));
              answers.add(chunk);
              fill();
            }),
          )
          .catch(() => undefined);
      }
    };

    const row = ({ entry, lang, question, marks, path }, place) => {
      const topic = path.length ? [make('span', {}, path.join(' › '))] : [];
      const rest = make('span', { class: 'rest' }, make('span', { class: 'snippet wait' }), make('span', { class: 'about' }, ...topic));
      const attributes = { class: 'hit', part: 'result', role: 'option', id: `result-${place}`, 'aria-selected': false };
      const node = make('li', { ...attributes, lang, dir: direction(lang) }, make('span', { class: 'question' }, ...marked(question, marks)), rest);
      node.onclick = guarded(() => open(place));
      return { entry, node };
    };
    /** The topics of what was found, and how many each has, to choose one. */
    const chips = (topics) => {
      const chip = (topic, name, count) => {
        const pressed = { class: 'chip', part: 'chip', 'aria-pressed': state.topic === topic };
        const act = () => narrow(topic);
        return button(pressed, act, name, make('small', {}, number.format(count)));
      };
      const sum = topics.reduce((all, [, count]) => all + count, 0);
      const named = ([topic, count]) => chip(topic, make('span', { lang: language.lang, dir: direction(language.lang) }, topic), count);
      return make('div', { class: 'chips', part: 'chips', role: 'group', 'aria-label': topicsName }, chip(undefined, make('span', {}, all), sum), ...topics.map(named));
    };
    const note = (doubtful, words, query) => {
      const line = (...parts) => make('p', { class: 'note', part: 'note' }, ...parts);
      if (doubtful) return [line(unsure)];
      if (!words) return [];
      const [[before, after], [left, right]] = [around(corrected), around(instead)];
      return [line(before, make('b', {}, words), after, ' ', button({ class: 'inline-act' }, asTyped, left, make('bdi', {}, query), right))];
    };

    /** What is under the field for a query. */
    const listed = (query) => {
      const { hits, confidence, corrected: words } = index.search(query, LOOKED_AT, undefined, Boolean(state.literal));
      const kept = hits.filter(({ id, score }) => score >= hits[0].score * WORTH && !hidden.has(id));
      const counts = new Map();
      for (const { path } of kept) if (path.length) counts.set(path[0], (counts.get(path[0]) ?? 0) + 1);
      const topics = counts.size < 2 ? [] : [...counts].sort((a, b) => b[1] - a[1]);
      if (!topics.some(([topic]) => topic === state.topic)) state.topic = undefined;
      const wanted = kept.filter(({ path }) => state.topic === undefined || path[0] === state.topic);
      const doubtful = confidence < UNSURE;
      rows = wanted.slice(0, doubtful ? NEAREST : state.more ? LOOKED_AT : LISTED).map(row);
      say(wanted.length ? foundText(wanted.length) : hint);
      if (!rows.length) {
        const [before, after] = around(nothing);
        return [make('div', { class: 'state', part: 'empty' }, make('h2', { class: 'heading' }, before, make('bdi', {}, query.trim()), after), make('p', {}, hint))];
      }
      const list = make('ul', { class: 'hits', part: 'results', role: 'listbox', tabindex: -1, id: 'results', 'aria-label': results }, ...rows.map(({ node }) => node));
      const rest = rows.length < wanted.length && !doubtful ? [make('div', { class: 'acts' }, button({ class: 'act', part: 'more' }, listMore, more))] : [];
      return [...(topics.length && !doubtful ? [chips(topics)] : []), ...note(doubtful, words, query.trim()), list, ...rest];
    };
    const draw = () => {
      const query = Array.from(field.value).slice(0, QUERY_CHARS).join('');
      const any = Boolean(query.trim());
      const focused = [...body.querySelectorAll('button')].indexOf(root.activeElement);
      rows = [];
      body.replaceChildren(...(any ? listed(query) : content));
      if (!any) say('');
      choose(-1);
      [state.open, state.enter] = [];
      if (field.value) field.after(empty);
      else empty.remove();
      // An empty field has no direction of its own.
      if (field.value) field.dir = 'auto';
      else field.removeAttribute('dir');
      field.setAttribute('aria-expanded', rows.length > 0);
      if (rows.length) field.setAttribute('aria-controls', 'results');
      else field.removeAttribute('aria-controls');
      facade.className = `faqlet inline${element.getAttribute('mode') === 'box' ? ` box${any ? ' full' : ''}` : ''}${tone}`;
      if (focused >= 0) (body.querySelectorAll('button')[focused] ?? field).focus({ preventScroll: true });
      fetchAnswers();
      fill();
    };

    const narrow = (topic) => {
      state.topic = state.topic === topic ? undefined : topic;
      state.more = false;
      draw();
    };
    const listMore = () => {
      const before = rows.length;
      state.more = true;
      field.focus({ preventScroll: true });
      draw();
      choose(before, true);
    };
    const asTyped = () => {
      state.literal = true;
      field.focus({ preventScroll: true });
      draw();
    };
    const typed = () => {
      [state.literal, state.more] = [false, false];
      draw();
    };
    const clearAll = () => {
      field.value = '';
      typed();
      field.focus();
    };
    const enter = () => {
      if (active >= 0) return open(active);
      // Where the results have a page of their own, the widget leads there.
      state.enter = Boolean(element.getAttribute('results') && element.getAttribute('mode') === 'box');
      choose(0, true);
      if (matchMedia('(pointer: coarse)').matches) field.blur();
    };
    const key = (event) => {
      // While characters are being composed, keys belong to the input method; some browsers say so only by code 229.
      if (event.isComposing || event.keyCode === 229 || !field.value.trim()) return;
      const own = event.target === field;
      const last = rows.length - 1;
      if (event.key === 'Escape') active >= 0 ? choose(-1) : clearAll();
      else if (own && event.key === 'Enter') enter();
      // Past the ends the choice leaves the list, and then begins at the other end.
      else if (own && event.key === 'ArrowDown') choose(active < last ? active + 1 : -1, true);
      else if (own && event.key === 'ArrowUp') choose(active < 0 ? last : active - 1, true);
      else return;
      event.preventDefault();
      event.stopPropagation();
    };

    const icon = make('svg', { class: 'icon', viewBox: '0 0 24 24', 'aria-hidden': 'true' }, make('path', { d: CLOSE }));
    const empty = button({ class: 'tool clear', part: 'clear', 'aria-label': clear }, clearAll, icon);
    const words = { part: 'input', role: 'combobox', enterkeyhint: 'search', 'aria-autocomplete': 'list', autocapitalize: 'off', autocorrect: 'off', spellcheck: 'false' };
    for (const [name, value] of Object.entries(words)) field.setAttribute(name, value);
    facade.append(status);
    field.addEventListener('input', guarded(typed));
    facade.addEventListener('keydown', guarded(key));
    facade.addEventListener('pointerdown', () => {
      // What is pressed must be there until it is let go, or the click is lost.
      pressed = new Promise((done) => {
        for (const type of ['pointerup', 'pointercancel']) addEventListener(type, () => setTimeout(done, CLICK), { once: true, capture: true });
      });
    });
    guarded(draw)();
  };

  return new Promise((done) => {
    const ready = () => done(() => pressed);
    prepare(ready).catch(() => undefined).then(ready);
  });
}
