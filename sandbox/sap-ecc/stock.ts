/** Unreserved quantities by material, in thousandths. Promises are taken out at once, as ATP does, not at commit. */
export function createStock() {
  const free = new Map<string, bigint>();
  const get = (material: string): bigint => free.get(material) ?? 0n;
  return {
    get,
    set: (material: string, quantity: bigint): void => void free.set(material, quantity),
    add: (material: string, quantity: bigint): void => void free.set(material, get(material) + quantity),
  };
}
