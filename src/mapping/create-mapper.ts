import { createCreditMemoMapping } from './documents/credit-memo.ts';
import { createCustomerMapping } from './documents/customer.ts';
import { createReceiptMapping, createRefundMapping } from './documents/cash.ts';
import type { FillerSettings } from './documents/filler.ts';
import { createItemMapping } from './documents/item.ts';
import { createJournalMapping } from './documents/journal.ts';
import { createSaleMapping } from './documents/sale.ts';
import type { Mapper } from './mapper.ts';
import { profileLabel, type Profile, type RuleText } from './profile/profile.ts';
import { compileRefundRule, compileRule, evaluate, ruleFacts, type Rule } from './rules.ts';

type MapperSettings = FillerSettings & {
  /** Key of the company in quittance.yaml, for messages. */
  readonly company: string;
  readonly ledgerCurrency: string;
};

/** A checked profile, ready to map. @throws MappingFault for a rule that is wrong */
export function createMapper(settings: MapperSettings): Mapper {
  const { profile } = settings;
  const order = createSaleMapping(settings, 'sales-order');
  const invoice = createSaleMapping(settings, 'invoice');
  return {
    profile,
    label: profileLabel(profile),
    ledgerCurrency: settings.ledgerCurrency,
    sale: (input, lookup) => (input.document === 'invoice' ? invoice : order)(input, lookup),
    receipt: createReceiptMapping(settings),
    refund: createRefundMapping(settings),
    customer: createCustomerMapping(settings),
    creditMemo: createCreditMemoMapping(settings),
    journal: createJournalMapping(settings),
    item: createItemMapping(settings),
    choose: choices(profile),
    needsApproval: approval(profile),
  };
}

function choices({ rules }: Profile): Mapper['choose'] {
  const compiled = {
    directInvoice: ruleOf(rules.direct_invoice, 'direct_invoice'),
    hold: ruleOf(rules.hold, 'hold'),
    review: ruleOf(rules.review, 'review'),
  };
  return (paid, order) => {
    const facts = ruleFacts(paid, order);
    const says = (rule: Rule | undefined): boolean => rule !== undefined && evaluate(rule, facts);
    const review = says(compiled.review);
    // Whoever is to look at an order finds it held in the ERP, and releases it there.
    return { directInvoice: says(compiled.directInvoice), hold: says(compiled.hold) || review, review };
  };
}

function approval({ rules: { refund_approval: rule } }: Profile): Mapper['needsApproval'] {
  const compiled = rule && compileRefundRule(rule.when, `${rule.place.file} rules.refund_approval`);
  return (refund) => compiled !== undefined && evaluate(compiled, refund);
}

const ruleOf = (rule: RuleText | undefined, name: string): Rule | undefined =>
  rule && compileRule(rule.when, `${rule.place.file} rules.${name}`);
