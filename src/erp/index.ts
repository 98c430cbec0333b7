import { createP21Facade } from './p21/facade.ts';

/** Every ERP and its dialects, as `quittance.yaml` names them; a new ERP is a folder and a line here. */
export const adapters = {
  p21: { facade: createP21Facade },
} as const;
