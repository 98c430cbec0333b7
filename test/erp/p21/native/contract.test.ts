import { describeErpContract } from '../../contract.ts';
import { logins, nativeTraits, startNative } from './sandboxed.ts';

for (const [name, { right: auth }] of Object.entries(logins))
  describeErpContract(`Prophet 21 itself, by ${name},`, nativeTraits, () => startNative({ auth }));
