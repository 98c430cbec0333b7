#!/usr/bin/env node
import { run } from './cli/program.ts';
import { environment } from './config.ts';

const status = await run(process.argv.slice(2), {
  env: environment(),
  out: (text) => console.log(text),
  err: (text) => console.error(text),
  interactive: process.stdin.isTTY && process.stdout.isTTY,
});
// What failed half-way may have left connections open; a server that started well goes on.
if (status !== 0) process.exit(status);
