// What only a browser can do, and what it does in fewer bytes here than through bindings: the page, storage, network. It decides
// nothing: where something is to be decided it calls back. Whatever is missing or refuses (storage in a private window, locks in an
// older browser, the network) gives `undefined`, and the caller goes on with less.
//
// What is kept on the device is the IndexedDB database `faqlet` with two stores, `outbox` (messages by id) and `kept` (by name: `outbox`,
// the outbox's own state, and `visitor`, consent and profile). It is made only when there is something to keep, and deleted when there
// is nothing any more; asking whether it is there does not make it.
//
// Two locks over all tabs: SEND is held while messages are being sent, so that no two tabs send the same; WRITE is held around each
// change that may make or delete the database, so that no tab deletes it under another's hands. Without locks messages may be sent
// twice, which the collector notices, and the database stays, empty.

const NAME = 'faqlet';
const OUTBOX = 'outbox';
const KEPT = 'kept';
const VISITOR = 'visitor';
const SEND = 'faqlet-send';
const WRITE = 'faqlet-write';
/** Longest wait for an answer of the collector, in milliseconds: a lock must not be held for ever. */
const PATIENCE = 30_000;
/** Longest wait for the database to open, in milliseconds: some browsers never answer. */
const OPENING = 2_000;
/** The site's own service worker, where there may be one; some frames forbid even the question. */
const workers = (() => {
  try {
    return navigator.serviceWorker;
  } catch {
    return undefined;
  }
})();
/** Screens on which the panel is all there is; the style sheet has the same two bounds. */
const SMALL = '(max-width: 30rem), (max-height: 28rem)';

const locks = navigator.locks;
const locked = (name, work) => (locks ? locks.request(name, work) : work());
const quietly = (work) => work.catch(() => undefined);
const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = request.onblocked = reject;
  });

/** Does `work` with the database open, and closes it, so that no tab stands in the way of another that wants to delete it. */
const opened = async (make, work) => {
  // WebKit goes on listing a database whose making was broken off; a browser that can say what there is is asked first.
  if (!make && indexedDB.databases && !(await indexedDB.databases()).some(({ name }) => name === NAME)) throw NAME;
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    // To break off leaves no database behind.
    if (!make) return request.transaction.abort();
    request.result.createObjectStore(OUTBOX);
    request.result.createObjectStore(KEPT);
  };
  const opening = done(request);
  const patience = new Promise((_, reject) => setTimeout(reject, OPENING));
  const database = await Promise.race([opening, patience]).catch((error) => {
    opening.then((late) => late.close()).catch(() => undefined);
    throw error;
  });
  try {
    return await work(database);
  } finally {
    database.close();
  }
};

/** One transaction in which `work` is given both stores. It has happened only when it is complete; strict means on the disk. */
const change = (make, work) =>
  opened(make, async (database) => {
    const transaction = database.transaction([OUTBOX, KEPT], 'readwrite', { durability: 'strict' });
    const complete = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = transaction.onerror = reject;
    });
    complete.catch(() => undefined); // Where `work` fails first, nobody waits for this any more.
    const result = await work(transaction.objectStore(OUTBOX), transaction.objectStore(KEPT));
    await complete;
    return result ?? true;
  });

/** Reads the outbox, lets `decide(records, state)` change it, and writes the changes it gives: `[[id, record or undefined]]` and `state`. */
const outbox = (make, decide) =>
  change(make, async (messages, kept) => {
    const [records, state] = await Promise.all([done(messages.getAll()), done(kept.get(OUTBOX))]);
    const decided = decide(records, state ?? {});
    for (const [id, record] of decided.changes) record ? messages.put(record, id) : messages.delete(id);
    if (decided.state) kept.put(decided.state, OUTBOX);
    return decided;
  });

/** Deletes the database when nothing waits and nothing is kept. */
const tidy = async () => {
  const empty = await opened(false, async (database) => {
    const transaction = database.transaction([OUTBOX, KEPT]);
    const [waiting, visitor] = await Promise.all([done(transaction.objectStore(OUTBOX).count()), done(transaction.objectStore(KEPT).get(VISITOR))]);
    return !waiting && !visitor;
  });
  if (empty && locks) await done(indexedDB.deleteDatabase(NAME));
};

