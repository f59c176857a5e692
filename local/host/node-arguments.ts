import { setting, type Settings } from './local-settings.ts';

const names = ['languageWorkers__node__arguments', 'languageWorkers:node:arguments'] as const;

/** Arguments for Node that an app's settings ask for, such as `--inspect=9229` or `--max-old-space-size=4096`. */
export function nodeArguments(settings: Settings): string[] {
  const text = names.map((name) => setting(settings, name)).find((value) => value !== undefined) ?? '';
  return text.split(/\s+/).filter((argument) => argument !== '');
}

/**
 * Begins this process anew under the same id with those arguments, which the real host gives to its worker process.
 * Returns what hinders it, where the system cannot do that.
 */
export function restartWith(args: readonly string[]): string {
  if (process.execve === undefined) return 'this system cannot replace a running process';
  // Emptied, or the new process would begin anew again.
  const environment = { ...process.env, [names[0]]: '' };
  const again = [process.execPath, ...process.execArgv, ...args, ...process.argv.slice(1)];
  return process.execve(process.execPath, again, environment);
}
