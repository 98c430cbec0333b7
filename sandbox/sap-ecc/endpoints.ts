import { Router } from 'express';
import type { Request, Response } from 'express';
import type { Erp } from './erp.ts';
import type { RfcFunctions } from './function.ts';
import { callFunction } from './function.ts';
import type { Luw } from './luw.ts';
import { beginLuw } from './luw.ts';
import { RfcException } from './messages.ts';
import type { Sessions } from './sessions.ts';
import { cookiesIn } from './sessions.ts';
import type { Dialect, RfcCall } from './soap.ts';
import { printAnswer, printFault, readCall } from './soap.ts';

/** The ways into the functions: one call one LUW on `/sap/bc/soap/rfc`, a session on the SRT path. */
export function soapEndpoints(erp: Erp, functions: RfcFunctions, sessions: Sessions): Router {
  const router = Router();
  router.post('/sap/bc/soap/rfc', (req, res) => {
    const luw = beginLuw(erp, userOf(res));
    answer(functions, req, res, 'soap-rfc', () => luw);
    luw.rollback();
  });
  router.post(`/sap/bc/srt/rfc/sap/zquittance/${erp.client}/zquittance/stateful`, (req, res) => {
    const luw = luwOf(erp, sessions, req, res);
    if (luw) answer(functions, req, res, 'srt', luw);
    else res.status(400).type('html').send('<html><body><h1>400 Session timed out</h1></body></html>');
  });
  router.get('/sap/public/bc/icf/logoff', (req, res) => {
    sessions.end(cookiesIn(req.headers.cookie)['sap-contextid'] ?? '');
    res.type('html').send('<html><body>You have been logged off.</body></html>');
  });
  return router;
}

/** The session's LUW, or a new one's when the request brings no session along; which may depend on what is called. */
function luwOf(erp: Erp, sessions: Sessions, req: Request, res: Response): ((call: RfcCall) => Luw) | undefined {
  const cookies = cookiesIn(req.headers.cookie);
  const begin = (): Luw => {
    const { luw, cookies: fresh } = sessions.open(userOf(res));
    res.setHeader('set-cookie', fresh);
    return luw;
  };
  if (!cookies['sap-contextid']) return begin;
  const found = sessions.find(cookies);
  if (!found) return undefined;
  return ({ name }) => {
    if (name !== 'BAPI_TRANSACTION_COMMIT' || !erp.behaviour.strikes('loseSession')) return found.luw;
    sessions.end(found.id);
    return begin();
  };
}

function answer(
  functions: RfcFunctions,
  req: Request,
  res: Response,
  dialect: Dialect,
  luwFor: (call: RfcCall) => Luw,
): void {
  const call = typeof req.body === 'string' ? readCall(req.body) : undefined;
  res.type('text/xml; charset=utf-8');
  if (!call) {
    res.status(500).send(printFault('Envelope', 'COMMUNICATION_FAILURE', 'This is no SOAP request', dialect));
    return;
  }
  try {
    res.send(printAnswer(call.name, callFunction(functions, call.name, call.params, luwFor(call)), dialect));
  } catch (error) {
    const exception = error instanceof RfcException ? error.exception : 'SYSTEM_FAILURE';
    const text = error instanceof Error ? error.message : String(error);
    res.status(500).send(printFault(call.name, exception, text, dialect));
  }
}

const userOf = (res: Response): string => String(res.locals['user']);
