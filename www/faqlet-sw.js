/* The service-worker part: keeps a built folder whole on the device, so that search, answers, votes and requests work without a network.
   Faqlet registers no worker. A site's own worker imports this file, and says where the folder lies:

     importScripts('/help/faqlet-sw.js');
     faqletOffline({ index: '/help/', shell: ['/', '/app.css'] });

   The manifest names every file by its content, so it is the root of a version: what is kept is one entry with a manifest (`current`), and
   beside it files under names that hold their SHA-256. An update fetches what is missing, checks each file against its name, and only
   then exchanges that one entry, in one step of the browser's. Whenever it is broken off, the next start has the old version or the new
   one, whole. Files of an older version stay while a tab still uses it. Entries that a newer manifest revokes are hidden at once, before
   any of its files has come.

   Everything may be missing or refuse; then a request goes to the network as if nobody had listened. */
(() => {
  'use strict';
  /** A file whose name holds the first 16 digits of its SHA-256. */
  const HASHED = /\.([0-9a-f]{16})\.(?:[a-z]+)$/;
  /** Longest wait for the network, in milliseconds, before what is kept is shown: connections that never answer are no rarity. */
  const PATIENCE = 2_500;
  /** Files that are fetched at a time. */
  const AT_ONCE = 6;
  /** Most bytes that a version may take, unless the site says otherwise: answers that would exceed it are left to the network. */
  const MOST = 64 * 1024 * 1024;
  const TYPES = { js: 'text/javascript', wasm: 'application/wasm', css: 'text/css', json: 'application/json' };
  /** The database of the widget, its store of messages, and the lock under which they are sent; see src/host/browser.js. */
  const [NAME, OUTBOX, SEND] = ['faqlet', 'outbox', 'faqlet-send'];
  /** Most messages and most characters in a body; the collector takes a little more. */
  const [MESSAGES, CHARACTERS] = [50, 40_000];

  const pause = (time) => new Promise((done) => setTimeout(done, time));
  const locked = (name, work) => (navigator.locks ? navigator.locks.request(name, work) : work());
  const done = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = request.onblocked = reject;
    });
  const trouble = (expected, got) => new Error(`faqlet: expected ${expected}, got ${got}`);

  /** The first 16 hexadecimal digits of SHA-256, as in the names of files. */
  const hashOf = async (bytes) => {
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes), 0, 8);
    return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  };
  const asFile = (bytes, name) => {
    const type = TYPES[/[a-z]+$/.exec(name)] ?? 'application/octet-stream';
    return new Response(bytes, { headers: { 'content-type': type, 'content-length': bytes.byteLength, 'x-content-type-options': 'nosniff' } });
  };
  /** A file of the network, whole and as its hash says. What a captive portal left in the browser's own cache is asked for once more. */
  const download = async ({ at, hash }) => {
    let got;
    for (const cache of ['default', 'reload']) {
      const answer = await fetch(at, { cache });
      const bytes = await answer.arrayBuffer();
      got = answer.ok ? await hashOf(bytes) : answer.status;
      if (got === hash) return bytes;
    }
    throw trouble(`${at} with hash ${hash}`, got);
  };

  /** What is kept of one built folder. */
  class Folder {
    #update;

    constructor(base, { languages, most = MOST }) {
      Object.assign(this, { base, languages, most, name: `faqlet ${base}` });
    }

    async cache() {
      return caches.open(this.name);
    }
    /** Notes that no request can ask for, since each of these lies under the address of a folder with a query. */
    async load(what) {
      return (await (await this.cache()).match(`${this.base}?faqlet-${what}`))?.json();
    }
    async save(what, value) {
      return (await this.cache()).put(`${this.base}?faqlet-${what}`, new Response(JSON.stringify(value)));
    }

    /** The files of a version, `{ at, key, hash }`: address, name in the cache, hash. Answers come last, as many as there is room for. */
    files({ widget, languages }) {
      const { loader, js, wasm, css, more, first: early } = widget ?? {};
      if (!/^[0-9a-f]{16}$/.test(loader)) throw trouble('a manifest that names its widget', 'another');
      const wanted = languages.filter(({ lang }) => !this.languages || this.languages.includes(lang));
      const first = wanted.flatMap(({ index, ui, site, shards }) => [index, ui, site, shards]).concat(css, more, early).filter(Boolean);
      let bytes = first.reduce((sum, file) => sum + file.bytes, 0);
      const answers = wanted.flatMap((language) => language.answers).filter((file) => (bytes += file.bytes) <= this.most);
      const all = [js, wasm, ...[...first, ...answers].map(({ file }) => file)].map((file) => this.named(file));
      return [{ at: `${this.base}faqlet.js`, key: `${this.base}faqlet.js?${loader}`, hash: loader }, ...new Map(all.map((file) => [file.key, file])).values()];
    }

    /** The same of what the lists of divided languages name. The lists are kept too, so that the next ones can be made of them. */
    async shards({ languages }) {
      let bytes = 0;
      const wanted = languages.filter(({ lang, shards }) => shards && (!this.languages || this.languages.includes(lang)));
      const lists = wanted.map(({ shards }) => this.named(shards.file));
      await this.fill(lists);
      const rows = await Promise.all(lists.map(async (list) => (await this.kept(list)).json()));
      return rows.flat().filter((file) => (bytes += file.bytes) <= this.most).map(({ file }) => this.named(file));
    }

    /** Brings what is kept in line with what the site has now; one at a time, in all of the browser. Rejects where that was not possible. */
    update() {
      return (this.#update ??= locked(this.name, () => this.renew()).finally(() => (this.#update = undefined)));
    }

    /** The manifest that the site has now, and the times in the answer's head. The browser's own cache may hold half of one. */
    async newest() {
      let got;
      for (const cache of ['no-cache', 'reload']) {
        const answer = await fetch(`${this.base}manifest.json`, { cache });
        const manifest = await answer.json().catch(() => undefined);
        got = manifest?.faqlet ?? answer.status;
        if (answer.ok && got === 1) return { manifest, time: (header) => Date.parse(answer.headers.get(header)) || 0 };
      }
      throw trouble('manifest version 1', got);
    }

    async renew() {
      const { manifest, time } = await this.newest();
      let before = await this.load('current');
      const same = before?.manifest.version === manifest.version;
      // A cache on the way that still has yesterday's says so itself.
      if (before && !same && time('last-modified') < before.modified) throw trouble('the newest manifest', 'an older one');
      const files = this.files(manifest);
      const revoked = manifest.revoked ?? [];
      if (before && String(before.revoked) !== String(revoked)) {
        before = { ...before, revoked };
        await this.save('current', before);
        await this.tell(before.manifest.version, revoked);
      }
      if (before && !same) await this.patch(before.manifest, manifest).catch(() => undefined);
      files.push(...(await this.shards(manifest)));
      await this.fill(files);
      const keys = files.map((file) => file.key);
      const older = { ...before?.older, ...(before && !same && { [before.manifest.version]: before.keys }) };
      // The site's own clock: that of a device may stand at 1970.
      const at = time('date') || Date.now();
      await this.save('current', { manifest, keys, revoked, older, at, modified: Math.max(time('last-modified'), same ? before.modified : 0) });
      if (before && !same) await this.tell(manifest.version, revoked);
      await this.clean();
    }

    /** A file that a list names, `{ at, key, hash }`. */
    named(file) {
      const at = new URL(file, this.base).href;
      const [, hash] = HASHED.exec(at) ?? [];
      if (!hash || !at.startsWith(this.base)) throw trouble('a name with a hash', file);
      return { at, key: at, hash };
    }

    /** Makes files of the new version from those of the old one, where the site says how: a few KB in place of a whole index. */
    async patch({ version: from }, { version: to }) {
      const steps = await (await fetch(`${this.base}patches.json`, { cache: 'no-cache' })).json();
      const first = steps.findIndex((step) => step.from === from);
      if (first < 0 || steps[0].to !== to) return;
      for (const { file } of steps.slice(0, first + 1).reverse()) {
        const packed = new Blob([await download(this.named(file))]).stream();
        await this.apply(await new Response(packed.pipeThrough(new DecompressionStream('gzip'))).arrayBuffer());
      }
    }

    /** Carries out a patch, whose form is that of crates/compiler/src/output/patch.rs. What does not come out right is left to be fetched. */
    async apply(patch) {
      const length = new DataView(patch).getUint32(0, true);
      const recipes = JSON.parse(new TextDecoder().decode(new Uint8Array(patch, 4, length)));
      let inserted = new Uint8Array(patch, 4 + length);
      for (const { from, to, ops } of recipes) {
        const old = new Uint8Array((await (await this.kept(this.named(from)))?.arrayBuffer()) ?? 0);
        const sum = (of) => ops.reduce((all, size, at) => all + (of.includes(at % 3) ? size : 0), 0);
        const made = new Uint8Array(sum([1, 2]));
        let [read, written, taken] = [0, 0, 0];
        for (let at = 0; at < ops.length; at += 3) {
          read += ops[at];
          made.set(old.subarray(read, (read += ops[at + 1])), written);
          written += ops[at + 1];
          made.set(inserted.subarray(taken, (taken += ops[at + 2])), written);
          written += ops[at + 2];
        }
        inserted = inserted.subarray(taken);
        const file = this.named(to);
        if ((await hashOf(made)) === file.hash) await (await this.cache()).put(file.key, asFile(made, to));
      }
    }

    /** Fetches the files that are not there yet. */
    async fill(files) {
      const cache = await this.cache();
      const there = new Set((await cache.keys()).map((request) => request.url));
      const missing = files.filter((file) => !there.has(file.key));
      const worker = async () => {
        for (let file; (file = missing.shift()); ) await cache.put(file.key, asFile(await download(file), file.at));
      };
      await Promise.all(Array.from({ length: AT_ONCE }, worker));
    }

    /** Removes files that no version needs which is current or open in a tab. */
    async clean() {
      const current = await this.load('current');
      if (!current) return;
      const tabs = (await this.load('tabs')) ?? {};
      for (const id of Object.keys(tabs)) if (!(await self.clients.get(id))) delete tabs[id];
      await this.save('tabs', tabs);
      const used = new Set(Object.values(tabs));
      const older = Object.fromEntries(Object.entries(current.older).filter(([version]) => used.has(version)));
      await this.save('current', { ...current, older });
      const keep = new Set([current.keys, ...Object.values(older)].flat());
      const cache = await this.cache();
      for (const request of await cache.keys()) {
        if (!request.url.startsWith(`${this.base}?faqlet-`) && !keep.has(request.url)) await cache.delete(request);
      }
    }

    /** Tells every open page what the site has now, and what it has taken back. */
    async tell(version, revoked) {
      for (const client of await self.clients.matchAll({ includeUncontrolled: true })) client.postMessage({ faqlet: this.base, version, revoked });
    }

    /** A kept file, when it is as its hash says. Another one is thrown away. */
    async kept({ at, key, hash }) {
      const cache = await this.cache();
      const bytes = await (await cache.match(key))?.arrayBuffer();
      if (bytes && (await hashOf(bytes)) === hash) return asFile(bytes, at);
      if (bytes) await cache.delete(key);
    }

    async file(at) {
      const file = { at, key: at, hash: HASHED.exec(at)[1] };
      const kept = await this.kept(file);
      if (kept) return kept;
      const bytes = await download(file).catch(() => undefined);
      if (!bytes) return Response.error();
      const current = await this.load('current');
      if (current?.keys.includes(at)) await (await this.cache()).put(at, asFile(bytes, at));
      return asFile(bytes, at);
    }

    /** The loader of the version that is kept. */
    async loader(request) {
      const current = await this.load('current');
      const hash = current?.manifest.widget.loader;
      return (hash && (await this.kept({ at: request.url, key: `${this.base}faqlet.js?${hash}`, hash }))) ?? fetch(request);
    }

    /**
     * The manifest of a version that is there whole: the newest where the network lets us find out in time, else what is kept, and then
     * with the time at which the site last had it (`asOf`). `stored` is what it takes on the device, in bytes.
     */
    async manifest(event) {
      const checked = this.update().then(() => true, () => false);
      event.waitUntil(checked);
      const fresh = await Promise.race([checked, pause(PATIENCE)]);
      const current = await this.load('current');
      if (!current) return fetch(event.request);
      const { manifest, revoked, at } = current;
      if (event.clientId) await this.save('tabs', { ...(await this.load('tabs')), [event.clientId]: manifest.version });
      const more = { revoked, stored: stored(manifest, current.keys, this.base), ...(!fresh && { asOf: new Date(at).toISOString() }) };
      return new Response(JSON.stringify({ ...manifest, ...more }), { headers: { 'content-type': TYPES.json } });
    }
  }

  /** Bytes of the kept files of a version, as far as the manifest says their sizes. */
  const stored = ({ widget, languages }, keys, base) => {
    const kept = new Set(keys);
    const data = languages.flatMap(({ index, ui, site, shards, answers }) => [index, ui, site, shards, ...answers]).concat(widget.css, widget.more).filter(Boolean);
    const sizes = new Map(data.filter(({ file }) => kept.has(base + file)).map(({ file, bytes }) => [file, bytes]));
    return [...sizes.values()].reduce((sum, bytes) => sum + bytes, widget.bytes ?? 0);
  };

  /** The site's own pages and files: from the network where it answers in time, else as they were seen last. */
  class Shell {
    constructor(name, addresses) {
      this.name = name;
      this.addresses = new Set(addresses.map((address) => new URL(address, location).href));
    }
    has(url) {
      return this.addresses.has(url.origin + url.pathname);
    }
    async install() {
      const cache = await caches.open(this.name);
      for (const request of await cache.keys()) if (!this.addresses.has(request.url)) await cache.delete(request);
      await Promise.all([...this.addresses].map((address) => this.fetch(cache, address, address).catch(() => undefined)));
    }
    async fetch(cache, request, key) {
      const answer = await fetch(request);
      // What was redirected cannot be shown for the address that was asked for, and what a portal answers is none of ours.
      if (answer.ok && !answer.redirected && answer.type === 'basic') await cache.put(key, answer.clone());
      return answer;
    }
    async answer(event) {
      const key = event.request.url.replace(/[?#].*/, '');
      const cache = await caches.open(this.name);
      const network = this.fetch(cache, event.request, key);
      const late = network.catch(() => undefined);
      event.waitUntil(late);
      const first = await Promise.race([late, pause(PATIENCE)]);
      return first ?? (await cache.match(key)) ?? network;
    }
  }

  /** Sends what waits in the widget's outbox, when no page is there to do it. What is acknowledged is deleted; all else is left to a page. */
  const send = (endpoint) =>
    locked(SEND, async () => {
      const opening = indexedDB.open(NAME, 1);
      // To break off leaves no database behind.
      opening.onupgradeneeded = () => opening.transaction.abort();
      const database = await done(opening).catch(() => undefined);
      if (!database) return;
      try {
        const records = await done(database.transaction(OUTBOX).objectStore(OUTBOX).getAll());
        const stamp = `,"sentat":${JSON.stringify(new Date())}}`;
        let room = CHARACTERS;
        const batch = records.slice(0, MESSAGES).filter(({ json }) => (room -= json.length + stamp.length) > 0 && json.endsWith('}'));
        if (!batch.length) return;
        const body = `[${batch.map(({ json }) => json.slice(0, -1) + stamp)}]`;
        const answer = await fetch(endpoint, { method: 'POST', body, credentials: 'omit' });
        const { faqlet, results } = await answer.json();
        if (!answer.ok || faqlet !== 1) throw trouble('the collector', answer.status);
        const store = database.transaction(OUTBOX, 'readwrite').objectStore(OUTBOX);
        const gone = results.filter(({ status }) => /accepted|duplicate/.test(status)).map(({ id }) => done(store.delete(id)));
        await Promise.all(gone);
      } finally {
        database.close();
      }
    });

  /**
   * Keeps a built folder for use without a network. To be called while the worker's script runs first. `index` is the address of the
   * folder; `shell` addresses of the site's own that are needed beside it; `languages` those to keep (all); `most` the
   * bytes that may be taken; `share` the address to which the installed app is sent a shared text, by POST, to ask it at
   * `index.html` beside it.
   */
  self.faqletOffline = ({ index = './help/', shell = [], share, ...limits } = {}) => {
    const base = new URL(index, location).href.replace(/\/?$/, '/');
    const folder = new Folder(base, limits);
    const own = new Shell(`faqlet shell ${base}`, shell);
    const shared = share && new URL(share, location).href;
    const quietly = (work) => work.catch((error) => console.warn(String(error)));

    self.addEventListener('install', (event) => event.waitUntil(Promise.all([quietly(folder.update()), quietly(own.install())])));
    self.addEventListener('activate', (event) => event.waitUntil(quietly(folder.clean())));
    self.addEventListener('fetch', (event) => {
      const { request } = event;
      const url = new URL(request.url);
      const answer = (work) => event.respondWith(work.catch(() => fetch(request)));
      if (shared && request.method === 'POST' && url.href === shared) return event.respondWith(ask(request, shared));
      if (request.method !== 'GET' || request.headers.has('range')) return;
      if (url.href === `${base}manifest.json`) answer(folder.manifest(event));
      else if (url.href === `${base}faqlet.js`) answer(folder.loader(request));
      else if (url.href.startsWith(base) && HASHED.test(url.href)) answer(folder.file(url.href));
      else if (own.has(url)) event.respondWith(own.answer(event));
    });
    self.addEventListener('message', (event) => {
      const { faqlet, endpoint } = event.data ?? {};
      if (faqlet === 'look') event.waitUntil(quietly(folder.update()));
      // Where the browser knows Background Sync, messages go even when no page is open any more.
      if (faqlet === 'waits') event.waitUntil(quietly(folder.save('endpoint', endpoint).then(() => self.registration.sync?.register(NAME))));
    });
    self.addEventListener('sync', (event) => {
      if (event.tag === NAME) event.waitUntil(folder.load('endpoint').then((endpoint) => endpoint && send(endpoint)));
    });
  };

  /** A shared text becomes a search. It stands behind the `#`, so that no server hears of it. */
  const ask = async (request, shared) => {
    const form = await request.formData();
    const text = ['text', 'title', 'url'].map((name) => form.get(name)).find(Boolean) ?? '';
    return Response.redirect(new URL(`./#faq-search=${encodeURIComponent(text)}`, shared).href, 303);
  };
})();
