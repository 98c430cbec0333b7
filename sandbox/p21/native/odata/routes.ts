import express from 'express';
import type { ErrorRequestHandler, Router } from 'express';
import { bare, sendLossless } from '../lossless.ts';
import { find } from './query.ts';
import { ODataRefusal } from './refused.ts';
import type { Row, Table } from './table.ts';

const path = '/odataservice/odata/table';

type Service = {
  readonly tables: ReadonlyMap<string, Table>;
  readonly forbidden: ReadonlySet<string>;
  readonly local: (instant: string) => string;
  readonly userOf: (authorization: string | undefined) => string;
};

/** Reading tables; there is no writing. */
export function odataRoutes({ tables, forbidden, local, userOf }: Service): Router {
  const router = express.Router();
  router.get(`${path}/:table`, (req, res) => {
    const table = tables.get(req.params.table);
    if (!table) throw new ODataRefusal(404, `Resource not found for the segment '${req.params.table}'.`);
    if (forbidden.has(table.name)) {
      const user = userOf(req.headers.authorization);
      throw new ODataRefusal(403, `User ${user} has no Dataservice permission for table ${table.name}`);
    }
    const { columns, rows, count } = find(table, req.query, local);
    sendLossless(res, {
      '@odata.context': `${req.protocol}://${req.get('host') ?? ''}/odataservice/odata/$metadata#${table.name}`,
      ...(count !== undefined && { '@odata.count': count }),
      value: written(table, columns, rows),
    });
  });
  router.use(failure);
  return router;
}

function written(table: Table, columns: readonly string[], rows: readonly Row[]): readonly object[] {
  const numbers = new Set(columns.filter((column) => ['whole', 'decimal'].includes(table.typeOf(column))));
  const cell = (column: string, value: string | null) => (value !== null && numbers.has(column) ? bare(value) : value);
  return rows.map((row) => Object.fromEntries(columns.map((column) => [column, cell(column, row(column))])));
}

const failure: ErrorRequestHandler = (error: unknown, _req, res, next) => {
  if (!(error instanceof ODataRefusal)) return next(error);
  return res.status(error.status).json({ error: { code: String(error.status), message: error.message } });
};
