/** Text for people may be cut, though not through a character; what identifies something may not. */
export const cut = (text: string, length: number): string => text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '');
