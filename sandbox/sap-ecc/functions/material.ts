import { printQuantity } from '../currencies.ts';
import type { Material } from '../company.ts';
import type { Outcome, RfcFunctions } from '../function.ts';
import { RETURN_TABLE } from '../function.ts';
import type { Luw } from '../luw.ts';
import { error, Refusal } from '../messages.ts';
import { alpha } from '../numbers.ts';
import type { Fields, Params } from '../params.ts';
import { at, rowsIn, textIn } from '../params.ts';

export const materialFunctions: RfcFunctions = {
  BAPI_MATERIAL_GETLIST: { returns: RETURN_TABLE, run: list },
  BAPI_MATERIAL_AVAILABILITY: { returns: { as: 'structure', type: 'BAPIRETURN' }, run: availability },
};

function list(params: Params, { company }: Luw): Outcome {
  const selection = rowsIn(params, 'MATNRSELECTION');
  const found = company.materials
    .all()
    .filter((material) => !material.discontinued && selection.some((row) => selects(row, material)))
    .map(({ number, description }) => ({ MATERIAL: number, MATL_DESC: description }));
  return { messages: [], tables: { MATNRLIST: found } };
}

/** Ranges with SIGN I and the options EQ, CP (a pattern with stars) and BT. */
function selects(row: Fields, { number }: Material): boolean {
  const [low, high] = [alpha(at(row, 'MATNR_LOW'), 18), alpha(at(row, 'MATNR_HIGH'), 18)];
  const option = at(row, 'OPTION');
  if (option === 'BT') return number >= low && number <= high;
  if (option !== 'CP') return number === low;
  const pattern = low.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll('*', '.*');
  return new RegExp(`^${pattern}$`).test(number);
}

function availability(params: Params, { erp, company }: Luw): Outcome {
  const number = alpha(textIn(params, 'MATERIAL'), 18);
  const material = company.materials.get(number);
  if (!material || textIn(params, 'PLANT') !== erp.plant) throw new Refusal(error('M3 305', [number]));
  return { messages: [], exports: { AV_QTY_PLT: printQuantity(erp.stock.get(number)) } };
}
