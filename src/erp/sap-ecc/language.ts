/** SPRAS, one letter. Where it isn't the first one of ISO 639, it is listed (T002). */
const keys: Readonly<Record<string, string>> = {
  ES: 'S',
  SV: 'V',
  ZH: '1',
  KO: '3',
  PT: 'P',
  DA: 'K',
  FI: 'U',
  PL: 'L',
};
export const languageKey = (language: string): string => keys[language] ?? language.slice(0, 1);
