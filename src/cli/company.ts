import type { Company, Config } from '../config.ts';
import { nearestName } from '../domain/nearest-name.ts';
import { Complaint } from './terminal.ts';

export function companyOf({ companies }: Config, key: string): Company {
  const company = companies[key];
  if (company) return company;
  const near = nearestName(Object.keys(companies), key);
  throw new Complaint(
    `There is no company ${key} in the configuration${near === undefined ? '' : `; did you mean ${near}?`}`,
  );
}

/** The company of a command that names none. @throws Complaint where there are several */
export function onlyCompany({ companies }: Config): string {
  const [first, ...others] = Object.keys(companies);
  if (first !== undefined && others.length === 0) return first;
  throw new Complaint(`Which company? Add --company ${Object.keys(companies).join(', or ')}`);
}