/** What was kept of the visitor. */
export function restore() {
  return quietly(opened(false, (database) => done(database.transaction(KEPT).objectStore(KEPT).get(VISITOR))));
}

/**
 * Keeps what `merge` makes, as JSON, of what others have kept meanwhile; where that is `undefined`, nothing is kept, and the database goes when
 * nothing else is in it. `merge(null)` says that it is on the disk. Then the other tabs are told through `ear`, where there is one. Where storage
 * refuses, they share what is known here (`own`) all the same, for as long as they are open.
 */
export function keep(ear, own, merge) {
  let json = own;
  const kept = locked(WRITE, async () => {
    await change(Boolean(own), async (_, kept) => {
      json = merge(await done(kept.get(VISITOR)));
      json ? kept.put(JSON.parse(json), VISITOR) : kept.delete(VISITOR);
    });
    merge(null);
    if (!json) await tidy();
    // What the visitor wants to be kept, and what the site's worker keeps beside it, is worth asking the browser not to clear away.
    else if (workers?.controller) quietly(navigator.storage?.persist?.() ?? Promise.resolve());
  });
  if (own) kept.catch(() => warn('expected IndexedDB to keep what the visitor has agreed to; it refused, so that lasts until the page is left'));
  return quietly(kept).then(() => ear?.postMessage(json ?? ''));
}

/** Deletes everything that is kept, messages that wait included, and tells the other tabs. */
export function forget(ear) {
  return quietly(locked(WRITE, () => done(indexedDB.deleteDatabase(NAME)))).then(() => ear?.postMessage(''));
}

/** Hears what other tabs, and other widgets of this page, keep: as JSON, or an empty text for nothing. Gives what they are told through. */
export function hear(signal, heard) {
  if (!globalThis.BroadcastChannel) return undefined;
  const ear = new BroadcastChannel(NAME);
  ear.onmessage = async ({ data }) => {
    // What is kept now may be newer than what was told, and is read when nobody is writing it.
    const now = data && (await quietly(locked(WRITE, restore)));
    if (!signal.aborted) heard(now ? JSON.stringify(now) : String(data));
  };
  signal.addEventListener('abort', () => {
    ear.onmessage = null;
    ear.close();
  });
  return ear;
}

/** Most characters of what is kept or brought. */
const MOST = 65_536;

