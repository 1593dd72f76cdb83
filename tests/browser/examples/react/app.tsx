// Faqlet in React 19: the element is written as any other, its events are heard by their names.
import { StrictMode, useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';
import 'faqlet';
import type { FaqLetElement } from 'faqlet';
import type {} from 'faqlet/react';

function Help() {
  const faq = useRef<FaqLetElement>(null);
  const [lang, setLang] = useState('en');
  const [read, setRead] = useState('nothing yet');
  return (
    <main>
      <button id="ask" onClick={() => faq.current?.search('refund')}>
        When is my money back?
      </button>
      <button id="persian" onClick={() => setLang('fa')}>
        فارسی
      </button>
      <p id="read">{read}</p>
      <faq-let ref={faq} index="/help/" lang={lang} onfaqlet-article={(event) => setRead(event.detail.id)}>
        <a href="/help/pages/en.html">All answers</a>
      </faq-let>
    </main>
  );
}

createRoot(document.getElementById('app')!).render(
  <StrictMode>
    <Help />
  </StrictMode>,
);
