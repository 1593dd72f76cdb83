// Markdown to the plain text that the other libraries index and show: they know no Markdown.

/** The text without the targets of links and pictures, and without the marks of headings, emphasis and code. */
export function plain(markdown) {
  return markdown
    .replace(/!?\[([^\]]*)\]\([^)\s]*(?:\s+"[^"]*")?\)/g, '$1')
    .replace(/^```.*$/gm, '')
    .replace(/^#{1,6}\s+/gm, '')
    .replace(/\*\*|`/g, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
