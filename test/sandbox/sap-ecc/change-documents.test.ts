import { expect, test } from 'vitest';
import { createErp } from '../../../sandbox/sap-ecc/erp.ts';
import { beginLuw } from '../../../sandbox/sap-ecc/luw.ts';
import { editCustomer, editItem, seedCustomer, seedItem } from '../../../sandbox/sap-ecc/masters.ts';

const written = (erp: ReturnType<typeof createErp>) =>
  erp.company.changeDocuments
    .all()
    .map(({ objectClass, user, fields }) => [
      objectClass,
      user,
      fields.map(({ field, to }) => `${field} ${to}`).join(),
    ]);

test('every commit that changes a master writes who changed what, and one that is rolled back writes nothing', () => {
  const erp = createErp({});
  const setup = beginLuw(erp, 'SETUP');
  const { number } = seedCustomer(setup, { CustomerName: 'Acme' });
  seedItem(erp, setup, { ItemId: 'W-1' });
  setup.commit();

  const miller = beginLuw(erp, 'MILLER');
  editCustomer(miller, number, { Phone: '555', Email: 'a@example.com', CreditBlocked: 'Y' });
  editItem(miller, 'W-1', { Discontinued: 'Y' });
  miller.rollback();
  editCustomer(miller, number, { Phone: '555', Email: 'a@example.com', CreditBlocked: 'Y' });
  editItem(miller, 'W-1', { Discontinued: 'Y' });
  miller.commit();
  editCustomer(miller, number, { Phone: '555' });
  miller.commit();

  expect(written(erp)).toEqual([
    ['DEBI', 'SETUP', 'KEY '],
    ['MATERIAL', 'SETUP', 'KEY '],
    ['DEBI', 'MILLER', 'TELF1 555'],
    ['ADRESSE', 'MILLER', 'SMTP_ADDR a@example.com'],
    ['KLIM', 'MILLER', 'CRBLB X'],
    ['MATERIAL', 'MILLER', 'LVORM X'],
  ]);
});
