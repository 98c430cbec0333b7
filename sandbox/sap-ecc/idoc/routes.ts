import { Router } from 'express';
import { IdocSyntaxError } from './idoc-xml.ts';
import type { createInbox } from './inbox.ts';

const page = (text: string): string => `<html><body><h1>IDoc-XML inbound</h1><p>${text}</p></body></html>`;

/** 200 means stored, no more. */
export function idocRoutes(inbox: ReturnType<typeof createInbox>): Router {
  const router = Router();
  router.post('/sap/bc/idoc_xml', (req, res) => {
    res.type('html');
    try {
      const numbers = inbox.receive(typeof req.body === 'string' ? req.body : '', String(res.locals['user']));
      res.send(page(`IDoc number(s): ${numbers.join(' ')}`));
    } catch (error) {
      if (!(error instanceof IdocSyntaxError)) throw error;
      res.status(400).send(page(`IDoc XML error: ${error.message.replaceAll(/[<>&]/g, ' ')}`));
    }
  });
  return router;
}
