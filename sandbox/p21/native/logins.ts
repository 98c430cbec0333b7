import express from 'express';
import type { Response, Router } from 'express';
import { notFound } from '../errors.ts';
import type { Token, Tokens } from '../tokens.ts';
import type { Habits } from './native-site.ts';
import { onlyForJson, redirectToSlash } from './headers.ts';
import { sendXml } from './xml.ts';

const V1 = '/api/security/token/';

/** The token service, which both dialects ask; the facade knows version 2 only. */
export function loginRoutes(tokens: Tokens, habits: Habits): Router {
  const router = express.Router({ strict: true });
  const answer = (res: Response, refusal: number, token: Token | undefined): void => {
    if (!token) {
      res.status(refusal).json({ error: 'invalid_grant', error_description: 'The credentials are not known here.' });
    } else if (habits.xmlTokens) sendXml(res, 'Token', { ...token });
    else res.json(token);
  };
  router.post('/api/security/token/v2', (req, res, next) => {
    if (habits.onlyTokenV1) next(notFound('Route', `POST ${req.path}`));
    else answer(res, 401, tokens.login(req.body));
  });
  router.post(V1.slice(0, -1), onlyForJson, redirectToSlash);
  router.post(V1, onlyForJson, (req, res) => {
    answer(res, 400, tokens.login({ username: req.headers['username'], password: req.headers['password'] }));
  });
  return router;
}
