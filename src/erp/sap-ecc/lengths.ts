/** Characters that SAP's fields hold, by the neutral field. The encoders and the checks of profiles both read them. */
export const lengths = {
  /** Of a name, each of its two lines; of what parts the digits of a phone, nothing is kept where they would not fit. */
  customer: { nameLine: 35, stripe_id: 35, email: 241, phone: 16, tax_id: 20 },
  /** KNURL, in which an IDoc carries the e-mail (M). */
  idocEmail: 130,
  address: { name: 35, line1: 35, city: 35, postal_code: 10, state: 3, country: 3 },
  /** MATNR, ARKTX, MWSKZ, SAKNR. */
  line: { item: 18, description: 40, tax_code: 2, revenue_account: 10 },
  /** KUNNR. */
  customerNumber: 10,
  /** BKTXT, SGTXT, SAKNR. */
  ledger: { header: 25, text: 50, account: 10 },
} as const;
