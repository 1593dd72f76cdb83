// elasticlunr assigns to a variable that it never declared, which a module may not do unless the page has it already.
globalThis.lunr = undefined;
