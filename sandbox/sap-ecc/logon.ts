import type { RequestHandler, Response } from 'express';
import type { Erp } from './erp.ts';

export type Login = { readonly username: string; readonly password: string };

const page = (title: string, text: string): string =>
  `<html><head><title>${title}</title></head><body><h1>${title}</h1><p>${text}</p></body></html>`;

export const htmlError = (status: number): string =>
  status === 503
    ? page('Service Unavailable', 'No work process is available; the dispatcher queue is full.')
    : page('Application Server Error', `The server answered ${status}. SAP NetWeaver Application Server`);

/** Basic authentication, as every ICF node asks for it. The user's name goes to `res.locals.user`, in capitals. */
export const logon =
  (erp: Erp, users: readonly Login[]): RequestHandler =>
  (req, res, next) => {
    const [, encoded = ''] = /^Basic (.+)$/i.exec(req.headers.authorization ?? '') ?? [];
    const [name = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
    const known = users.find(
      ({ username, password }) => username.toUpperCase() === name.toUpperCase() && password === rest.join(':'),
    );
    const client = req.query['sap-client'];
    if (!known || (client !== undefined && client !== erp.client)) return refuse(erp, res);
    res.locals['user'] = known.username.toUpperCase();
    return next();
  };

const refuse = (erp: Erp, res: Response): void =>
  void res
    .status(401)
    .setHeader('www-authenticate', `Basic realm="SAP NetWeaver Application Server [ECC/${erp.client}]"`)
    .type('html')
    .send(
      page('Anmeldung fehlgeschlagen / Logon failed', 'Name or password is incorrect, or the client is not there.'),
    );
