// Types of the widget: the element, its verbs and events, and `createFaqlet`. A test compares them with the code.

/** How the widget stands in the page. */
export type FaqletMode = 'inline' | 'launcher' | 'dialog' | 'box';

/** What the attributes of `<faq-let>` say; each can be changed at any time. */
export interface FaqletAttributes {
  /** The folder that `faqlet build` wrote. */
  index?: string;
  /** Language of the answers, BCP 47, or `auto`. */
  lang?: string;
  mode?: FaqletMode;
  /** `auto` is as dark as the page around it. */
  theme?: 'auto' | 'light' | 'dark';
  /** Text of the empty field. */
  placeholder?: string;
  /** Where feedback goes; `none` for no feedback. */
  collect?: string;
  /** With `mode: 'box'`, the page where results and answers are read. */
  results?: string;
  /** Whether answers in other words are found too: `auto` unless the visitor saves data, `off` for words alone. */
  meaning?: 'auto' | 'always' | 'off';
  /** The page's own consent dialogue: one that speaks the IAB's framework, or Google's consent mode. */
  consent?: 'tcf' | 'google';
  /** Any value: load the widget when the page is idle, so that a launcher can suggest something before anybody opens it. */
  ahead?: string;
}

export interface FaqletOptions extends FaqletAttributes {
  /** What the element is put at the end of; the page's body unless told. */
  target?: ParentNode;
}

export type FaqletPurpose = 'preferences' | 'personalisation' | 'measurement';
export type FaqletDecision = 'granted' | 'denied' | 'pending';
export type FaqletConsent = Record<FaqletPurpose, FaqletDecision>;

/** What the host knows of its visitor. It stays in memory until the visitor agrees to personalisation, and never leaves the device. */
export interface FaqletProfile {
  name?: string;
  group?: string | string[];
  interest?: string | string[];
  product?: string | string[];
  tier?: string;
  contact?: string | string[];
  /** State of the visitor's order, for this page only. */
  order?: string;
}

/** What the page knows of a request that its visitor may write. */
export interface FaqletRequest {
  /** What it is about: the first line of the message. */
  subject?: string;
  /** The message. */
  text?: string;
  /** Where to answer: an e-mail address or a telephone number. */
  email?: string;
}

/** `detail` of each event, by its name without `faqlet-`. */
export interface FaqletDetails {
  ready: null;
  open: null;
  close: null;
  search: { query: string; total: number; percent: number };
  noresult: { query: string };
  article: { id: string };
  /** Cancellable: with `preventDefault()` the widget sends nothing, because the page takes care of it. */
  vote: { id: string; helpful: boolean };
  /** Cancellable, as `vote`. */
  contact: { route: string; text: string; entries: string[] };
  consent: null;
  /** The site's service worker has a newer version ready. */
  update: { version: string };
  error: { code: 'index' | 'newer' | 'widget' | 'trap'; message: string };
}

export type FaqletEventName = keyof FaqletDetails;
export type FaqletEvent<Name extends FaqletEventName> = CustomEvent<FaqletDetails[Name]>;
export type FaqletEventMap = { [Name in FaqletEventName as `faqlet-${Name}`]: FaqletEvent<Name> };

/** What can be asked of an element. Before the widget has come, a call loads it and waits. */
export interface FaqletVerbs {
  /** Opens the panel. */
  open(): Promise<void>;
  /** Closes the panel. */
  close(): Promise<void>;
  toggle(): Promise<void>;
  /** Searches, and opens the panel. */
  search(query: string): Promise<void>;
  /** Shows an answer, and opens the panel. */
  article(id: string): Promise<void>;
  /** Lists these entries first. */
  suggest(ids: string[]): Promise<void>;
  /** Writes the beginning of a request, where the visitor has not written anything: it is seen before it is sent. */
  prefill(request: FaqletRequest): Promise<void>;
  /** Says what the page knows of its visitor; resolves to whether all of it could be taken. */
  identify(profile: FaqletProfile): Promise<boolean>;
  /** Takes over what the page's own dialogue was told; resolves to the consent as it then is. */
  consent(purposes?: Partial<FaqletConsent>): Promise<FaqletConsent>;
  /** Everything that is kept on this device, or the consent record, as JSON. */
  export(what?: 'record'): Promise<string>;
  /** Takes a locked profile, as the panel makes it, and asks the visitor for its passphrase. */
  import(text: string): Promise<void>;
  /** Deletes everything that is kept on this device. */
  erase(): Promise<void>;
  /** Takes the element and everything of it out of the page. */
  destroy(): void;
  /** Calls `act` on an event; gives back a function that stops it. */
  on<Name extends FaqletEventName>(type: Name, act: (event: FaqletEvent<Name>) => void): () => void;
}

/** `<faq-let>`. */
export interface FaqLetElement extends HTMLElement, FaqletVerbs {
  /** Fetches and starts the widget; resolves when it can be used, or its trouble is shown. */
  load(): Promise<void>;
  addEventListener<Name extends keyof FaqletEventMap>(
    type: Name,
    listener: (this: FaqLetElement, event: FaqletEventMap[Name]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
  removeEventListener<Name extends keyof FaqletEventMap>(
    type: Name,
    listener: (this: FaqLetElement, event: FaqletEventMap[Name]) => void,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | EventListenerOptions): void;
}

/** `window.faqlet`: the verbs for the first element of the page. Calls wait until there is one. */
export interface FaqletGlobal {
  <Verb extends keyof FaqletVerbs>(verb: Verb, ...rest: Parameters<FaqletVerbs[Verb]>): ReturnType<FaqletVerbs[Verb]> | undefined;
  <Name extends FaqletEventName>(verb: 'on', type: Name, act: (event: FaqletEvent<Name>) => void): () => void;
  /** Calls that were made before the script had come, where the stub of the guide stands. */
  q?: unknown[];
}

/** Makes an element with the given attributes and puts it at the end of `target`, or of the page. */
export function createFaqlet(options?: FaqletOptions): FaqLetElement;

declare global {
  interface HTMLElementTagNameMap {
    'faq-let': FaqLetElement;
  }
  interface HTMLElementEventMap extends FaqletEventMap {}
  interface Window {
    faqlet?: FaqletGlobal;
  }
}
