export type Shown = {
  readonly seconds: number;
  readonly played: number;
  readonly orders: number;
  readonly documents: number;
  readonly parked: number;
  readonly trouble: string;
};

/** One line that renews itself on a terminal; elsewhere a line now and then. */
export function createProgress(out: NodeJS.WriteStream, everyMs = 5_000) {
  let printed = 0;
  const clear = () => out.isTTY && out.write('\r\x1b[2K');
  return {
    show(now: Shown): void {
      const line = textOf(now);
      if (out.isTTY) {
        clear();
        out.write(line.slice(0, out.columns || 120));
      } else if (Date.now() - printed >= everyMs) {
        printed = Date.now();
        out.write(`${line}\n`);
      }
    },
    /** Something worth a line of its own. */
    say: (line: string): void => {
      clear();
      out.write(`${line}\n`);
    },
    done: (): void => void clear(),
  };
}
export type Progress = ReturnType<typeof createProgress>;

const textOf = ({ seconds, played, orders, documents, parked, trouble }: Shown): string =>
  `${String(seconds).padStart(4)} s   orders ${played}/${orders}   ERP documents ${documents}   parked ${parked}   ${trouble}`;
