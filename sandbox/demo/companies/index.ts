import type { Company } from './company.ts';
import { shop } from './shop.ts';

export const companies: readonly Company[] = [shop];
