import type { Request, Response } from 'express';
import { isLosslessNumber, LosslessNumber, parse, stringify } from 'lossless-json';
import { z } from 'zod';
import { invalid } from '../errors.ts';

/** A number of JSON as the text that it was written with; text in quotes is none. */
export const bareNumber = z.custom<LosslessNumber>(isLosslessNumber, 'write a number without quotes').transform(String);

/** Writes decimal text as a bare number. */
export const bare = (text: string): LosslessNumber => new LosslessNumber(text);

/** The body of a native request, whose numbers stay as they were written. @throws Refusal when it is no JSON */
export function bodyOf(req: Request): unknown {
  const text: unknown = req.body;
  try {
    return typeof text === 'string' && text !== '' ? parse(text) : undefined;
  } catch (error) {
    throw invalid(`The body is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

export const sendLossless = (res: Response, body: unknown): void => void res.type('json').send(stringify(body));
