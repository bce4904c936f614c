#!/usr/bin/env -S node --max-semi-space-size=64
import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandFactory } from 'nest-commander';
import { exitCodes } from './cli-failure';
import { CliModule } from './cli.module';
import { reportFailure } from './daybook-command';
import { packageRoot } from './package-root';

async function main(): Promise<void> {
  const { version } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { readonly version: string };
  // A reader such as `head` may leave before all is printed: that is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? exitCodes.ok : exitCodes['check-failed']));
  // Help names the command by the file it was started as, which through npm is main.js.
  process.argv[1] = join(__dirname, 'daybook');
  await CommandFactory.run(CliModule, {
    logger: ['error'],
    cliName: 'daybook',
    version,
    // Options are read before a command runs, and may refuse what they are given.
    serviceErrorHandler: reportFailure,
    errorHandler: (error) => process.exit('exitCode' in error && error.exitCode === 0 ? exitCodes.ok : exitCodes.usage),
  });
}

void main();
