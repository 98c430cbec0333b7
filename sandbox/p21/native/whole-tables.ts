import express from 'express';
import type { Router } from 'express';
import { redirectToSlash } from './headers.ts';
import { bare, sendLossless } from './lossless.ts';
import type { Row, Table } from './odata/table.ts';

/** Collections of REST that give their whole table, whatever `$top` says: nobody who knows them asks. */
const collections = {
  '/api/sales/orders/': { table: 'oe_hdr', fields: { OrderNo: 'order_no', CustomerId: 'customer_id', PoNo: 'po_no' } },
  '/api/inventory/parts': { table: 'inv_mast', fields: { ItemId: 'item_id', ItemDesc: 'item_desc' } },
} as const;

export function wholeTables(tables: ReadonlyMap<string, Table>): Router {
  const router = express.Router({ strict: true });
  for (const [path, { table, fields }] of Object.entries(collections)) {
    if (path.endsWith('/')) router.all(path.slice(0, -1), redirectToSlash);
    router.get(path, (_req, res) => {
      const found = tables.get(table);
      sendLossless(
        res,
        found?.rows().map((row) => shown(found, row, fields)),
      );
    });
  }
  return router;
}

const shown = (table: Table, row: Row, fields: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(fields).map(([name, column]) => {
      const value = row(column);
      return [name, value !== null && table.typeOf(column) === 'whole' ? bare(value) : value];
    }),
  );
