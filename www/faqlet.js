/* The loader: the one script a page names. It defines <faq-let>, paints the search field or the launcher at once, without any wasm, and
   fetches manifest, widget and index on intent (pointer, focus, opening, a deep link) or, inline, when the element is seen and the page
   is idle. What is typed before the widget arrives is kept.

   It is a classic script, because only those know the tag that loaded them: every data-* attribute of the tag becomes an attribute of an
   element that is put into the page (after the tag itself with data-mode="inline", else at the end of the body). Without data-index and
   without data-mode the script only defines the element. window.faqlet(verb, …) may be called before the script has come:
     window.faqlet = window.faqlet || function () { (faqlet.q = faqlet.q || []).push(arguments) }
   It asks a strict policy for nothing but 'wasm-unsafe-eval': no markup strings, no style attributes, no script elements.
   It is written for few bytes, because every visitor of the page pays for it: at most 4 KB, compressed. */
(() => {
  'use strict';
  /* Bundlers for servers import what they will send to browsers. */
  if (!globalThis.document) return;

  const TAG = 'faq-let';
  /* What a change of which makes a new widget; `theme` is the style sheet's. */
  const ATTRIBUTES = ['index', 'lang', 'mode', 'placeholder', 'collect', 'results', 'consent', 'ahead', 'meaning'];
  const VERBS = ['open', 'close', 'toggle', 'search', 'article', 'suggest', 'prefill', 'identify', 'consent', 'export', 'import', 'erase', 'destroy'];

  /* The few sentences that are needed before the widget has come: search, help, trouble, retry, and their language. They are those of
     src/ui; in place of this call, faqlet build puts an object with those of the site's languages, the default first. */
  const WORDS = JSON.parse('{"en":["Search for answers","Help","The answers cannot be shown right now.","Try again","en"]}');

  /* Written here from the facade part of faqlet.css by FAQLET_BLESS=1 cargo test -p faqlet-widget loader */
  const CSS = `:host{all:initial!important;display:block!important;color-scheme:inherit!important;font-family:var(--faqlet-font,inherit)!important;--_size:var(--faqlet-size,max(16px,1rem));--_space:var(--faqlet-space,4px);--_radius:var(--faqlet-radius,12px);--_background:var(--faqlet-background,light-dark(#fff,#15191b));--_text:var(--faqlet-text,light-dark(#1a2421,#e9efed));--_muted:var(--faqlet-muted,light-dark(#58645f,#a3b1ac));--_field-border:var(--faqlet-field-border,light-dark(#85918c,#75827d));--_accent:var(--faqlet-accent,light-dark(#0b6a59,#6ed0b8));--_on-accent:var(--faqlet-on-accent,light-dark(#fff,#06231d));--_focus:var(--faqlet-focus,var(--_accent));--_shadow:var(--faqlet-shadow,0 1px 2px rgb(0 0 0 / .1),0 12px 40px -8px rgb(0 0 0 / .3));--_inline-end:var(--faqlet-offset-inline,20px);--_block-end:calc(var(--faqlet-offset-block,20px) + env(safe-area-inset-bottom,0px))}:host([theme="light"]){color-scheme:light!important}:host([theme="dark"]){color-scheme:dark!important}:host([hidden]){display:none!important}*{box-sizing:border-box}.faqlet{--_line:var(--faqlet-line-height,1.55);color:var(--_text);font-size:var(--_size);line-height:var(--_line)}.inline{max-inline-size:var(--faqlet-width,46em)}.search{position:relative;display:flex;align-items:center}.search>.icon{position:absolute;inset-inline-start:calc(4 * var(--_space));color:var(--_muted);pointer-events:none}.icon{flex:none;inline-size:1.25em;block-size:1.25em;fill:none;stroke:currentColor;stroke-width:1.75;stroke-linecap:round}input{appearance:none;inline-size:100%;block-size:50px;margin:0;padding:0;padding-inline:calc(8 * var(--_space) + 1em) calc(12 * var(--_space));border:1px solid var(--_field-border);border-radius:var(--_radius);background:var(--_background);color:inherit;font:inherit;font-size:max(16px,1.0625em)}input::placeholder{color:var(--_muted);opacity:1}:focus-visible{outline:2px solid var(--_focus);outline-offset:2px}input:focus-visible{outline-offset:-1px;border-color:transparent}button{margin:0;border:0;background:none;color:inherit;font:inherit;text-align:start;cursor:pointer}.launcher,.card{position:fixed;z-index:var(--faqlet-layer,2147483000);inset-inline-end:var(--_inline-end);inset-block-end:var(--_block-end);box-shadow:var(--_shadow)}.launcher{display:inline-flex;align-items:center;gap:calc(2 * var(--_space));min-block-size:52px;padding-inline:calc(5 * var(--_space)) calc(6 * var(--_space));border:1px solid transparent;border-radius:26px;background:var(--_accent);color:var(--_on-accent);font-weight:600}.card{inline-size:20em;max-inline-size:90vw;margin-block-end:64px;border-radius:var(--_radius);background:var(--_background)}.state{padding:calc(5 * var(--_space))}.act{padding:calc(2 * var(--_space)) calc(4 * var(--_space));border:1px solid var(--_field-border);border-radius:26px}`;

  const ICONS = {
    search: 'M20 20l-4-4M17 11a6 6 0 1 1-12 0 6 6 0 0 1 12 0Z',
    help: 'M9 9.5a3 3 0 1 1 4.5 2.5c-1 .6-1.5 1-1.5 2M12 17v.01M21 12a9 9 0 0 1-13 8l-4.5 1L5 17A9 9 0 1 1 21 12Z',
  };

  const script = document.currentScript;
  /* The folder that faqlet build wrote holds this script, so an index need not be named. */
  const HOME = new URL('.', script?.src || location).href;

  const sheet = (css) => {
    const made = new CSSStyleSheet();
    made.replaceSync(css);
    return made;
  };
  const facadeSheet = sheet(CSS);

  /** An element with attributes and children; icons are SVG. */
  const make = (name, attributes, ...children) => {
    const element = document.createElementNS(`http://www.w3.org/${/svg|path/.test(name) ? '2000/svg' : '1999/xhtml'}`, name);
    for (const [key, value] of Object.entries(attributes)) if (value != null) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };
  const icon = (name) => make('svg', { class: 'icon', viewBox: '0 0 24 24', 'aria-hidden': 'true' }, make('path', { d: ICONS[name] }));
  const button = (name, act, ...children) => {
    const made = make('button', { type: 'button', class: name, part: name }, ...children);
    made.onclick = act;
    return made;
  };

  /** The tag among `offered` that fits best: the same; the same language and script ("zh-TW" is zh-Hant); the same language. */
  const choose = (offered, wanted) => {
    const shape = (tag, depth) => {
      try {
        const { baseName, language, script } = new Intl.Locale(tag).maximize();
        return [baseName, language + script, language][depth];
      } catch {
        return tag; // Not a language tag: it fits nothing but itself.
      }
    };
    for (const want of wanted) {
      for (const depth of [0, 1, 2]) {
        const found = offered.find((tag) => shape(tag, depth) === shape(want, depth));
        if (found) return found;
      }
    }
  };

  const trouble = (code, expected, got) => Object.assign(new Error(`faqlet: expected ${expected}, got ${got}`), { code });
  const get = async (url, options) => {
    const answer = await fetch(url, options).catch((error) => error);
    if (!answer.ok) throw trouble('index', `${url} of faqlet build`, answer.status ?? answer);
    return answer;
  };

  /* Traps so far, and the last one: every element of the page hears of it. */
  let traps = 0;
  let lastTrap;
  /** A module. import() takes no integrity, but it uses what a preload with integrity has put into the module map. */
  const bring = (href, integrity) => {
    const link = make('link', { rel: 'modulepreload', href, integrity });
    document.head.append(link);
    return import(href).finally(() => link.remove());
  };
  /** The wasm module of a built folder, started once a page, and anew after a trap: another fragment is another module. */
  const modules = new Map();
  const start = (js, jsIntegrity, wasm, wasmIntegrity) => {
    if (traps) js += `#${traps}`;
    if (!modules.has(js)) {
      const program = get(wasm, { integrity: wasmIntegrity });
      program.catch(() => 0); // Until the glue awaits it, a failure is not unhandled.
      const module = bring(js, jsIntegrity).then((glue) => glue.default({ module_or_path: program }).then(() => glue));
      modules.set(js, module);
      module.catch(() => modules.delete(js));
    }
    return modules.get(js);
  };

  /** One element from its coming into the page to its leaving it. */
  const live = (element, root) => {
    const stop = new AbortController();
    const { signal } = stop;
    const on = (target, type, act) => target.addEventListener(type, act, { signal, passive: true });
    const attribute = (name) => element.getAttribute(name);
    const around = element.closest('[lang]:not([lang=auto])') ?? document.documentElement;
    const langs = [around.lang, ...navigator.languages].filter(Boolean);
    const known = Object.keys(WORDS);
    const [search, help, sorry, retry, lang, bare] = WORDS[choose(known, langs) ?? known[0]];
    const mode = attribute('mode') ?? 'inline';
    const inline = !/launcher|dialog/.test(mode);
    /* Calls that wait for the widget: [verb, argument, resolve]. */
    let wanted = [];
    /* `alive` ends what the mounted widget hears. */
    let facade, handle, loading, failed, composing, alive;

    /** What is seen while the widget is not there, in the very shape that the widget then has; `more` is what went wrong. */
    const paint = (...more) => {
      const text = root.querySelector('input')?.value ?? '';
      let content = [];
      if (inline) {
        const input = make('input', { type: 'text', inputmode: 'search', 'aria-label': search, placeholder: attribute('placeholder') ?? search, autocomplete: 'off' });
        input.value = text;
        content = [make('div', { class: 'search', part: 'search' }, icon('search'), input), make('div', { class: 'body', part: 'body' }, ...more, make('slot', {}))];
      } else {
        if (more.length) content = [make('div', { class: 'card', part: 'panel' }, ...more, make('slot', {}))];
        if (mode === 'launcher') content.push(button('launcher', () => act('open'), icon('help'), help));
      }
      facade = make('div', { class: `faqlet ${inline ? 'inline' : ''}`, part: 'widget', lang, dir: /^(fa|ar)/.test(lang) ? 'rtl' : 'ltr' }, ...content);
      root.adoptedStyleSheets = [facadeSheet];
      root.replaceChildren(facade);
    };

    const base = () => new URL(attribute('index') || HOME, element.baseURI).href.replace(/\/?$/, '/');
    const fail = (error) => {
      if (signal.aborted) return;
      console.error(error);
      loading = handle = undefined;
      failed = true;
      /* A manifest that is newer than this script will not become older: then the page is loaded again, with the script. */
      const again = button('act', () => (error.code === 'newer' ? location.reload() : (paint(), load())), retry);
      /* Where the page has put nothing between the tags, the plain pages are a way on; where there are any. */
      const pages = element.childElementCount || bare ? [] : [make('p', {}, make('a', { href: `${base()}pages/${lang}.html` }, help))];
      paint(make('div', { class: 'state', part: 'error', role: 'alert' }, make('p', {}, sorry), again, ...pages));
      for (const call of wanted.splice(0)) call[2]();
      const { code = 'widget', message } = error;
      element.dispatchEvent(new CustomEvent('faqlet-error', { bubbles: true, composed: true, detail: { code, message } }));
    };

    /** After a trap the wasm instance must not be called again: a new one takes over. After the third something is wrong for good. */
    const trapped = (error) => {
      if (!handle || !(error instanceof WebAssembly.RuntimeError)) return;
      if (error !== lastTrap) traps++;
      lastTrap = error;
      alive.abort();
      loading = handle = undefined;
      if (traps > 3) return fail(Object.assign(error, { code: 'trap' }));
      paint();
      load();
    };

    const fetchAll = async () => {
      failed = false;
      const at = (file) => new URL(file, base()).href;
      const manifest = await (await get(at('manifest.json'), { cache: 'no-cache' })).json();
      if (manifest.faqlet !== 1) throw trouble('newer', 'manifest 1 (reload)', manifest.faqlet);
      const { js, jsIntegrity, wasm, wasmIntegrity, css, first } = manifest.widget ?? {};
      if (!js) throw trouble('widget', 'a widget', 'none');
      const tag = choose(manifest.languages.map((one) => one.lang), [...langs, manifest.default]);
      const language = manifest.languages.find((one) => one.lang === tag);
      const data = async ({ file, integrity }, kind) => (await get(at(file), { integrity }))[kind]();
      /* Who writes already sees first results before the widget, which is three times as large and then does not share the link with them. */
      const early = inline && first && bring(at(first.file), first.integrity).then((part) => part.default({ manifest, at, language, start, make, element, parts })).catch(() => 0);
      /* The widget does without what the owner says beside index and answers, where that does not come. */
      const parts = Promise.all([data(language.index, 'arrayBuffer'), data(language.ui, 'json'), data(css, 'text'), language.site && data(language.site, 'json').catch(() => 0)]);
      parts.catch(() => 0);
      const calm = await early;
      const module = await start(at(js), jsIntegrity, at(wasm), wasmIntegrity).catch((error) => {
        throw trouble('widget', "script-src with 'wasm-unsafe-eval'", error);
      });
      const [index, texts, style, site] = await parts;
      if (calm) await calm();
      /* What is being pressed or composed must stay until that has ended, or the click or the word is lost. */
      while (composing || root.querySelector(':active')) await new Promise((done) => setTimeout(done, 50));
      if (!signal.aborted) await mount(module, style, { manifest, language, index, texts, site, base: base() });
    };

    /** Puts the widget in the place of the facade; it takes over text, caret and focus, and then removes the facade. */
    const mount = (glue, style, options) =>
      new Promise((done) => {
        const place = make('div', { hidden: '' });
        const ready = () => {
          for (const [verb, argument, resolve] of wanted.splice(0)) resolve(call(verb, argument));
          done();
        };
        alive = new AbortController();
        root.append(place);
        root.adoptedStyleSheets = [sheet(style)];
        handle = glue.mount(place, { ...options, element, facade, ready, signal: alive.signal, query: facade.querySelector('input')?.value });
      });

    const load = () => signal.aborted || (loading ??= fetchAll().catch(fail));
    const call = (verb, argument) => {
      try {
        return handle.call(verb, argument);
      } catch (error) {
        trapped(error);
      }
    };
    /** Does it now, or as soon as the widget is here. */
    const act = async (verb, argument) => {
      if (handle && !wanted.length) return call(verb, argument);
      const done = new Promise((resolve) => wanted.push([verb, argument, resolve]));
      load();
      return done;
    };

    const deepLink = () => {
      const [, kind, text] = /[#&]faq(-search|let-import)?=([^&]+)/.exec(location.hash) ?? [];
      const [first = element] = lives.keys();
      if (text && first === element) act(kind ? kind.slice(-6) : 'article', decodeURIComponent(text));
    };

    paint();
    for (const type of ['pointerover', 'touchstart', 'focusin', 'input']) on(root, type, () => failed || load());
    for (const type of ['keydown', 'keypress', 'keyup']) on(root, type, keepKeys);
    for (const type of ['compositionstart', 'compositionend']) on(root, type, () => (composing = type.endsWith('start')));
    on(window, 'hashchange', deepLink);
    on(window, 'error', (event) => trapped(event.error));
    deepLink();
    const idle = () => (window.requestIdleCallback ?? setTimeout)(load);
    if (navigator.connection?.saveData) {
      /* Only what is asked for. */
    } else if (attribute('ahead') != null) idle();
    else if (inline) {
      /* The topics are worth having before anybody acts, but not before they are seen and the page is done. */
      const watch = new IntersectionObserver(([seen]) => {
        if (!seen.isIntersecting) return;
        watch.disconnect();
        idle();
      });
      watch.observe(element);
    }

    return {
      act,
      load,
      /** Takes everything away; true when the widget was wanted, so that what takes its place may load it at once. */
      end() {
        const was = loading && !failed;
        stop.abort();
        alive?.abort();
        handle?.destroy();
        root.replaceChildren();
        return was;
      },
    };
  };

  /** What is typed into the widget is nobody's shortcut. Escape and Tab go on: dialogs around us live by them. */
  const keepKeys = (event) => {
    const typing = event.target.matches?.('[type=text],[type=password],textarea');
    if (typing && !event.ctrlKey && !event.metaKey && !/Escape|Tab/.test(event.key)) event.stopPropagation();
  };

  const listen = (target, type, act) => {
    target.addEventListener(`faqlet-${type}`, act);
    return () => target.removeEventListener(`faqlet-${type}`, act);
  };

  /* The elements in the page, in the order of their coming, with what keeps them alive; and the calls that wait for the first. */
  const lives = new Map();
  const waiting = [];
  const end = (element) => {
    const was = lives.get(element)?.end();
    lives.delete(element);
    return was;
  };

  class FaqLet extends HTMLElement {
    static observedAttributes = ATTRIBUTES;
    #root;

    connectedCallback() {
      if (lives.has(this)) return; // It was only moved.
      // A page may have its own idea of attachShadow, so what it gave is kept.
      lives.set(this, live(this, (this.#root ??= this.shadowRoot ?? this.attachShadow({ mode: 'open' }))));
      for (const call of waiting.splice(0)) run(...call);
    }
    disconnectedCallback() {
      // A node that is moved is connected again before the next microtask.
      queueMicrotask(() => this.isConnected || end(this));
    }
    attributeChangedCallback(name, before, after) {
      if (!lives.has(this) || before === after) return;
      const text = this.#root.querySelector('input')?.value;
      const was = end(this);
      this.connectedCallback();
      const field = this.#root.querySelector('input');
      if (field && text) field.value = text;
      if (was) this.load();
    }
    /** Fetches and starts the widget; resolves when it can be used. */
    load() {
      return lives.get(this)?.load();
    }
    /** Calls `act` on events of this element; returns a function that stops it. */
    on(type, act) {
      return listen(this, type, act);
    }
  }
  for (const verb of VERBS) {
    /* Out of the page means: no nodes, no listeners, no timers. */
    FaqLet.prototype[verb] = function (argument) {
      return verb === 'destroy' ? this.remove() : lives.get(this)?.act(verb, argument);
    };
  }

  /* The one global: verbs for the first element of the page. They wait until there is one. */
  const run = (verb, ...rest) => {
    if (verb === 'on') return listen(document, ...rest);
    if (!VERBS.includes(verb)) return console.warn(`faqlet: expected ${VERBS}, on; got ${verb}`);
    const [element] = lives.keys();
    if (element) return element[verb](...rest);
    waiting.push([verb, ...rest]);
  };

  if (!customElements.get(TAG)) {
    const queued = window.faqlet?.q ?? [];
    window.faqlet = run;
    customElements.define(TAG, FaqLet);
    for (const call of queued) run(...call);
  }

  /* The tag as a recipe: <script async src="/help/faqlet.js" data-mode="launcher"></script> */
  const recipe = { ...script?.dataset };
  const place = () => {
    const attributes = { index: HOME, mode: 'launcher', ...recipe };
    const element = make(TAG, attributes);
    // The same tag twice is one widget.
    for (const other of document.querySelectorAll(TAG)) if (other.cloneNode().isEqualNode(element)) return;
    if (recipe.mode === 'inline' && document.body.contains(script)) script.after(element);
    else document.body.append(element);
  };
  if (/\b(index|mode)\b/.test(Object.keys(recipe))) {
    if (document.body) place();
    else document.addEventListener('DOMContentLoaded', place);
  }
})();
