import { createP21Facade } from './p21/facade/adapter.ts';
import { createP21Native } from './p21/native/adapter.ts';
import { createSapEcc } from './sap-ecc/adapter.ts';

/** Every ERP, and its dialects where it has some, as `quittance.yaml` names them; a new ERP is a folder and a line here. */
export const adapters = {
  p21: { facade: createP21Facade, native: createP21Native },
  'sap-ecc': createSapEcc,
} as const;
