import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readProfileFiles, shippedMappings } from '../../../src/mapping/profile/files.ts';
import { digestOf } from '../../../src/store/profiles.ts';
import { profileWith, type BaseName } from './a-profile.ts';

// Raise the version of a base whose files changed, say in its changelog what is different, and note both here.
const shipped: Readonly<Record<BaseName, { readonly version: number; readonly digest: string }>> = {
  'p21-default': { version: 2, digest: '51c0e3b40567' },
  'sap-ecc-default': { version: 2, digest: '02d8eb1d77c4' },
};

it.each(Object.entries(shipped))('%s says by a higher version that its files are others', (name, known) => {
  const files = readProfileFiles(join(shippedMappings(), name));
  const digest = digestOf(files).slice(0, 12);
  expect({ version: profileWith({}, name as BaseName).base?.version, digest }).toEqual(known);
});
