import { type ChildOptions, follow } from '../../local/child-process.ts';

export interface JobOptions extends ChildOptions {
  /** Gets what the job prints while it runs. */
  readonly print?: (text: string) => void;
}

/** How a job ended; `code` is null when it could not be started, or was killed at its deadline. */
export interface Outcome {
  readonly code: number | null;
  readonly isLate: boolean;
  readonly output: string;
}

/** Runs a program to its end, at most until the deadline, and keeps what it prints. */
export async function runJob(
  program: string,
  args: readonly string[],
  deadlineMs: number,
  { print = () => undefined, ...options }: JobOptions = {},
): Promise<Outcome> {
  const job = follow(program, args, options);
  let output = '';
  for (const stream of [job.process.stdout, job.process.stderr]) {
    stream?.on('data', (text: Buffer) => {
      output += text.toString();
      print(text.toString());
    });
  }
  job.process.stdin?.end();
  let isLate = false;
  const late = setTimeout(() => {
    isLate = true;
    void job.stop(1000);
  }, deadlineMs);
  const code = await job.exited;
  clearTimeout(late);
  return { code, isLate, output };
}
