/**
 * Everything that a system outside can do to us, in nine words. `unavailable` means that the request never left; from
 * the moment it may have, it is `outcome-unknown`.
 */
export type FaultCode =
  | 'invalid'
  | 'rejected'
  | 'not-found'
  | 'unauthorized'
  | 'throttled'
  | 'busy'
  | 'unavailable'
  | 'outcome-unknown'
  | 'conflict';
