import { describeErpContract } from '../contract.ts';
import { startP21 } from './sandboxed.ts';

describeErpContract('Prophet 21 behind a facade gateway', () => startP21());
