/** The frame of every page of the report. */
import { type Content, html, Markup } from './markup.ts';
import type { ReportContext } from './report-context.ts';
import { styleSheet } from './style-sheet.ts';

/** Nothing but the page's own style may load or run, whatever a name in it holds. */
const contentPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/** The page up to its content. */
export function pageStart(context: ReportContext, title: string, pageClass: string): string {
  const { translation, snapshot } = context;
  const footer = `${snapshot.product.name} ${snapshot.product.version} · ${snapshot.info.audit.entries} · ${snapshot.info.audit.head}`;
  // The only text in the style: digits, hexadecimal and the product's name, quoted for CSS all the same.
  const style = new Markup(styleSheet(footer.replace(/[^\w .·-]/g, '')));
  return html`<!doctype html>
<html lang="${translation.language}" dir="${translation.direction}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${style}</style>
</head>
<body class="${pageClass}">
`.source;
}

export function pageEnd(context: ReportContext): string {
  const { product, generatedAt, info } = context.snapshot;
  const parts: Content[] = [
    html`<span>${context.text('report.made-by', { product: product.name, version: product.version })}</span>`,
    html`<span>${context.moment(generatedAt)}</span>`,
    html`<span>${context.text('header.case-id')} <code dir="ltr">${info.header.caseId}</code></span>`,
  ];
  return html`<footer>${parts}</footer>
</body>
</html>
`.source;
}
