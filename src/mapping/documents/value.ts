import { cut } from '../../domain/cut.ts';
import { cardIn, cardLike } from '../card-numbers.ts';
import type { EvaluationTrouble, Outcome } from '../expressions/evaluator.ts';
import { MappingFault } from '../fault.ts';
import { codeFor } from '../profile/determine.ts';
import type { Lists, Place } from '../profile/profile.ts';
import type { Slot } from './slots.ts';
import { isNothing, readAs, wantedBy, written, type Value } from './typed.ts';

type Context = {
  readonly lists: Lists;
  /** Of every amount of the document. */
  readonly currency?: string | undefined;
  /** Of the document, from 0, for the field of a line. */
  readonly line?: number | undefined;
  readonly source: object;
};

/**
 * What a field holds: what its expression gave or its constant, translated, else its default, of the field's type and
 * length.
 * @throws MappingFault that names the field in its file, and never a value
 */
export function valueOf(slot: Slot, outcome: Outcome | undefined, context: Context): Value | undefined {
  const came = whatCame(slot, outcome, context);
  const value = isNothing(came) ? slot.mapping?.default : came;
  if (isNothing(value)) {
    if (slot.type.required) throw lacking(slot, context);
    return undefined;
  }
  const typed = readAs(slot.type.type, written(slot.type.type, value));
  if (typed === undefined)
    throw faulty(slot, context, `gives no ${slot.type.type}: it must be ${wantedBy(slot.type.type)}`);
  if (typeof typed === 'string') return asText(slot, typed, context);
  if (typeof typed === 'object' && context.currency !== undefined && typed.currency !== context.currency)
    throw faulty(
      slot,
      context,
      `is in ${typed.currency}, its document in ${context.currency}; $convert changes a currency`,
    );
  return typed;
}

function whatCame(slot: Slot, outcome: Outcome | undefined, context: Context): unknown {
  if (outcome && 'trouble' in outcome) throw faulty(slot, context, failed(outcome.trouble));
  const { mapping } = slot;
  const came = mapping?.value ?? outcome?.value;
  if (mapping?.list === undefined || isNothing(came)) return came;
  return codeFor(context.lists, mapping, readAs('text', came) ?? '', placeOf(slot));
}

const failed = ({ what, at }: EvaluationTrouble): string =>
  `fails${at === undefined ? '' : ` in column ${at + 1} of its expression`}: ${what}`;

function asText(slot: Slot, text: string, context: Context): string {
  const { type, max } = slot;
  if (!type.ofErp && cardLike(text)) throw cardFault(slot, context);
  if (max === undefined || text.length <= max) return text;
  if (type.mayCut) return cut(text, max).trimEnd();
  throw faulty(
    slot,
    context,
    `has ${text.length} characters; the ERP holds ${max}. Shorten it, as with $cut(…, ${max})`,
  );
}

/** Whoever typed it into a text must take it out there, so the text is named where it is known. */
function cardFault(slot: Slot, context: Context): MappingFault {
  const source = cardIn(context.source);
  if (source === undefined) return faulty(slot, context, 'looks like it holds a card number: leave that text out');
  return new MappingFault(
    source,
    `${source} looks like it holds a card number, and ${slot.path} would carry it to the ERP. Remove it where it was typed, then retry`,
  );
}

function lacking(slot: Slot, context: Context): MappingFault {
  if (slot.mapping)
    return faulty(
      slot,
      context,
      'gives nothing, and the document needs it: give the source what it lacks, or set a default',
    );
  return new MappingFault(slot.path, `Nothing fills ${slot.path}, and the document needs it: add it to the profile`);
}

/** Where a fault of the profile lies: its file and the field in it. */
export const placeOf = ({ path, mapping }: Pick<Slot, 'path' | 'mapping'>): string =>
  mapping ? `${mapping.place.file} ${path}` : path;

export function faulty(slot: Slot, { line }: Pick<Context, 'line'>, what: string): MappingFault {
  const { place } = slot.mapping ?? {};
  const said = `${line === undefined ? '' : `of line ${line + 1} `}${what}`;
  const at = place ? `${place.file}:${place.line}:${place.column} ` : '';
  return new FieldFault(placeOf(slot), `${at}${slot.path} ${said}`, {
    ...(place && { place }),
    field: slot.path,
    what: said,
  });
}

/** A fault that an expression or constant of the profile is to blame for. */
export class FieldFault extends MappingFault {
  readonly told: { readonly place?: Place; readonly field: string; readonly what: string };

  constructor(where: string, message: string, told: FieldFault['told']) {
    super(where, message);
    this.told = told;
  }
}
