import { sql } from 'kysely';

/** Stands in the ERP, or may yet: its request is under way, or its outcome is unknown. */
export const isLiving = sql<boolean>`(
  state in ('posted', 'settled-by-hand')
  or state in ('intent', 'unknown')
     and (may_commit_until is not null or lease_token is not null and lease_until > clock_timestamp()))`;
