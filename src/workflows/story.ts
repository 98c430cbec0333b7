import { setCurrentDetails, setHandler, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import { progress, type Progress, type Stage } from './messages.ts';
import type { OpenCase } from './case.ts';
import { ErpDocuments, NeedsRepair, RepairKind, Stage as StageAttribute } from './search-attributes.ts';

export type Story = ReturnType<typeof createStory>;
/** What the flow remembers of itself when it continues as new. */
export type Told = { readonly lines: readonly string[]; readonly documents: readonly string[] };

const kept = 30;
const shownDocuments = 20;

/** What a person sees of a flow in the Temporal Web UI: sentences of codes and amounts, the stage, and what to do. */
export function createStory(carried: Told = { lines: [], documents: [] }) {
  let lines = carried.lines;
  let documents = carried.documents;
  let stage: Stage = 'working';
  let open: OpenCase | undefined;

  const seen = (now: Stage): Progress => ({
    stage: now,
    story: lines,
    ...(open && { caseId: open.caseId, kind: open.trouble.kind, code: open.trouble.code }),
  });
  const show = () =>
    setCurrentDetails([...(open ? runbook(open) : []), ...lines.map((line) => `- ${line}`)].join('\n'));
  const park = (openCase: OpenCase): void => {
    stage = 'parked';
    open = openCase;
    show();
  };
  setHandler(progress, () => seen(stage), { description: 'Where the flow stands, and what it did so far' });

  return {
    carry: (): Told => ({ lines, documents }),
    progress: seen,
    last: (): string | undefined => lines.at(-1),

    add(line: string, document?: string): void {
      lines = [...lines, line].slice(-kept);
      if (document && !documents.includes(document)) documents = [...documents, document].slice(-shownDocuments);
      show();
    },
    waiting(reason: string): void {
      stage = 'waiting';
      lines = [...lines.filter((line) => line !== reason), reason];
      show();
    },
    working(): void {
      stage = 'working';
    },
    /** After a nudge that changed nothing, or in a new run: the search attributes of the case stand. */
    stillParked: park,
    parked(openCase: OpenCase): void {
      park(openCase);
      upsertSearchAttributes([
        { key: StageAttribute, value: stage },
        { key: NeedsRepair, value: true },
        { key: RepairKind, value: openCase.trouble.kind },
      ]);
    },
    unparked(): void {
      stage = 'working';
      open = undefined;
      show();
      upsertSearchAttributes([
        { key: StageAttribute, value: stage },
        { key: NeedsRepair, value: false },
        { key: RepairKind, value: null },
      ]);
    },
    ended(as: Stage): Stage {
      stage = as;
      show();
      upsertSearchAttributes([
        { key: StageAttribute, value: as },
        { key: ErpDocuments, value: [...documents] },
      ]);
      return as;
    },
  };
}

/** A short runbook, in markdown; docs/runbook.md has the long one. */
const runbook = ({ caseId, trouble }: OpenCase): string[] => [
  `### Needs a person: \`${trouble.code}\` (${trouble.kind})`,
  `It got stuck at: **${trouble.step}**${trouble.where ? `, field \`${trouble.where}\`` : ''}. What the other system said is in \`quittance cases show ${caseId}\`.`,
  '',
  'Decide by `quittance cases retry|patch|skip|compensate`, or here with the update **repair** and',
  `\`{"caseId":"${caseId}","action":"retry","by":"you","reason":"why"}\` on \`${workflowInfo().workflowId}\`:`,
  '',
  '- **retry**: reads Stripe and the ERP afresh and goes on',
  '- **patch**: goes on with corrected data, stored before with the command line',
  '- **skip**: it was done by hand in the ERP; it is never posted again',
  '- **compensate**: takes back what this flow posted, last first, and closes it',
  '',
  '#### Done so far',
  '',
];
