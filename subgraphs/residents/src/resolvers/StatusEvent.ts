import type { StatusEventResolvers } from '../generated/graphql.js';
import { inLanguage } from './in-language.js';

export const StatusEvent: StatusEventResolvers = {
  messageForCitizen: ({ messageDe, messageEn }, { lang }) =>
    inLanguage(lang, { de: messageDe, en: messageEn }),
};
