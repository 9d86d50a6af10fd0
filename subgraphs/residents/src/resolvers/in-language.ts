import type { Language } from '../generated/graphql.js';

/** A text in the language asked for: German and English are stored, all else falls back to German. */
export function inLanguage<Text>(
  lang: Language,
  texts: { readonly de: Text; readonly en: Text | null },
): Text {
  return lang === 'EN' ? (texts.en ?? texts.de) : texts.de;
}
