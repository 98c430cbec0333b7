import { Router } from 'express';
import type { RequestHandler } from 'express';
import { wsdlOf } from './wsdl.ts';

const plainPath = '/sap/bc/soap/rfc';

/** The WSDL of each SOAP path, at `?wsdl` on the path itself; that of the stateful binding at a path of its own too. */
export function wsdlRoutes(client: string): Router {
  const statefulPath = `/sap/bc/srt/rfc/sap/zquittance/${client}/zquittance/stateful`;
  const serve =
    (path: string, responseSuffix: string): RequestHandler =>
    (req, res, next) => {
      if (req.path === path && !Object.keys(req.query).some((name) => name.toLowerCase() === 'wsdl')) return next();
      const address = `http://${req.get('host') ?? ''}${path}?sap-client=${client}&sap-language=EN`;
      res.type('text/xml; charset=utf-8').send(wsdlOf({ address, responseSuffix }));
    };
  const router = Router();
  router.get(plainPath, serve(plainPath, '.Response'));
  router.get([statefulPath, '/sap/bc/srt/wsdl/zquittance'], serve(statefulPath, 'Response'));
  return router;
}
