// The widget for those who bundle: importing this defines <faq-let>, and `createFaqlet` makes one.
//
//   import { createFaqlet } from 'faqlet';
//   const faq = createFaqlet({ index: '/help/', mode: 'launcher' });
//   faq.on('vote', (event) => console.log(event.detail));
//
// `index` is the folder that `faqlet build` wrote: what the widget loads when it is wanted comes from there, never from the bundle.
import './faqlet.js';

const OPTIONS = ['index', 'lang', 'mode', 'theme', 'placeholder', 'collect', 'results'];

/** Makes an element with the given attributes and puts it at the end of `target`, or of the page. */
export function createFaqlet({ target = document.body, ...options } = {}) {
  const unknown = Object.keys(options).filter((name) => !OPTIONS.includes(name));
  if (unknown.length) throw new TypeError(`faqlet: expected options among target, ${OPTIONS.join(', ')}; got ${unknown.join(', ')}`);
  const element = document.createElement('faq-let');
  for (const [name, value] of Object.entries(options)) if (value != null) element.setAttribute(name, value);
  target.append(element);
  return element;
}
