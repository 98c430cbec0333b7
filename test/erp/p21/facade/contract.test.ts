import { describeErpContract } from '../../contract.ts';
import { p21Traits, startP21 } from './sandboxed.ts';

describeErpContract('Prophet 21 behind a facade gateway', p21Traits, () => startP21());
