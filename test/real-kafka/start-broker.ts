import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Child, startNode } from '../../local/child-process.ts';
import { brokerProperties } from './broker-properties.ts';
import { freePorts } from './free-port.ts';
import { kafkaJars } from './jars.ts';
import { runJob } from './run-job.ts';

export interface BrokerOptions {
  /** Left out: a free one. */
  readonly port?: number;
  readonly startDeadlineMs?: number;
}

/** One real Kafka broker on loopback, its data in a temporary folder that goes with it. */
export interface Broker {
  /** `127.0.0.1:port` */
  readonly bootstrap: string;
  /** Ends it at once, without a word to anybody, as a crash would. */
  readonly kill: () => Promise<void>;
  /** Starts it again on the same data and ports. */
  readonly restart: () => Promise<void>;
  /** Settles when the process that runs now is gone. */
  readonly exited: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

const quickStart = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xmx512m'];
const stopDeadlineMs = 10_000;

/**
 * Gets Kafka where it is not cached, formats a single-node KRaft broker and waits until it serves. Rejects with one
 * line when there is no Java, no download, a taken port, or no start within the deadline (60 s).
 */
export async function startBroker(options: BrokerOptions = {}): Promise<Broker> {
  const { startDeadlineMs = 60_000 } = options;
  const classPath = join(await kafkaJars(), '*');
  const [free = 0, controllerPort = 0] = await freePorts(2);
  const port = options.port ?? free;
  const folder = await mkdtemp(join(tmpdir(), 'real-kafka-'));
  const properties = join(folder, 'server.properties');
  const start = async () => {
    const started = run(classPath, properties);
    await serving(started, startDeadlineMs);
    return started;
  };
  const clean = () => rm(folder, { recursive: true, force: true, maxRetries: 3 });
  let child: Child;
  try {
    await writeFile(properties, brokerProperties({ port, controllerPort, folder }));
    await format(classPath, properties);
    child = await start();
  } catch (error) {
    await clean();
    throw error;
  }
  return {
    bootstrap: `127.0.0.1:${port}`,
    kill: async () => {
      // The whole group: the guard would end Java in an orderly way.
      if (child.process.pid !== undefined) process.kill(-child.process.pid, 'SIGKILL');
      await child.exited;
    },
    restart: async () => {
      child = await start();
    },
    exited: async () => {
      await child.exited;
    },
    stop: async () => {
      await child.stop(stopDeadlineMs);
      await clean();
    },
  };
}

async function format(classPath: string, properties: string): Promise<void> {
  // A URL-safe base64 UUID, whose first character is no dash: that would read as a flag.
  const clusterId = `k${randomBytes(16).toString('base64url').slice(1)}`;
  const { code, output } = await runJob(
    'java',
    [...quickStart, '-cp', classPath, 'kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', properties],
    30_000,
  );
  if (code === 0) return;
  const reason = output.trim().split('\n').at(-1) ?? '';
  throw new Error(`Kafka could not be formatted: ${reason === '' ? 'is Java 17 or later here?' : reason}`);
}

function run(classPath: string, properties: string): Child {
  const java = [
    ...quickStart,
    '-Dorg.slf4j.simpleLogger.defaultLogLevel=info',
    '-cp',
    classPath,
    'kafka.Kafka',
  ];
  return startNode([join(import.meta.dirname, 'guard.ts'), ...java, properties]);
}

async function serving(child: Child, deadlineMs: number): Promise<void> {
  let output = '';
  const outcome = await new Promise<'serving' | 'ended' | 'late'>((resolve) => {
    const timer = setTimeout(resolve, deadlineMs, 'late');
    const settle = (how: 'serving' | 'ended') => {
      clearTimeout(timer);
      resolve(how);
    };
    const read = (text: Buffer) => {
      output += text.toString();
      if (!output.includes('Kafka Server started')) return;
      for (const stream of [child.process.stdout, child.process.stderr]) stream?.off('data', read).resume();
      settle('serving');
    };
    child.process.stdout?.on('data', read);
    child.process.stderr?.on('data', read);
    void child.exited.then(() => {
      settle('ended');
    });
  });
  if (outcome === 'serving') return;
  await child.stop(stopDeadlineMs);
  throw new Error(outcome === 'late' ? `Kafka did not serve within ${deadlineMs} ms` : reasonOf(output));
}

function reasonOf(output: string): string {
  const clash = /Socket server failed to bind to (\S+): Address already in use/.exec(output)?.[1];
  if (clash !== undefined) return `Kafka could not start: ${clash} is in use`;
  const lines = output.split('\n').filter((line) => /ERROR|Exception/.test(line));
  return `Kafka ended before it served: ${(lines[0] ?? output.trim()).slice(0, 300)}`;
}
