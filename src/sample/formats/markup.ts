/** Escapes text for XML and HTML, in elements and in quoted attributes (XML 1.0 section 2.4). */
export function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
