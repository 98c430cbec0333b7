import type { ChangeDocument, Changes, Company, Customer, FieldChange, Material } from './company.ts';
import type { Erp } from './erp.ts';

type ObjectClass = ChangeDocument['objectClass'];
/** By object class, then by `TABLE-FIELD`. */
type Fields = Readonly<Partial<Record<ObjectClass, Readonly<Record<string, string>>>>>;

const flag = (set: boolean): string => (set ? 'X' : '');

/** The e-mail stands with the address, and the credit block with the credit control area: they have objects of their own. */
const customerFields = (customer: Customer): Fields => ({
  DEBI: {
    'KNA1-NAME1': customer.names[0],
    'KNA1-NAME2': customer.names[1],
    'KNA1-NAME3': customer.names[2],
    'KNA1-NAME4': customer.names[3],
    'KNA1-STRAS': customer.street,
    'KNA1-PSTLZ': customer.postalCode,
    'KNA1-ORT01': customer.city,
    'KNA1-REGIO': customer.region,
    'KNA1-LAND1': customer.country,
    'KNA1-TELF1': customer.phone,
    'KNA1-STCEG': customer.taxId,
    'KNA1-AUFSD': customer.orderBlock,
    'KNA1-LOEVM': flag(customer.deleted),
    'KNVV-WAERS': customer.currency,
  },
  ADRESSE: { 'ADR6-SMTP_ADDR': customer.email },
  KLIM: { 'KNKK-CRBLB': flag(customer.creditBlocked) },
});

const materialFields = (material: Material): Fields => ({
  MATERIAL: { 'MAKT-MAKTX': material.description, 'MARA-LVORM': flag(material.discontinued) },
});

/** Writes what master data a commit changes, whoever commits. */
export function recordChanges(erp: Erp, company: Company, changes: Changes, user: string): void {
  const write = (objectClass: ObjectClass, objectId: string, fields: readonly FieldChange[]): void =>
    void company.changeDocuments.put({
      number: erp.nextNumber('change'),
      objectClass,
      objectId,
      user,
      created: erp.clock.now().toISOString(),
      fields,
    });
  for (const key of changes.customers) {
    const [before, now] = [erp.company.customers.get(key), company.customers.get(key)];
    if (!now) continue;
    const ids = { DEBI: key, ADRESSE: `BP  ${now.addressNumber}`, KLIM: key + erp.creditArea, MATERIAL: '' };
    if (!before) write('DEBI', key, [created('KNA1')]);
    else
      for (const [name, fields] of differing(customerFields(before), customerFields(now)))
        write(name, ids[name], fields);
  }
  for (const key of changes.materials) {
    const [before, now] = [erp.company.materials.get(key), company.materials.get(key)];
    if (!now) continue;
    if (!before) write('MATERIAL', key, [created('MARA')]);
    else for (const [name, fields] of differing(materialFields(before), materialFields(now))) write(name, key, fields);
  }
}

const created = (table: string): FieldChange => ({ table, field: 'KEY', from: '', to: '' });

/** Object classes of which anything is different. */
function differing(before: Fields, now: Fields): readonly (readonly [ObjectClass, readonly FieldChange[]])[] {
  return (Object.keys(now) as ObjectClass[]).flatMap((name) => {
    const fields = Object.entries(now[name] ?? {}).flatMap(([path, to]) => {
      const [table = '', field = ''] = path.split('-');
      const from = before[name]?.[path] ?? '';
      return from === to ? [] : [{ table, field, from, to }];
    });
    return fields.length > 0 ? [[name, fields] as const] : [];
  });
}
