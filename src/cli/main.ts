// The command line: finds the command, shows help, turns every mistake into a sentence and an exit code.

import { version } from '../../package.json';
import { check } from './check.ts';
import { helpOf, parseArguments, refuse, unknownWord, type Command, type ExitCode, type Io } from './command.ts';
import { diff } from './diff.ts';
import { exportNetwork } from './exportNetwork.ts';
import { summary } from './summary.ts';
import { listTemplates, writeTemplate } from './templateCommands.ts';
import { train } from './train.ts';

export const commands: readonly Command[] = [check, diff, summary, exportNetwork, train, listTemplates, writeTemplate];

const width = Math.max(...commands.map((command) => command.name.length));
const HELP = `netloom ${version}: designs, checks, trains and exports neural networks.

Usage: netloom COMMAND [options]

${commands.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}`).join('\n')}

netloom COMMAND --help tells more. Exit code: 0 fine, 1 the network has errors or training failed, 2 bad usage or file.
`;

/** Runs one command line, without `node` and the script. Never throws for a person's mistake. */
export async function main(argv: readonly string[], io: Io): Promise<ExitCode> {
  const [name, ...rest] = argv;
  if (name === undefined) {
    io.err(HELP);
    return 2;
  }
  if (name === '--help' || name === '-h' || (name === 'help' && rest.length === 0)) {
    io.out(HELP);
    return 0;
  }
  if (name === '--version' || name === '-v') {
    io.out(`${version}\n`);
    return 0;
  }
  const wanted = name === 'help' ? rest[0]! : name;
  const command = commands.find((known) => known.name === wanted);
  if (!command) return refuse(io, unknownWord('command', wanted, commands.map((known) => known.name)));
  if (name === 'help') {
    io.out(helpOf(command));
    return 0;
  }
  const args = parseArguments(command, rest);
  if (!args.ok) return refuse(io, args.problem);
  if (args.value.flag('help')) {
    io.out(helpOf(command));
    return 0;
  }
  return command.run(args.value, io);
}
