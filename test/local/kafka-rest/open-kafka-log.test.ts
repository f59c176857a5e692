import { describe, expect, it } from '@jest/globals';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MemoryLog } from '../../../local/kafka-rest/memory-log.ts';
import { ensureTopic, openKafkaLog } from '../../../local/kafka-rest/open-kafka-log.ts';

const root = join(import.meta.dirname, '../../..');

describe('opening a log on real Kafka', () => {
  it.each(['', 'localhost', 'localhost:', 'a:1,', 'a:1 b:2', 'kafka://a:1'])(
    'refuses the address %p in one line',
    async (address) => {
      await expect(openKafkaLog(address)).rejects.toThrow(/^--kafka .*: say <host>:<port>/);
    },
  );

  it('alone loads the Kafka client, and only when asked to', async () => {
    const importing = async (what: RegExp) => {
      const files = ['functions', 'shared', 'local'].map(async (folder) => {
        const names = await readdir(join(root, folder), { recursive: true });
        return names.filter((name) => name.endsWith('.ts')).map((name) => join(folder, name));
      });
      const texts = (await Promise.all(files)).flat().map(async (file) => {
        return what.test(await readFile(join(root, file), 'utf8')) ? [file] : [];
      });
      return (await Promise.all(texts)).flat();
    };
    // What ships has one of its own, for apps that reach the brokers.
    const ofClient = (await importing(/from '@platformatic\/kafka'|import\('@platformatic/)).filter(
      (file) => file !== 'shared/housekeeping/kafka-admin.ts',
    );
    for (const file of ofClient) expect(file).toMatch(/^local\/kafka-rest\/kafka-[a-z-]+\.ts$/);
    expect(ofClient.length).toBeGreaterThan(0);
    for (const file of await importing(/from '.*\/kafka-(?!rest\/)[a-z-]+\.ts'/))
      expect(file).toMatch(/^local\/kafka-rest\/kafka-[a-z-]+\.ts$/);
    expect(await importing(/await import\('\.\/kafka-log\.ts'\)/)).toEqual([
      'local/kafka-rest/open-kafka-log.ts',
    ]);
  });
});

describe('a topic to start with', () => {
  it('is created, or left as it stands; a bad one is refused', async () => {
    const log = new MemoryLog();
    await ensureTopic(log, { name: 't', partitionCount: 2 });
    await ensureTopic(log, { name: 't', partitionCount: 3 });
    expect(await log.topics()).toEqual([{ name: 't', partitionCount: 2 }]);
    await expect(ensureTopic(log, { name: 'a b' })).rejects.toMatchObject({ failure: 'bad-topic-name' });
  });
});
