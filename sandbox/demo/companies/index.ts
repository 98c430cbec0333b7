import type { Company } from './company.ts';
import { depot } from './depot.ts';
import { laden } from './laden.ts';
import { shop } from './shop.ts';

export const companies: readonly Company[] = [shop, laden, depot];
