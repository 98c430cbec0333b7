import { defineSearchAttributeKey } from '@temporalio/common';

/** The closed list: SQL visibility has room for few. Set at start, upserted only when a flow parks, is repaired or ends. */
export const Company = defineSearchAttributeKey('Company', 'KEYWORD');
export const StripeId = defineSearchAttributeKey('StripeId', 'KEYWORD');
export const Stage = defineSearchAttributeKey('Stage', 'KEYWORD');
export const ErpDocuments = defineSearchAttributeKey('ErpDocuments', 'KEYWORD_LIST');
export const NeedsRepair = defineSearchAttributeKey('NeedsRepair', 'BOOL');
export const RepairKind = defineSearchAttributeKey('RepairKind', 'KEYWORD');

export const searchAttributes = [Company, StripeId, Stage, ErpDocuments, NeedsRepair, RepairKind] as const;
