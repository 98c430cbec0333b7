import { describeErpContract } from '../contract.ts';
import { startSap } from './sandboxed.ts';
import { variants } from './variants.ts';

for (const [name, variant] of Object.entries(variants))
  describeErpContract(`SAP ECC by ${name}`, variant.traits, () => startSap(variant));
