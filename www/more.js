/* What few visitors need, fetched when one does: locking a profile with a passphrase to take it to another device, drawing it as a QR code,
   and hearing the page's own consent dialogue. Each function stands alone; nothing here touches the widget. */

/* A locked profile is `faqlet1.` and base64url of: a byte that says whether the text is compressed, 16 bytes of salt, 12 of nonce, and what
   AES-GCM (256 bits) made of it, with everything before as additional data. The key is made of the passphrase by PBKDF2 with SHA-256; the
   number of rounds is what OWASP's Password Storage Cheat Sheet asks for (2023). */
const MARK = 'faqlet1.';
const ROUNDS = 600_000;
const SALT = 16;
const HEAD = 1 + SALT + 12;
/** Most bytes of a profile: what a compressed one may grow to. */
const MOST = 65_536;

/** Largest version of a QR code that a telephone reads from a screen: 137 squares wide, 1,732 bytes. */
const LARGEST = 30;
/* Of each version at level L: bytes for correction in a block, and number of blocks (ISO/IEC 18004, table 9). */
const CORRECTION = [7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30, 26, 28, 30, 30, 30, 30];
const BLOCKS = [1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12, 12, 12, 13, 14, 15];

const keyOf = async (pass, salt) => {
  const raw = await crypto.subtle.importKey('raw', new TextEncoder().encode(pass.normalize()), 'PBKDF2', false, ['deriveKey']);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: ROUNDS };
  return crypto.subtle.deriveKey(how, raw, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
};

