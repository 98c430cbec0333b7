/** Documents as a gateway stores them, for tests that change one thing about them. */
const stored = {
  CompanyId: 'ACME',
  DateCreated: '2026-01-30T09:00:00.000Z',
  DateLastModified: '2026-01-30T09:00:00.000Z',
};

export const storedLine = (more: object = {}) => ({
  LineNo: 1,
  ItemId: 'W-100',
  Description: 'Widget, small',
  UnitQuantity: '1',
  UnitPrice: '119.07',
  DiscountAmount: '0.00',
  ExtendedAmount: '119.07',
  QuantityShipped: '0',
  QuantityInvoiced: '0',
  QuantityBackordered: '0',
  ...more,
});

export const storedOrder = (more: object = {}) => ({
  ...stored,
  OrderNo: '1000001',
  CustomerId: '100500',
  CurrencyId: 'USD',
  Reference: 'R000000000000001',
  Hold: 'N',
  Status: 'open',
  TotalAmount: '119.07',
  Lines: { list: [storedLine()] },
  Invoices: { list: [] },
  ...more,
});

export const storedReceipt = (more: object = {}) => ({
  ...stored,
  ReceiptNo: '5000001',
  CustomerId: '100500',
  Amount: '119.07',
  CurrencyId: 'USD',
  SettlementAmount: '119.07',
  SettlementCurrencyId: 'USD',
  LedgerAmount: '119.07',
  BankAccount: '1010',
  Reference: 'R000000000000001',
  ReceiptDate: '2026-01-30',
  UnappliedAmount: '119.07',
  Status: 'unapplied',
  Applications: { list: [] },
  ...more,
});

export const storedInvoice = (number: string, modified: string, more: object = {}) => ({
  ...stored,
  DateLastModified: modified,
  InvoiceNo: number,
  OrderNo: `order-${number}`,
  CustomerId: '100500',
  CurrencyId: 'USD',
  TotalAmount: '119.07',
  InvoiceDate: '2026-01-30',
  OpenAmount: '119.07',
  Lines: { list: [storedLine()] },
  ...more,
});

export const storedApplication = (more: object = {}) => ({
  ApplicationNo: '1',
  InvoiceNo: '3000001',
  Amount: '119.07',
  Reference: 'R000000000000001',
  Date: '2026-01-30',
  Unapplied: 'N',
  ...more,
});
