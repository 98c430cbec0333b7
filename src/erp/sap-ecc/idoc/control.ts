import type { Reference } from '../../../domain/documents.ts';
import { rendered, segment, type Segment } from './segments.ts';

/** Of the partner profile (WE20): which logical systems send and receive, by which ports. */
export type Partner = {
  readonly senderPort: string;
  readonly sender: string;
  readonly receiverPort: string;
  readonly receiver: string;
};
export type IdocType = { readonly idoc: string; readonly message: string };
export type Origin = { readonly partner: Partner; readonly at: Date; readonly timeZone: string };

/** The whole IDoc. Our reference is ARCKEY: nothing else of an IDoc can be searched for before it is posted. */
export function idocXml(type: IdocType, segments: readonly Segment[], reference: Reference, origin: Origin): string {
  const inside = [control(type, reference, origin), ...segments].map(rendered).join('');
  return `<?xml version="1.0" encoding="UTF-8"?><${type.idoc}><IDOC BEGIN="1">${inside}</IDOC></${type.idoc}>`;
}

function control({ idoc, message }: IdocType, reference: Reference, { partner, at, timeZone }: Origin): Segment {
  const { date, time } = stamp(at, timeZone);
  return segment('EDI_DC40', {
    TABNAM: 'EDI_DC40',
    DIRECT: '2',
    IDOCTYP: idoc,
    MESTYP: message,
    SNDPOR: partner.senderPort,
    SNDPRT: 'LS',
    SNDPRN: partner.sender,
    RCVPOR: partner.receiverPort,
    RCVPRT: 'LS',
    RCVPRN: partner.receiver,
    CREDAT: date,
    CRETIM: time,
    ARCKEY: reference,
  });
}

/** By the ERP's clock, since people there look for it. */
function stamp(at: Date, timeZone: string): { readonly date: string; readonly time: string } {
  const parts = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(at);
  const [date = '', time = ''] = parts.split(' ');
  return { date: date.replaceAll('-', ''), time: time.replaceAll(':', '') };
}
