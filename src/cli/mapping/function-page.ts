import {
  described,
  signatureOf,
  type Example,
  type NamedFunction,
  type Parameter,
} from '../../mapping/expressions/functions/definition.ts';
import { namedFunctions } from '../../mapping/expressions/functions/table.ts';

/** docs/mapping-functions.md: each function that expressions have, with its examples, which the tests run. */
export const functionPage = (): string => `# Functions of mapping expressions

Besides [JSONata's own](https://docs.jsonata.org/overview), expressions have these. \`quittance mapping schemas\` writes this
page; the tests run every example, for a company in Berlin whose ERP takes latin1. Where the first argument is nothing,
so is what the function gives. What is wrong with an argument is said when the profile is checked, as far as it can be known then.

${namedFunctions.map(({ name }) => `[$${name}](#${name.toLowerCase()})`).join(' · ')}

${namedFunctions.map(sectionOf).join('\n')}`;

const sectionOf = (one: NamedFunction): string => `## ${one.name}

${one.about}${/[.?]$/.test(one.about) ? '' : '.'}

\`${signatureOf(one)}\` takes ${one.takes.map(takenOf).join(', ')}; gives ${one.gives.is}.

\`\`\`
${examplesOf(one.examples)}
\`\`\`
`;

const takenOf = ({ name, kind, optional }: Parameter): string =>
  `\`${name}\` (${described[kind]}${optional ? ', may be left out' : ''})`;

function examplesOf(examples: readonly Example[]): string {
  const width = Math.max(...examples.map(({ text }) => text.length));
  return examples
    .map(({ text, gives }) => `${text.padEnd(width)}  ->  ${JSON.stringify(gives) ?? 'nothing'}`)
    .join('\n');
}
