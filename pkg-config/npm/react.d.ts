// `<faq-let>` in the JSX of React 19, which passes attributes and events of custom elements on as they are:
//   import type {} from 'faqlet/react';
//   <faq-let index="/help/" onfaqlet-vote={(event) => …} />
import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { FaqLetElement, FaqletAttributes, FaqletEventMap } from './index.js';

type Listeners = { [Type in keyof FaqletEventMap as `on${Type}`]?: (event: FaqletEventMap[Type]) => void };

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'faq-let': DetailedHTMLProps<HTMLAttributes<FaqLetElement>, FaqLetElement> & FaqletAttributes & Listeners;
    }
  }
}
