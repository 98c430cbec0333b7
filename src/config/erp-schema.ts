import { z } from 'zod';
import { facade, native } from './p21-schema.ts';
import { sapEcc } from './sap-ecc-schema.ts';
import type { Sources } from './values.ts';

/** One ERP and how it is reached; `adapter`, and of Prophet 21 `dialect`, say which fields it takes. */
export const erp = (sources: Sources) =>
  z.discriminatedUnion('adapter', [
    z.discriminatedUnion('dialect', [facade(sources), native(sources)]),
    sapEcc(sources),
  ]);
