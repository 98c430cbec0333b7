/** One thing that must be right. `run` says what was found, or throws what is wrong. */
export type Check = {
  readonly name: string;
  readonly run: () => Promise<string>;
  /** How to mend it when `run` throws. */
  readonly mend: string;
};
export type Finding = { readonly name: string; readonly ok: boolean; readonly text: string; readonly mend?: string };

/** Wrong in a way that has a mend of its own. */
export class Wrong extends Error {
  override readonly name = 'Wrong';
  readonly mend: string | undefined;

  constructor(text: string, mend?: string) {
    super(text);
    this.mend = mend;
  }
}

const patienceMs = 30_000;

export async function examine({ name, run, mend }: Check): Promise<Finding> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Wrong(`no answer within ${patienceMs / 1_000} s`)), patienceMs);
  });
  try {
    return { name, ok: true, text: await Promise.race([run(), tooLong]) };
  } catch (error) {
    const text = error instanceof Error ? describe(error) : String(error);
    return { name, ok: false, text, mend: (error instanceof Wrong && error.mend) || mend };
  } finally {
    clearTimeout(timer);
  }
}

/** A driver's own error may have no message but a code. */
const describe = (error: Error): string => error.message || ('code' in error ? String(error.code) : error.name);
