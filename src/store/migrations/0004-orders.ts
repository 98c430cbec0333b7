import { sql, type Migration } from 'kysely';

export const orders: Migration = {
  async up(db) {
    await sql`
      create table orders (
        company text not null,
        order_id text not null,
        source text not null,
        content_hash text not null,
        details bytea not null,
        put_at timestamptz not null default clock_timestamp(),
        primary key (company, order_id)
      )`.execute(db);
    await sql`
      create table payments (
        company text not null,
        order_id text not null,
        payment text not null,
        amount_minor bigint not null,
        currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
        state text not null,
        primary key (company, order_id, payment)
      )`.execute(db);
    await sql`create index payments_by_payment on payments (company, payment)`.execute(db);
  },
};
