import { createMapper } from '../create-mapper.ts';
import { checkSamples } from '../samples/check-samples.ts';
import type { ProfileProblem } from './problem.ts';
import type { Profile } from './profile.ts';

type Around = Omit<Parameters<typeof createMapper>[0], 'profile'>;

/**
 * What only work shows of a profile that was loaded: its sample documents must balance, and keep sign, currency and
 * total. It runs the profile's expressions, so it wants an evaluator.
 */
export const checkProfile = (profile: Profile, around: Around): Promise<readonly ProfileProblem[]> =>
  checkSamples(createMapper({ ...around, profile }));
