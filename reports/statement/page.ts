import { htmlOf, type Markup, markup } from '../html/markup.ts';
import type { Paper, PaperTable, Section, Told } from './paper.ts';
import { STYLE_HASH, style } from './style.ts';

const POLICY = `default-src 'none'; style-src '${STYLE_HASH}'; base-uri 'none'; form-action 'none'`;

/** A statement as one page of HTML that needs nothing else, and runs nothing. */
export function htmlPaper(paper: Paper): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${htmlOf(paper.title)}</title>
<style>${style}</style>
</head>
<body>
${htmlOf(body(paper))}</body>
</html>
`;
}

function body({ title, sentence, sections, footer }: Paper): Markup {
  return markup`<main>
<h1>${title}</h1>
<p class="sentence">${sentence}</p>
${sections.map(sectionMarkup)}</main>
<footer>
<dl>
${footer.map(([label, value]) => markup`<div><dt>${inLine(label)}</dt><dd>${inLine(value)}</dd></div>\n`)}</dl>
</footer>
`;
}

function sectionMarkup({ title, isNewPage, lines, tables }: Section): Markup {
  return markup`<section class="${isNewPage === true ? 'page' : 'part'}">
<h2>${title}</h2>
${lines.map((line) => markup`<p>${line}</p>\n`)}${tables.map(tableMarkup)}</section>
`;
}

function tableMarkup({ caption, head, rows }: PaperTable): Markup {
  return markup`<table>
<caption>${caption}</caption>
<thead><tr>${head.map((label) => markup`<th scope="col">${label}</th>`)}</tr></thead>
<tbody>
${rows.map((row) => rowMarkup(row, head))}</tbody>
</table>
`;
}

/** Where columns stand one below the other, each value says which it is. */
function rowMarkup([name = '', ...cells]: readonly Told[], [, ...head]: readonly string[]): Markup {
  const values = cells.map((told, index) => markup`<td data-label="${head[index] ?? ''}">${inLine(told)}</td>`);
  return markup`<tr><th scope="row">${inLine(name)}</th>${values}</tr>\n`;
}

function inLine(told: Told): Markup | string {
  if (typeof told === 'string' || told.code === '') return typeof told === 'string' ? told : (told.before ?? '');
  return markup`${told.before ?? ''}<code>${told.code}</code>`;
}
