import { z } from 'zod';
import type { Site } from '../erp/p21/native/site.ts';
import { siteExamples } from './p21-site-fields.ts';
import { siteSchema } from './p21-site-schema.ts';
import { ConfigError, problemsOf } from './problems.ts';
import { text, type Sources } from './values.ts';
import { sourceOf } from './yaml-source.ts';

/** What differs between one Prophet 21 and another, and the file that says so. */
export type P21Site = { readonly file: string; readonly profile: Site };

/** A path beside quittance.yaml; what is wrong with that file is told by its own lines. */
export const siteFile = ({ fileBeside }: Pick<Sources, 'fileBeside'>) =>
  text.transform((path, context): P21Site => {
    const { file, content } = fileBeside(path);
    if (content === undefined) {
      context.addIssue(`names a file that is not there; copy mappings/p21-native.example.yaml to ${file}`);
      return z.NEVER;
    }
    try {
      return { file, profile: parseSite(content, file) };
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      context.addIssue({ code: 'custom', message: 'is wrong', params: { problems: error.problems } });
      return z.NEVER;
    }
  });

/** @throws ConfigError that lists everything that is wrong with the file */
export function parseSite(content: string, file: string): Site {
  const source = sourceOf(content, file, siteExamples);
  const parsed = siteSchema.safeParse(source.document.toJS() ?? {});
  if (!parsed.success) throw new ConfigError(file, problemsOf(parsed.error.issues, source));
  return parsed.data;
}
