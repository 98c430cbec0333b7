import express from 'express';
import type { Router } from 'express';
import { redirectToSlash } from './headers.ts';
import type { Habits } from './native-site.ts';
import { sendXml } from './xml.ts';

const path = '/api/ui/router/v1/';

/** Tells where the UI server is, which has the Transaction API: here always on the same port. */
export function uiRouter(habits: Habits, uiPath: string): Router {
  const router = express.Router({ strict: true });
  router.get(path.slice(0, -1), redirectToSlash);
  router.get(path, (req, res) => {
    const Url = `${req.protocol}://${req.get('host') ?? ''}${uiPath}`;
    if (habits.xmlTokens) sendXml(res, 'Router', { Url });
    else res.json({ Url });
  });
  return router;
}