/** The bytes through a stream; refused when they become more than a profile may be. */
const through = async (bytes, stream) => {
  const parts = [];
  let size = 0;
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  for (let step = await reader.read(); !step.done; step = await reader.read()) {
    size += step.value.length;
    if (size > MOST) throw MARK;
    parts.push(step.value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
};

/** Locks a text. Gives the locked one, an address of this page that brings it, and that address as a QR code. */
export async function seal(text, pass) {
  const head = crypto.getRandomValues(new Uint8Array(HEAD));
  const plain = new TextEncoder().encode(text);
  head[0] = globalThis.CompressionStream ? 1 : 0;
  const bytes = head[0] ? await through(plain, new CompressionStream('deflate-raw')) : plain;
  const how = { name: 'AES-GCM', iv: head.subarray(1 + SALT), additionalData: head };
  const locked = new Uint8Array(await crypto.subtle.encrypt(how, await keyOf(pass, head.slice(1, 1 + SALT)), bytes));
  const binary = Array.from([...head, ...locked], (byte) => String.fromCharCode(byte)).join('');
  const sealed = MARK + btoa(binary).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');
  const url = new URL(location.href);
  url.search = '';
  url.hash = `faqlet-import=${sealed}`;
  return { text: sealed, link: url.href, ...code(url.href) };
}

/** Unlocks what `seal` has locked; throws where the passphrase is another one or a byte has changed. */
export async function unseal(sealed, pass) {
  const bytes = Uint8Array.from(atob(sealed.trim().slice(MARK.length).replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
  const head = bytes.slice(0, HEAD);
  const how = { name: 'AES-GCM', iv: head.subarray(1 + SALT), additionalData: head };
  const plain = new Uint8Array(await crypto.subtle.decrypt(how, await keyOf(pass, head.slice(1, 1 + SALT)), bytes.subarray(HEAD)));
  return new TextDecoder('utf-8', { fatal: true }).decode(head[0] ? await through(plain, new DecompressionStream('deflate-raw')) : plain);
}

/* The field GF(256) of the code: powers of 2 modulo x^8 + x^4 + x^3 + x^2 + 1. */
const POWERS = [1];
for (let at = 1; at < 255; at++) POWERS[at] = (POWERS[at - 1] << 1) ^ (POWERS[at - 1] > 127 ? 0x11d : 0);
const times = (a, b) => (a && b ? POWERS[(POWERS.indexOf(a) + POWERS.indexOf(b)) % 255] : 0);

/** Bytes that correct a block, by division through the generator polynomial. */
const correction = (data, degree) => {
  let generator = [1];
  for (let at = 0; at < degree; at++) generator = [...generator, 0].map((one, place) => one ^ times(generator[place - 1] ?? 0, POWERS[at]));
  const rest = [...data, ...Array(degree).fill(0)];
  data.forEach((_, at) => generator.forEach((one, place) => (rest[at + place] ^= times(one, rest[at]) * (place > 0))));
  return rest.slice(data.length);
};

/** Squares for data and correction of a version. */
const room = (version) => {
  const places = Math.floor(version / 7) + 2;
  const base = (16 * version + 128) * version + 64;
  return version < 2 ? base : base - (25 * places - 10) * places + 55 - (version > 6 ? 36 : 0);
};

/** The data with its corrections, in the order in which it is drawn. */
const codewords = (bytes, version) => {
  const all = room(version) >> 3;
  const [degree, blocks] = [CORRECTION[version - 1], BLOCKS[version - 1]];
  const own = all - degree * blocks;
  let bits = `0100${bytes.length.toString(2).padStart(version > 9 ? 16 : 8, '0')}${bytes.map((byte) => byte.toString(2).padStart(8, '0')).join('')}`;
  bits += '0'.repeat(Math.min(4, own * 8 - bits.length));
  bits += '0'.repeat(-bits.length & 7);
  const data = bits.match(/.{8}/g).map((byte) => parseInt(byte, 2));
  for (let pad = 0xec; data.length < own; pad ^= 0xec ^ 0x11) data.push(pad);
  const [short, long] = [Math.floor(own / blocks), own % blocks];
  const parts = Array.from({ length: blocks }, (_, at) => data.splice(0, short + (at >= blocks - long)));
  const checks = parts.map((part) => correction(part, degree));
  const woven = (lists) => Array.from({ length: Math.max(...lists.map((list) => list.length)) }, (_, at) => lists.map((list) => list[at])).flat();
  return [...woven(parts), ...woven(checks)].filter((byte) => byte !== undefined);
};

/** Bits with the remainder of their division: how a code says its mask and its version. */
const checked = (value, divisor, length) => {
  let rest = value << length;
  for (let bit = 31 - Math.clz32(rest); bit >= length; bit = 31 - Math.clz32(rest)) rest ^= divisor << (bit - length);
  return (value << length) | rest;
};

const MASKS = [
  (x, y) => (x + y) % 2, (_, y) => y % 2, (x) => x % 3, (x, y) => (x + y) % 3,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2, (x, y) => ((x * y) % 2) + ((x * y) % 3),
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2, (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2,
];

/** The squares of a code with one of the masks. */
const squares = (words, version, mask) => {
  const size = version * 4 + 17;
  const rows = Array.from({ length: size }, () => Array(size));
  const set = (x, y, dark) => rows[y] && x >= 0 && x < size && (rows[y][x] = Boolean(dark));
  for (let at = 0; at < size; at++) for (const [x, y] of [[6, at], [at, 6]]) set(x, y, at % 2 === 0);
  for (const [x, y] of [[3, 3], [size - 4, 3], [3, size - 4]]) {
    for (let dy = -4; dy < 5; dy++) for (let dx = -4; dx < 5; dx++) set(x + dx, y + dy, ![2, 4].includes(Math.max(Math.abs(dx), Math.abs(dy))));
  }
  const count = version > 1 ? Math.floor(version / 7) + 2 : 0;
  const step = Math.ceil((version * 4 + 4) / (count * 2 - 2)) * 2;
  const places = Array.from({ length: count }, (_, at) => (at ? size - 7 - (count - 1 - at) * step : 6));
  for (const x of places) {
    for (const y of places) {
      if ((x === 6 && y === 6) || (x === 6 && y === size - 7) || (x === size - 7 && y === 6)) continue;
      for (let dy = -2; dy < 3; dy++) for (let dx = -2; dx < 3; dx++) set(x + dx, y + dy, Math.max(Math.abs(dx), Math.abs(dy)) !== 1);
    }
  }
  // Level L is 01.
  const format = checked(8 | mask, 0x537, 10) ^ 0x5412;
  for (let at = 0; at < 15; at++) {
    const dark = (format >> at) & 1;
    set(8, at < 6 ? at : at < 8 ? at + 1 : size - 15 + at, dark);
    set(at < 8 ? size - 1 - at : at < 9 ? 7 : 14 - at, 8, dark);
  }
  set(8, size - 8, true);
  const number = checked(version, 0x1f25, 12);
  for (let at = 0; version > 6 && at < 18; at++) {
    const [a, b] = [size - 11 + (at % 3), Math.floor(at / 3)];
    set(a, b, (number >> at) & 1);
    set(b, a, (number >> at) & 1);
  }
  let bit = 0;
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right = 5;
    for (let down = 0; down < size; down++) {
      const y = (right + 1) & 2 ? down : size - 1 - down;
      for (const x of [right, right - 1]) {
        if (rows[y][x] !== undefined) continue;
        const dark = (words[bit >> 3] >> (7 - (bit & 7))) & 1;
        set(x, y, dark ^ !MASKS[mask](x, y));
        bit++;
      }
    }
  }
  return rows;
};

/** How hard a code is to read: long runs, blocks, and an uneven share of dark squares (ISO/IEC 18004, 7.8.3; patterns like a finder's left out). */
const penalty = (rows) => {
  const lines = [...rows, ...rows.map((_, x) => rows.map((row) => row[x]))].map((line) => line.map(Number).join(''));
  const runs = lines.flatMap((line) => line.match(/0{5,}|1{5,}/g) ?? []).reduce((sum, run) => sum + run.length - 2, 0);
  let [same, dark] = [0, 0];
  rows.forEach((row, y) => row.forEach((one, x) => {
    dark += one;
    same += y > 0 && x > 0 && one === row[x - 1] && one === rows[y - 1][x] && one === rows[y - 1][x - 1] ? 3 : 0;
  }));
  return runs + same + Math.floor(Math.abs(dark * 20 - rows.length ** 2 * 10) / rows.length ** 2) * 10;
};

/** A text as a QR code: the path of its dark squares and how many squares it is wide, 0 where it is too long. */
export function code(text) {
  const bytes = [...new TextEncoder().encode(text)];
  let version = 1;
  while (version <= LARGEST && (room(version) >> 3) - CORRECTION[version - 1] * BLOCKS[version - 1] < bytes.length + (version > 9 ? 3 : 2)) version++;
  if (version > LARGEST) return { path: '', size: 0 };
  const words = codewords(bytes, version);
  const drawn = MASKS.map((_, mask) => squares(words, version, mask));
  const costs = drawn.map(penalty);
  const rows = drawn[costs.indexOf(Math.min(...costs))];
  // Each run of dark squares is one rectangle.
  const line = (row, y) => [...row.map(Number).join('').matchAll(/1+/g)].map(({ 0: run, index }) => `M${index} ${y}h${run.length}v1h-${run.length}z`);
  return { path: rows.flatMap(line).join(''), size: rows.length };
}

/** Purposes of the IAB's Transparency and Consent Framework 2: 1 storing, 5 and 6 personal profiles for content, 8 measuring content. */
const tcf = (tell, signal) => {
  const api = window.__tcfapi;
  api('addEventListener', 2, (data, ok) => {
    if (signal.aborted) return api('removeEventListener', 2, () => undefined, data?.listenerId);
    const settled = ok && /^(tcloaded|useractioncomplete)$/.test(data?.eventStatus) && data.gdprApplies !== false;
    const may = (...purposes) => (purposes.every((purpose) => data.purpose?.consents?.[purpose] === true) ? 'granted' : 'denied');
    // What is told when a page has loaded was decided at some time before.
    if (settled) tell({ preferences: may(1), personalisation: may(1, 5, 6), measurement: may(1, 8) }, data.eventStatus === 'tcloaded');
  });
};

const GOOGLE = { functionality_storage: 'preferences', personalization_storage: 'personalisation', analytics_storage: 'measurement' };
/** Google's consent mode cannot be asked, so its commands are heard on their way. Only updates say what somebody decided. */
const google = (tell, signal) => {
  const layer = (window.dataLayer ??= []);
  let first = true;
  const hear = (command) => {
    if (signal.aborted || command?.[0] !== 'consent' || command[1] !== 'update') return;
    const told = Object.entries(command[2] ?? {}).filter(([name, state]) => Object.hasOwn(GOOGLE, name) && /^(granted|denied)$/.test(state));
    if (told.length) tell(Object.fromEntries(told.map(([name, state]) => [GOOGLE[name], state])), first);
    first = false;
  };
  layer.forEach(hear);
  const push = layer.push;
  layer.push = function (...commands) {
    commands.forEach(hear);
    return push.apply(this, commands);
  };
};

/** Passes on what the page's own dialogue says: `tell(purposes, whether that was decided before this page)`. `false` where there is none. */
export async function bridge(kind, tell, signal) {
  // The dialogue's script may come after ours.
  if (kind === 'tcf' && !window.__tcfapi && document.readyState !== 'complete') await new Promise((done) => addEventListener('load', done, { once: true }));
  if (kind === 'tcf' ? !window.__tcfapi : kind !== 'google') return false;
  (kind === 'tcf' ? tcf : google)(tell, signal);
  return true;
}
