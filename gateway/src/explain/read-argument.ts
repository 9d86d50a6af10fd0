import { readFileSync } from 'node:fs';
import { codeOf } from '../errors/fault.js';

/**
 * The value of an option that may stand in a file: `@FILE`.
 *
 * @returns null if it cannot be read, which is noted in `faults`
 */
export function readArgument(option: string, text: string, faults: string[]): string | null {
  if (!text.startsWith('@')) return text;
  try {
    return readFileSync(text.slice(1), 'utf8').trim();
  } catch (error) {
    faults.push(`${option}: the file ${text.slice(1)} cannot be read (${codeOf(error) ?? 'unknown fault'}).`);
    return null;
  }
}

/** The same for an object in JSON. */
export function readJsonObject(
  option: string,
  text: string,
  faults: string[],
): Readonly<Record<string, unknown>> | null {
  const content = readArgument(option, text, faults);
  if (content === null) return null;
  const value = parseJson(content);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  faults.push(`${option} must be an object in JSON, such as {"first": 10}, or @ and the name of a file.`);
  return null;
}

/** What is no JSON is undefined; the text is not repeated, for it may hold personal data. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
