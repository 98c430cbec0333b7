import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { due } from '../../../src/domain/track-dispute/due.ts';
import type { SeenMovement } from '../../../src/domain/track-dispute/seen.ts';
import { createBooks, moved } from './world.ts';

const open = [
  'warning_needs_response',
  'needs_response',
  'under_review',
  'appeal_needs_response',
  'appeal_under_review',
];
const comesBack = ['won', 'warning_closed'];
const over = ['lost', 'prevented', ...comesBack];

type Move =
  | { readonly do: 'status'; readonly status: string }
  | { readonly do: 'money'; readonly share: number; readonly back: boolean }
  | { readonly do: 'run'; readonly crashAfter: number }
  | { readonly do: 'reply lost' }
  | { readonly do: 'answer' };

const moves: fc.Arbitrary<readonly Move[]> = fc.array(
  fc.oneof(
    fc.record({ do: fc.constant('status' as const), status: fc.constantFrom(...open, ...over, ...over) }),
    fc.record({ do: fc.constant('money' as const), share: fc.integer({ min: 1, max: 100 }), back: fc.boolean() }),
    fc.record({ do: fc.constant('run' as const), crashAfter: fc.constantFrom(0, 1, 2, 100) }),
    fc.constant({ do: 'reply lost' as const }),
    fc.constant({ do: 'answer' as const }),
  ),
  { maxLength: 40 },
);

/** Banks take only what they don't hold, and give back no more than they hold. */
function movementOf(movements: readonly SeenMovement[], { share, back }: Extract<Move, { do: 'money' }>) {
  const held = movements.reduce((total, { amount }) => total - amount.minor, 0);
  const minor = back ? Math.ceil((held * share) / 100) : held === 0 ? -share * 119 : 0;
  return minor === 0 ? movements : [...movements, moved(`txn_${movements.length + 1}`, minor)];
}

function play(story: readonly Move[]) {
  const books = createBooks();
  const givenUp = new Set<string>();
  let movements: readonly SeenMovement[] = [];
  books.stripe({ returnGraceSeconds: 0 });
  for (const move of story) {
    if (move.do === 'status') books.stripe({ status: move.status });
    if (move.do === 'money') books.stripe({ movements: (movements = movementOf(movements, move)) });
    if (move.do === 'run') books.run(move.crashAfter);
    if (move.do === 'reply lost') loseReply(books);
    if (move.do === 'answer') answer(books, givenUp);
  }
  books.run();
  return { books, givenUp };
}

/** The last loss was sent, and nobody knows whether it stands. */
function loseReply({ effects }: ReturnType<typeof createBooks>): void {
  const last = effects.findLastIndex(({ kind }) => kind === 'lost');
  const lost = effects[last];
  if (lost?.state === 'posted') effects[last] = { ...lost, state: 'unknown' };
}

/** A person says that what is asked for is done, or that won money does not come. */
function answer(books: ReturnType<typeof createBooks>, givenUp: Set<string>): void {
  const { acceptable: asked, code } = due(books.seen()).trouble ?? {};
  if (asked?.do !== 'answer') return;
  books.answer(asked);
  const last = books.seen().movements.at(-1);
  if (code === 'dispute-return-missing' && last) givenUp.add(last.txn);
}

it('holds as disputed what Stripe has taken of an open dispute, and as lost what it keeps of one that is over', () => {
  fc.assert(
    fc.property(moves, (story) => {
      const { books, givenUp } = play(story);
      const { status, movements } = books.seen();
      const held = movements.reduce((total, { amount }) => total - amount.minor, 0);
      const last = movements.at(-1);
      const awaited = comesBack.includes(status) && last && last.amount.minor < 0 && !givenUp.has(last.txn);
      const lost = over.includes(status) && !awaited ? held : 0;
      expect(books.accounts()).toEqual({ disputes: held - lost, losses: lost });
    }),
    { numRuns: 3_000 },
  );
});

it('posts nothing twice, and nothing more once it has caught up, wherever it was killed', () => {
  fc.assert(
    fc.property(moves, (story) => {
      const { books } = play(story);
      const before = books.effects.length;
      expect(books.run()).toBe(1);
      expect(books.effects).toHaveLength(before);
    }),
    { numRuns: 1_000 },
  );
});
