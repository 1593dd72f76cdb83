// Types of the widget: the element, its verbs, and `createFaqlet`.

/** What the attributes of `<faq-let>` say. */
export interface FaqletAttributes {
  /** The folder that `faqlet build` wrote. */
  index?: string;
  /** Language of the answers, BCP 47. */
  lang?: string;
  mode?: 'inline' | 'launcher' | 'dialog';
  /** `auto` is as dark as the page around it. */
  theme?: 'auto' | 'light' | 'dark';
  /** Text of the empty field. */
  placeholder?: string;
  /** Where feedback goes. */
  collect?: string;
}

export interface FaqletOptions extends FaqletAttributes {
  /** What the element is put at the end of; the page's body unless told. */
  target?: ParentNode;
}

/** `<faq-let>`. Before the widget has come, a call loads it and waits. */
export interface FaqLetElement extends HTMLElement {
  /** Opens the panel. */
  open(): Promise<void>;
  /** Closes the panel. */
  close(): Promise<void>;
  toggle(): Promise<void>;
  /** Searches, and opens the panel. */
  search(query: string): Promise<void>;
  /** Shows an answer, and opens the panel. */
  article(id: string): Promise<void>;
  /** Takes the element and everything of it out of the page. */
  destroy(): void;
}

/** Makes an element with the given attributes and puts it at the end of `target`, or of the page. */
export function createFaqlet(options?: FaqletOptions): FaqLetElement;

declare global {
  interface HTMLElementTagNameMap {
    'faq-let': FaqLetElement;
  }
}
