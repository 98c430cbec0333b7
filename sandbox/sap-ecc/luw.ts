import type { Changes, Company } from './company.ts';
import { layerOverCompany } from './company.ts';
import { recordChanges } from './change-documents.ts';
import type { Erp } from './erp.ts';

/** A logical unit of work: its changes are seen by itself alone until it commits, and are gone when it does not. */
export type Luw = {
  readonly erp: Erp;
  /** What is committed, with this LUW's own changes on top. */
  readonly company: Company;
  readonly user: string;
  /** Enqueue until the end of the LUW; false when another one holds it. */
  lock(key: string): boolean;
  /** Takes from stock what is to be had, at once; a rollback gives it back. */
  reserve(material: string, quantity: bigint): void;
  commit(): void;
  rollback(): void;
};

export function beginLuw(erp: Erp, user: string): Luw {
  const company = layerOverCompany(erp.company);
  const self = {};
  let reserved: (readonly [string, bigint])[] = [];
  const unlock = (): void => {
    for (const [key, holder] of erp.locks) if (holder === self) erp.locks.delete(key);
  };
  return {
    erp,
    company,
    user,
    lock: (key) => {
      const holder = erp.locks.get(key);
      if (holder !== undefined && holder !== self) return false;
      erp.locks.set(key, self);
      return true;
    },
    reserve: (material, quantity) => {
      erp.stock.add(material, -quantity);
      reserved.push([material, quantity]);
    },
    commit: () => {
      const { orders, billingDocuments, customers, materials } = company;
      const changes: Changes = {
        orders: orders.changed(),
        billingDocuments: billingDocuments.changed(),
        customers: customers.changed(),
        materials: materials.changed(),
      };
      recordChanges(erp, company, changes, user);
      for (const layer of Object.values(company)) layer.flush();
      reserved = [];
      unlock();
      for (const listener of erp.afterCommit) listener(changes);
    },
    rollback: () => {
      for (const layer of Object.values(company)) layer.drop();
      for (const [material, quantity] of reserved) erp.stock.add(material, quantity);
      reserved = [];
      unlock();
    },
  };
}

/** Commits as a caller asks for it; on a bad day it only says so. */
export function commitForCaller(luw: Luw): void {
  if (luw.erp.behaviour.strikes('commitFails')) luw.rollback();
  else luw.commit();
}
