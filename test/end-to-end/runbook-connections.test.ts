import { afterAll, beforeAll, describe, it } from 'vitest';
import { connectionWalks } from './runbook/connections.ts';
import { follow, numbered } from './runbook/follow.ts';
import { openPlace, type Place } from './runbook/walk.ts';

let place: Place;
beforeAll(async () => {
  place = await openPlace({ orders: 'grace_minutes: 0', password: 'not-the-secret' });
}, 120_000);
afterAll(() => place.product.stop());

describe('what the runbook says of a connection, and of a defect', () => {
  it.each(numbered(connectionWalks, 'C'))('$code: $way', (walk) => follow(place, walk, walk.id), 90_000);
});
