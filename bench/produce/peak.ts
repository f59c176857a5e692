import { readFile } from 'node:fs/promises';

const EVERY_MS = 20;

/** The largest resident set of a process while `work` runs, in MB (Linux). */
export async function peakOf(pid: number, work: Promise<unknown>): Promise<number> {
  let peak = 0;
  const look = async () => {
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    peak = Math.max(peak, Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1000);
  };
  const timer = setInterval(() => void look(), EVERY_MS);
  try {
    await Promise.all([look(), work]);
  } finally {
    clearInterval(timer);
  }
  return peak;
}