/** What a text says as JSON; nothing where it is none, or longer than it may be. */
export function parse(text) {
  try {
    return text.length > MOST ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What a value of the page says as plain data: reading it runs none of the page's own code any more. Nothing where it cannot be said. */
export function plain(value) {
  try {
    return JSON.parse(JSON.stringify(value));
  } catch {
    return undefined;
  }
}

/** Whether two values say the same, the second being one of ours and so not deep: a strange name, kind or nesting in the first is a difference. */
const same = (one, own) => {
  if (one === own) return true;
  if (typeof one !== 'object' || typeof own !== 'object' || !one || !own || Array.isArray(one) !== Array.isArray(own)) return false;
  const keys = Object.keys(one);
  return keys.length === Object.keys(own).length && keys.every((key) => Object.hasOwn(own, key) && same(one[key], own[key]));
};

/** Whether a text that came from outside says just what we would write. */
export function agrees(text, json) {
  return same(parse(text), JSON.parse(json));
}

/** Gives the visitor a file. */
export function save(name, text) {
  const href = URL.createObjectURL(new Blob([text], { type: /json$/.test(name) ? 'application/json' : 'text/plain' }));
  Object.assign(document.createElement('a'), { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), PATIENCE);
}

let part = [];
/** Says where the part is that few visitors need. */
export function partAt(href, integrity) {
  part = [href, integrity];
}

/** That part, fetched once; import() takes no integrity, but uses what a preload with integrity has fetched. */
const more = async () => {
  const [href, integrity] = part;
  const link = Object.assign(document.createElement('link'), { rel: 'modulepreload', href, integrity });
  document.head.append(link);
  return import(href).finally(() => link.remove());
};

/** Locks a text with a passphrase; nothing where the page cannot. */
export function seal(text, pass) {
  return quietly(more().then((part) => part.seal(text, pass)));
}

/** Unlocks a text; `false` for another passphrase or a changed text, nothing where the page cannot. */
export function unseal(text, pass) {
  return quietly(more().then((part) => crypto.subtle && part.unseal(text, pass).catch(() => false)));
}

/** Hears the page's own consent dialogue. */
export function bridge(kind, tell, signal) {
  const expected = 'expected consent to be tcf, with __tcfapi on the page, or google; got ';
  quietly(more().then((part) => part.bridge(kind, tell, signal))).then((there) => there || signal.aborted || warn(expected + kind));
}

/** Puts into the outbox what `decide` says; true when it is on the disk. */
export function record(decide) {
  return quietly(locked(WRITE, () => outbox(true, decide).then(() => true)));
}

/**
 * Sends what waits: `next` gives what to send, `settle` takes what came of it. Resolves to the pause in milliseconds before it should
 * be tried again, when something still waits. The database is not held open while the network is asked.
 */
export function drain(endpoint, next, settle) {
  const sending = locked(SEND, async () => {
    for (;;) {
      const step = await outbox(false, next);
      if (!step.body) return step.pause;
      const outcome = await post(endpoint, step.body);
      await outbox(false, (records, state) => settle(records, state, step.ids, outcome));
    }
  });
  return quietly(sending).then(async (pause) => {
    if (pause === undefined) await quietly(locked(WRITE, tidy));
    // Where the browser wakes the site's worker when the network is back, what waits goes even if no page is open then.
    else workers?.controller?.postMessage({ faqlet: 'waits', endpoint: new URL(endpoint, document.baseURI).href });
    return pause;
  });
}

/**
 * Sends a body. Text has the one content type that needs no preflight; `keepalive` lets it outlive the page; no cookies go along.
 * Only JSON that is ours says anything: a captive portal also answers 200.
 */
export async function post(endpoint, body) {
  try {
    const signal = AbortSignal.timeout?.(PATIENCE);
    const answer = await fetch(endpoint, { method: 'POST', body, keepalive: true, credentials: 'omit', signal });
    const json = await quietly(answer.json());
    const after = parseInt(answer.headers.get('retry-after'), 10);
    return { status: answer.status, after, ours: json?.faqlet === 1, results: Array.isArray(json?.results) ? json.results : [] };
  } catch {
    return {};
  }
}

let last;
/**
 * Sends a body from a page that goes out of sight, perhaps for ever. Nobody hears whether it arrives, so it is kept all the same; and
 * what was sent when the page was hidden away goes again when it goes out of sight, since browsers lose some of either.
 */
export function farewell(endpoint, body) {
  last?.push([endpoint, body]);
  if (document.hidden || last) navigator.sendBeacon?.(endpoint, body);
}

/** The bytes of a built file; a hash that does not fit is a file that did not come. */
export function bytes(url, integrity, signal) {
  return quietly(fetch(url, integrity ? { integrity, signal } : { signal }).then(async (answer) => (answer.ok ? new Uint8Array(await answer.arrayBuffer()) : undefined)));
}

/** The same, when the browser has nothing better to do, and only as long as somebody is there to use it. */
export function bytesWhenIdle(url, integrity, signal) {
  const idle = new Promise((idle) => (globalThis.requestIdleCallback ?? setTimeout)(idle, { timeout: 2_000 }));
  return idle.then(() => (signal.aborted ? undefined : bytes(url, integrity, signal)));
}

/** Whether a pointer rests on an element: what lies under it must not move. */
export function isPointedAt(element) {
  return !!element?.matches(':hover');
}

/** Whether the visitor asks for few bytes, or pays for them. */
export function sparesData() {
  const { saveData, type } = navigator.connection ?? {};
  return !!saveData || type === 'cellular' || matchMedia('(prefers-reduced-data: reduce)').matches;
}

/** Tells the page, by an event that comes out of the shadow. `false` when the page has cancelled what would be sent now. */
export function tell(element, name, detail) {
  const cancelable = name === 'vote' || name === 'contact';
  return element.dispatchEvent(new CustomEvent(`faqlet-${name}`, { bubbles: true, composed: true, cancelable, detail }));
}

const warned = new Set();
/** One sentence for the owner of the page, once. */
export function warn(text) {
  if (!warned.has(text)) console.warn(`faqlet: ${text}`);
  warned.add(text);
}

/**
 * Hands on what the visitor does in `place`: `act` the number of an element that was pressed, `typed` the text of the search field,
 * `key` the name of a key and whether it was pressed there, `closed` when the browser has closed the panel. `key` says whether the key
 * had something to do here; then it is nobody else's. `wrote` is the number and the text of another field. While characters are being composed, keys belong to the input method; some
 * browsers say so only by code 229. It ends with `signal`, as all listening does: after a trap nothing may call the old instance.
 */
export function listen(place, signal, act, typed, wrote, key, closed) {
  const on = (type, hear) => place.addEventListener(type, hear, { signal, capture: type === 'close' });
  const inField = ({ target }) => target.role === 'combobox' || target.getAttribute?.('role') === 'combobox';
  const pressed = (event) => event.target.closest('[data-act]')?.dataset.act;
  on('click', (event) => {
    if (/checkbox|radio/.test(event.target.type)) return;
    const anchor = event.target.closest('a[href^="#"]');
    if (anchor) event.preventDefault();
    // A browser does not look for the end of such a link inside a shadow tree.
    if (pressed(event)) act(Number(pressed(event)));
    else if (anchor) place.getRootNode().getElementById(decode(anchor.hash.slice(1)))?.scrollIntoView();
  });
  on('change', ({ target }) => {
    const { act: number, write } = target.dataset;
    if (target.localName === 'select') wrote(Number(write), target.value);
    else if (target.type === 'file') {
      // The beginning of a larger file says that it is none of ours.
      target.files[0]?.slice(0, MOST + 1).text().then((text) => signal.aborted || wrote(Number(write), text));
      target.value = '';
    }
    else if (number && target.type) act(Number(number));
  });
  on('input', ({ target }) => {
    if (target.role === 'combobox' || target.getAttribute('role') === 'combobox') typed(target.value);
    else if (target.dataset.write && target.localName !== 'select' && target.type !== 'file') wrote(Number(target.dataset.write), target.value);
  });
  on('keydown', (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    const { enter } = event.target.dataset;
    if (enter && event.key === 'Enter') act(Number(enter));
    else if (!key(event.key, inField(event))) return;
    event.preventDefault();
    event.stopPropagation();
  });
  on('close', () => closed());
}

/**
 * Calls `look` when the page may look otherwise, `leave` when it goes out of sight, `back` when it or the network is here again, and
 * `unlinked` when its address names nothing any more.
 */
export function watch(element, signal, look, leave, back, unlinked) {
  // After the next frame: what is asked is the style of the page, which is not to be found out between a key and its results.
  let asked;
  const after = () => {
    asked = false;
    if (!signal.aborted) look();
  };
  const observer = new MutationObserver(() => {
    if (!asked) requestAnimationFrame(() => setTimeout(after));
    asked = true;
  });
  for (const node of [document.documentElement, document.body, element]) observer.observe(node, { attributes: true });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => look(), { signal });
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) return back();
    for (const [endpoint, body] of last ?? []) navigator.sendBeacon?.(endpoint, body);
    leave();
  }, { signal });
  addEventListener('pagehide', () => {
    last = [];
    leave();
  }, { signal });
  addEventListener('pageshow', () => (last = undefined), { signal });
  addEventListener('online', () => back(), { signal });
  addEventListener('hashchange', () => location.hash || unlinked(), { signal });
  signal.addEventListener('abort', () => observer.disconnect());
}

