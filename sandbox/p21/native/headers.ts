import type { RequestHandler } from 'express';
import type { Tokens } from '../tokens.ts';

/** Prophet 21 fails without a word where a client does not say that it wants JSON. */
export const onlyForJson: RequestHandler = (req, res, next) => {
  if (req.headers.accept?.includes('json')) next();
  else res.status(500).end();
};

export const onlyWithToken =
  (tokens: Tokens): RequestHandler =>
  (req, res, next) => {
    const objection = tokens.objection(req.headers.authorization);
    if (objection) res.status(401).json(objection);
    else next();
  };

/** Where the same route has a slash at its end. Some clients lose their authorisation on the way. */
export const redirectToSlash: RequestHandler = (req, res) => {
  const [path = '', query] = req.originalUrl.split('?');
  res.redirect(307, query === undefined ? `${path}/` : `${path}/?${query}`);
};
