import { countsOf } from './report.js';
import type { ConformanceReport } from './run-conformance.js';

const CHARACTER = 6.6;
const PADDING = 10;

/** The outcome as a picture for a README, after the usual form of such badges. */
export function badgeSvg(report: ConformanceReport): string {
  const [left, right] = ['modellregion', wordsOf(report)];
  const [a, b] = [left, right].map((text) => Math.round(text.length * CHARACTER) + 2 * PADDING) as [
    number,
    number,
  ];
  const colour = report.conforms ? '#2e7d32' : '#b3261e';
  const text = (words: string, x: number): string => `<text x="${x}" y="14">${words}</text>`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${a + b}" height="20" role="img" aria-label="${left}: ${right}">` +
    `<title>${left}: ${right}</title>` +
    `<rect width="${a}" height="20" fill="#3b4252"/><rect x="${a}" width="${b}" height="20" fill="${colour}"/>` +
    `<g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">` +
    `${text(left, a / 2)}${text(right, a + b / 2)}</g></svg>\n`
  );
}

/** The outcome as a line of Markdown, for places without pictures. */
export function badgeMarkdown(report: ConformanceReport): string {
  return `**modellregion** ${report.conforms ? '✅' : '❌'} ${report.subgraph}: ${wordsOf(report)}\n`;
}

function wordsOf({ results, conforms }: ConformanceReport): string {
  const { passed, failed } = countsOf(results);
  return conforms ? `conforms ${passed}/${passed + failed}` : `${failed} of ${passed + failed} failed`;
}
