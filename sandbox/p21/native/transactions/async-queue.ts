import { randomUUID } from 'node:crypto';

const RUNNING_AT_ONCE = 2;
/** How long a request runs before it commits. */
const RUN_MS = 20;

type Answer = { readonly Messages: readonly string[]; readonly Summary: { readonly Failed: number } };
type Request = { status: 'Active' | 'Complete' | 'Failed'; messages: readonly string[] };

/** Two requests run, others wait, and none can be cancelled (V). */
export function createAsyncQueue() {
  const requests = new Map<string, Request>();
  const waiting: (() => void)[] = [];
  let running = 0;

  const startNext = (): void => {
    const next = running < RUNNING_AT_ONCE ? waiting.shift() : undefined;
    if (!next) return;
    running += 1;
    setTimeout(() => {
      running -= 1;
      next();
      startNext();
    }, RUN_MS).unref();
  };
  const show = (id: string, { status, messages }: Request) => ({ RequestId: id, Status: status, Messages: messages });

  return {
    add: (carryOut: () => Answer, done: (shown: object) => void = () => {}) => {
      const id = randomUUID();
      const request: Request = { status: 'Active', messages: [] };
      requests.set(id, request);
      waiting.push(() => {
        Object.assign(request, run(carryOut));
        done(show(id, request));
      });
      startNext();
      return { RequestId: id, Status: request.status };
    },
    find: (id: string) => {
      const request = requests.get(id);
      return request && show(id, request);
    },
  };
}

function run(carryOut: () => Answer): Request {
  try {
    const { Messages, Summary } = carryOut();
    return { status: Summary.Failed > 0 ? 'Failed' : 'Complete', messages: Messages };
  } catch (error) {
    return { status: 'Failed', messages: [String(error)] };
  }
}