/**
 * Hears from the site's worker, where it keeps the files of this folder, which version there is and which entries were revoked
 * (`renewed`). When the page comes back into sight or the network back, the worker is asked to look.
 */
export function heard(base, signal, renewed) {
  workers?.addEventListener('message', ({ data }) => data?.faqlet === base && renewed(String(data.version), data.revoked), { signal });
  const look = () => document.hidden || workers?.controller?.postMessage({ faqlet: 'look' });
  document.addEventListener('visibilitychange', look, { signal });
  addEventListener('online', look, { signal });
}

/** Takes the element out of the page and puts it back, by which the loader makes a new widget from the newest files. */
export function renew(element, id, query) {
  setTimeout(() => {
    const { parentNode, nextSibling } = element;
    element.remove();
    // The loader takes it for gone in the next microtask.
    setTimeout(() => {
      parentNode.insertBefore(element, nextSibling);
      again(element, id, query);
    });
  });
}

/**
 * Whether the page is dark where the element stands. What counts is the page as it is: a light page stays light whatever the system
 * would like, or the widget would be a hole in it. `undefined` where the attribute `theme` has decided.
 */
export function isDark(element) {
  if (/^(light|dark)$/.test(element.getAttribute('theme'))) return undefined;
  for (let node = element.parentNode; node; node = node.parentNode ?? node.host) {
    const colour = node.nodeType === 1 && getComputedStyle(node).backgroundColor;
    const [red, green, blue, opacity = 1] = (colour && /^rgba?\(/.test(colour) && colour.match(/[\d.]+/g)) || [0, 0, 0, 0];
    if (opacity > 0.5) return red * 2 + green * 7 + +blue < 1100;
  }
  const scheme = getComputedStyle(document.documentElement).colorScheme;
  return scheme.includes('dark') && (matchMedia('(prefers-color-scheme: dark)').matches || !scheme.includes('light'));
}

/**
 * Shows what was drawn out of sight, takes over the focus of the loader's nodes and the caret of its field, and takes them away: all in
 * one frame. A button is found again as the n-th of its class.
 */
export function takeOver(facade, place, field) {
  place.hidden = false;
  const focused = facade.getRootNode().activeElement;
  if (facade.contains(focused)) {
    const alike = (node) => [...node.querySelectorAll(focused.localName)].filter((one) => one.className === focused.className);
    const found = focused.localName === 'input' ? field : (alike(place)[alike(facade).indexOf(focused)] ?? field);
    found?.focus({ preventScroll: true });
    if (found === field) field?.setSelectionRange(focused.selectionStart ?? -1, focused.selectionEnd ?? -1, focused.selectionDirection ?? 'none');
  }
  facade.remove();
}

/** Puts the focus on an element; `still` leaves the page where it is. */
export function focus(element, still) {
  element?.focus({ preventScroll: still });
}

/** Takes the focus away from an element, where a keyboard on the screen would cover what was found. */
export function rest(element) {
  if (isTouch()) element?.blur();
}

/** Whether the main pointer is a finger, so that focus in a field brings up a keyboard. */
export function isTouch() {
  return matchMedia('(pointer: coarse)').matches;
}

/** Brings the n-th child of a list into sight, as little as needed. */
export function reveal(list, at) {
  list?.children[at]?.scrollIntoView({ block: 'nearest' });
}

/** Brings the top of a view into sight: of its scrolling box, and of the page where the box does not scroll. */
export function toTop(body) {
  if (!body) return;
  body.scrollTop = 0;
  if (body.getBoundingClientRect().top < 0) body.scrollIntoView();
}

let held;
/**
 * Keeps the page where it is while the widget changes its height. Browsers hold on to some text in sight (scroll anchoring), and where
 * that is text below the widget, the field that is being typed into would jump out of sight. It is let go after the next frame.
 */
export function holdStill() {
  const root = document.scrollingElement;
  if (!root || held) return;
  held = true;
  const before = root.style.overflowAnchor;
  root.style.overflowAnchor = 'none';
  requestAnimationFrame(() => requestAnimationFrame(() => {
    held = false;
    root.style.overflowAnchor = before;
  }));
}

/** Opens or closes a panel: as a dialog that stands before everything (`modal`, or on a small screen), or beside the page. */
export function panel(dialog, open, modal) {
  if (!dialog || dialog.open === open) return;
  if (!open) dialog.close();
  else if (modal || matchMedia(SMALL).matches) dialog.showModal();
  else dialog.show();
}

/** Text as it stood before it was written into a fragment. */
export function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Global Privacy Control, or its forerunner. */
export function asksForPrivacy() {
  return navigator.globalPrivacyControl === true || navigator.doNotTrack === '1';
}

/** Fills an array with chance. */
export function fillRandom(array) {
  crypto.getRandomValues(array);
}

/** What `make` gives for a language, made once: a phone needs milliseconds to make one of `Intl`'s objects, and each result has numbers. */
const once = (make) => {
  const known = {};
  return (lang) => (known[lang] ??= make(lang));
};
const rules = once((lang) => new Intl.PluralRules(lang));
const numbers = once((lang) => new Intl.NumberFormat(lang));

/** The CLDR plural category of a number in a language. */
export function plural(lang, number) {
  return rules(lang).select(number);
}

/** A number in a language's digits. */
export function digits(lang, number) {
  return numbers(lang).format(number);
}

/** A size in a language's own words. */
export function size(lang, bytes) {
  return (bytes / 1e6).toLocaleString(lang, { style: 'unit', unit: 'megabyte', maximumSignificantDigits: 2 });
}

/** The address of the page. */
export function here() {
  return location.href;
}

/** What scrolls a view: its box, or the page where the box does not. */
const scroller = (body) => (body && getComputedStyle(body).overflowY !== 'visible' ? body : document.scrollingElement);

/** How far a view is scrolled. */
export function scrolled(body) {
  return Math.max(0, Math.round(scroller(body)?.scrollTop ?? 0));
}

/** Scrolls a view to where it was left. */
export function scrollBack(body, top) {
  scroller(body)?.scrollTo({ top, behavior: 'instant' });
}

/**
 * Names an answer in the address of the page, or none, so that the browser's own way back leads through answers too. Only the first
 * element of a page does so, and never where the page routes by the fragment itself. An entry of the history that was made here says
 * so in its state: back from it goes the browser's way.
 */
export function address(element, id, back) {
  const { hash, pathname, search } = location;
  const wanted = id === undefined ? '' : `#faq=${encodeURIComponent(id)}`;
  if (/^#[/!]/.test(hash) || hash === wanted || document.querySelector(element.localName) !== element) return;
  if (!wanted && !/^#faq=/.test(hash)) return;
  try {
    if (back && history.state?.faqlet) return history.back();
    const state = { ...history.state, faqlet: wanted && !back };
    history[wanted && !back ? 'pushState' : 'replaceState'](state, '', wanted || pathname + search);
  } catch {
    // A sandboxed page has no history, and browsers slow down those who write too much of it.
  }
}

/** The address of an answer. */
export function addressOf(id) {
  return new URL(`#faq=${encodeURIComponent(id)}`, location.href).href;
}

/** Puts a text where it can be pasted from, and calls `done`. Pages without a secure origin have only the old way. */
export async function copy(place, text, done) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = Object.assign(document.createElement('textarea'), { value: text, className: 'hidden' });
    place.append(field);
    field.select();
    document.execCommand('copy');
    field.remove();
  }
  done();
}

/** Prints an answer by itself: in a frame with the widget's own style sheets, since the page around it would be printed as well. */
export function print(place) {
  const root = place.getRootNode();
  const answer = root.querySelector('article');
  const frame = Object.assign(document.createElement('iframe'), { className: 'hidden', tabIndex: -1, ariaHidden: 'true' });
  root.append(frame);
  const { contentDocument: page, contentWindow: view } = frame;
  const sheet = new view.CSSStyleSheet();
  const rules = root.adoptedStyleSheets.flatMap((one) => Array.from(one.cssRules, (rule) => rule.cssText));
  sheet.replaceSync(rules.join('').replaceAll(':host', ':root'));
  page.adoptedStyleSheets = [sheet];
  page.title = document.title;
  page.body.className = 'faqlet printed';
  page.body.lang = place.firstElementChild.lang;
  page.body.dir = place.firstElementChild.dir;
  page.body.append(page.importNode(answer, true));
  view.addEventListener('afterprint', () => frame.remove());
  view.print();
}

/** Goes to another page of the site, to an answer or to the results of a search. What was typed stays behind the fragment: no server sees it. */
export function elsewhere(url, id, query) {
  const there = new URL(url, document.baseURI);
  there.hash = id === undefined ? `faq-search=${encodeURIComponent(query)}` : `faq=${encodeURIComponent(id)}`;
  location.assign(there);
}

/** Shows the answers in another language. The loader makes a new widget for it, which is not to happen inside the old one's work. */
export function language(element, lang, id, query) {
  setTimeout(() => {
    element.setAttribute('lang', lang);
    again(element, id, query);
  });
}

/** Shows in a new widget what was seen in the old one. */
const again = (element, id, query) => {
  if (id !== undefined) element.article(id);
  else if (query) element.search(query);
  else element.load();
};

/** A day, given as an ISO date, in a language's own words. */
export function date(lang, iso) {
  const day = new Date(iso);
  return isNaN(day) ? iso : day.toLocaleDateString(lang, { dateStyle: 'long', timeZone: 'UTC' });
}

/** A time of the day, with the day of the week where it is not today, and with the time zone. */
export function clock(lang, time) {
  const at = new Date(time);
  const today = at.toDateString() === new Date().toDateString();
  return at.toLocaleString(lang, { weekday: today ? undefined : 'long', hour: 'numeric', minute: '2-digit', timeZoneName: 'short' });
}

/** What day and minute it is in a time zone: `2026-05-12T14:03`. A zone that this browser does not know is the visitor's own. */
export function local(zone, time) {
  const parts = (timeZone) => new Date(time).toLocaleString('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).replace(' ', 'T');
  try {
    return parts(zone);
  } catch {
    return parts();
  }
}

/** How far the launcher must be dragged, in CSS pixels, before that is no press any more. */
const DRAG = 8;
/**
 * Lets the launcher be dragged out of the way of what it covers, within the window; where it is put is kept for this page only. From
 * whatever of the page has the focus it steps aside by itself.
 */
export function movable(place, signal) {
  let launcher, start, moved;
  let [x, y] = [0, 0];
  const on = (type, hear) => place.addEventListener(type, hear, { signal, capture: type === 'click' });
  on('pointerdown', (event) => {
    launcher = event.isPrimary && event.target.closest('.launcher');
    // A quick pull leaves the button before its first move is told.
    if (launcher) launcher.setPointerCapture(event.pointerId);
    moved = false;
    start = [event.clientX - x, event.clientY - y];
  });
  on('pointermove', (event) => {
    if (!launcher || !event.buttons) return;
    const [dx, dy] = [event.clientX - start[0] - x, event.clientY - start[1] - y];
    if (!moved && Math.hypot(dx, dy) < DRAG) return;
    moved = true;
    const box = launcher.getBoundingClientRect();
    x += Math.min(Math.max(dx, -box.left), document.documentElement.clientWidth - box.right);
    y += Math.min(Math.max(dy, -box.top), innerHeight - box.bottom);
    launcher.style.translate = `${x}px ${y}px`;
  });
  document.addEventListener('focusin', ({ target }) => {
    const ours = place.querySelector('.launcher');
    const [it, we] = [target, ours].map((one) => one?.getBoundingClientRect());
    ours?.classList.toggle('aside', target !== place.getRootNode().host && it.right > we.left && it.left < we.right && it.bottom > we.top && it.top < we.bottom);
  }, { signal });
  on('pointerup', () => (launcher = undefined));
  // In its other corner it stands where the corner is.
  on('click', ({ target }) => target.closest('[part~=move]') && ((x = y = 0), (place.querySelector('.launcher').style.translate = '')));
  on('click', (event) => {
    if (moved && event.target.closest('.launcher')) event.stopPropagation();
    moved = false;
  });
}

/** Takes a profile that was brought behind the fragment out of the page's address: it is nothing to be bookmarked or passed on. */
export function cleanAddress() {
  if (!/^#faqlet-import=/.test(location.hash)) return;
  try {
    history.replaceState(history.state, '', location.pathname + location.search);
  } catch {
    // A sandboxed page has no history.
  }
}
