// What people write with the types. It is compiled strictly and never run; lines that must not compile say so.
import { createFaqlet, type FaqLetElement, type FaqletConsent } from 'faqlet';
import { openIndex } from 'faqlet/engine';

const made: FaqLetElement = createFaqlet({ index: '/help/', mode: 'launcher', theme: 'auto', target: document.body });
// @ts-expect-error: no such mode
createFaqlet({ mode: 'corner' });
// @ts-expect-error: no such option
createFaqlet({ folder: '/help/' });

const stop: () => void = made.on('vote', (event) => console.log(event.detail.id.toUpperCase(), event.detail.helpful === true));
stop();
made.addEventListener('faqlet-search', (event) => console.log(event.detail.percent.toFixed()));
document.addEventListener('click', (event) => event.preventDefault());
// @ts-expect-error: votes have no query
made.on('vote', (event) => event.detail.query);

const found = document.querySelector('faq-let');
found?.suggest(['refund-time']);
found?.prefill({ subject: 'Order 1042', email: 'ada@mail.example' });
found?.search('refund').then(() => found.close());
document.createElement('faq-let').article('refund-time');
document.body.addEventListener('faqlet-article', (event) => console.log(event.detail.id));

export async function everything(element: FaqLetElement): Promise<string> {
  const consent: FaqletConsent = await element.consent({ personalisation: 'granted' });
  const taken: boolean = await element.identify({ tier: 'gold', product: ['Lumen 2'], order: 'shipped' });
  await element.toggle();
  await element.open();
  await element.load();
  await element.erase();
  element.destroy();
  return (await element.export()) + String(consent.measurement) + String(taken);
}

window.faqlet?.('search', 'refund');
window.faqlet?.('on', 'noresult', (event) => console.log(event.detail.query));
// @ts-expect-error: no such verb
window.faqlet?.('shout');

export async function headless(): Promise<string> {
  const kb = await openIndex('/help/', { lang: 'zh-Hant' });
  const [first] = await kb.search('refund', { limit: 3, snippets: false });
  const article = await kb.article(first?.id ?? '');
  kb.close();
  return article?.answer ?? kb.lang;
}
