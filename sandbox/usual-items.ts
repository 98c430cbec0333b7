/** What both ERPs have to sell from the start: the demo and the tests order these. */
export const usualItems = [
  { ItemId: 'W-100', ItemDesc: 'Widget, small' },
  { ItemId: 'W-200', ItemDesc: 'Widget, large' },
  { ItemId: 'W-300', ItemDesc: 'Widget kit' },
  { ItemId: 'SHIPPING', ItemDesc: 'Shipping and handling', Class: 'service' },
  { ItemId: 'ROUNDING', ItemDesc: 'Rounding difference', Class: 'service' },
] as const;
