/** One address, however it was typed: what customers are matched by. Dots and tags stay, because not every host ignores them. */
export const normalEmail = (text: string): string => text.normalize('NFKC').trim().toLowerCase();
