// Types of the headless engine: search without the widget, in browsers, workers and Node.

/** A pair of positions in UTF-16 code units, half-open, as `String.prototype.slice` counts. */
export type Mark = [start: number, end: number];

export interface Hit {
  /** The entry's id. */
  id: string;
  /** The entry's number in the index. */
  entry: number;
  score: number;
  /** Whether the query is the question, word for word. */
  exact: boolean;
  /** 0 to 1: how sure it is that this answers. */
  confidence: number;
  lang: string;
  question: string;
  /** The category's path, joined by ` / `. */
  category: string;
  /** What matched in the question. */
  marks: Mark[];
  /** Why it was found. */
  why: { field: string; kind: string; term: string }[];
  /** A passage of the answer, unless `snippets` is false. */
  snippet?: string;
  snippetMarks?: Mark[];
}

export interface Article {
  id: string;
  lang: string;
  question: string;
  category: string;
  /** The answer as plain text. */
  answer: string;
}

export interface SearchOptions {
  /** Most hits; 10 unless told. */
  limit?: number;
  /** Only this category, as a hit names it. */
  category?: string;
  /** `false` skips loading answers. */
  snippets?: boolean;
  /** `false` asks words alone, also where the index was opened with meaning, and waits for nothing else. */
  meaning?: boolean;
}

export interface KnowledgeBase {
  /** The language of the index, BCP 47. */
  readonly lang: string;
  /** How many entries it holds. */
  readonly length: number;
  /** The best answers, best first. */
  search(query: string, options?: SearchOptions): Promise<Hit[]>;
  /** One entry by id. */
  article(id: string): Promise<Article | undefined>;
  /** Frees the engine's memory; the object must not be used afterwards. */
  close(): void;
}

export interface OpenOptions {
  /** The wanted language; the index's default where there is none like it. */
  lang?: string;
  /** With the bytes of an index: the answer files that belong to it. */
  answers?: (ArrayBuffer | Uint8Array)[];
  /**
   * `true` finds answers in other words too, and in another language: the first search then waits for about a megabyte. With the bytes of
   * an index: the bytes of its vectors (`.fqv`) and of the encoders (`.fqm`).
   */
  meaning?: boolean | { vectors: ArrayBuffer | Uint8Array; packs: (ArrayBuffer | Uint8Array)[] };
}

/** Opens a built folder (`'/help/'`, a URL, in Node also a path) or the bytes of one index file. */
export function openIndex(source: string | URL | ArrayBuffer | ArrayBufferView, options?: OpenOptions): Promise<KnowledgeBase>;
