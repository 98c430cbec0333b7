import type { Response } from 'express';

/** For flat answers of texts and numbers, none of which needs escaping here. */
export function sendXml(res: Response, root: string, fields: Readonly<Record<string, string | number>>): void {
  const elements = Object.entries(fields).map(([name, value]) => `<${name}>${value}</${name}>`);
  res.type('xml').send(`<${root}>${elements.join('')}</${root}>`);
}
