/** Names that the gateway may blame. Only these leave an error's text as `where`: anything else could be a value. */
const names = new Set(
  [
    'AccountNumber Address1 Address2 Amount ApplicationReference Applications AppliesTo BankAccount CheckNumber City',
    'CompanyId CompanyNo Country CreditAmount CreditHold CreditMemoDate CreditMemoNo CurrencyId CustomerId',
    'CustomerName Date DebitAmount Description DiscountAmount Email ExternalInvoiceNo Hold InvoiceDate InvoiceNo',
    'ItemId LedgerAmount LineNo Lines MailAddress ModifiedSince Name Notes OrderDate OrderNo Page PageSize',
    'PaymentDate PaymentDesc PaymentStatus Phone PoNo PostalCode Reason ReceiptDate ReceiptNo Reference RevenueAccount',
    'SettlementAmount SettlementCurrencyId ShipTo Source State StripeCustomerId StripeId Taker TaxCode TaxId',
    'TransactionDate UnitPrice UnitQuantity UserDefined WebReferenceNo list',
  ]
    .join(' ')
    .split(' '),
);

const isField = (path: string): boolean => path.split(/[.[\]]+/).every((part) => /^\d*$/.test(part) || names.has(part));

/** The first field that a message names: `Lines.list[2].ItemId is missing` -> `Lines[2].ItemId`. */
export function fieldNamedIn(message: string): string | undefined {
  const paths = message.match(/[A-Za-z]\w*(?:\[\d+\]|\.\w+)*/g) ?? [];
  const named = paths.filter((path) => /^[A-Z]/.test(path) && isField(path));
  const path = named.find((candidate) => /[.[]/.test(candidate)) ?? named[0];
  return path?.replaceAll(/\.list(?=[.[]|$)/g, '').replaceAll(/\.(\d+)(?=\.|$)/g, '[$1]');
}
