import type { Company, Config } from '../config.ts';
import { Complaint } from './terminal.ts';

export function companyOf({ companies }: Config, key: string): Company {
  const company = companies[key];
  if (!company) throw new Complaint(`There is no company ${key} in the configuration`);
  return company;
}
