import { assumptions } from './assumptions.ts';
import { callNames } from './route.ts';

/** What `--help` prints. */
export const help = `Stand-in of the Azure HDInsight Kafka REST proxy, with a Kafka log in memory or a real Kafka.

  npm run -s stand-in -- [options]

Where it listens
  --port <port>                  9400, as on the nodes of a cluster; 0: a free one
  --host <address>               127.0.0.1
  --tls-key, --tls-cert <file>   key and certificate (PEM); without them a CA is made for this run
  --ca-file <file>               where that CA's certificate is written (.local/kafka-rest-ca.pem)
  --no-tls                       plain http

Who may call
  --jwks-url <url>               the token issuer's keys
  --jwks-ca <file>               CA (PEM) to trust there
  --issuer <iss>                 left out: any issuer with those keys
  --audience <aud>               https://hib.azurehdinsight.net
  --group-id <id>                the group that a token's groups claim must hold, or
  --member <id>                  an oid or appid that may call; can be repeated
  --no-auth                      no token is asked for

The cluster
  --kafka <host>:<port>          a real Kafka, without TLS and login, in place of the log in memory;
                                 several brokers with commas
  --topic <name>[:<partitions>]  a topic to start with; can be repeated
  --brokers <n>                  how many the log in memory has, 3
  --max-bytes <n>                memory for records, 268435456; past it the oldest go
  --refresh-ms <ms>              how often the metadata cache looks, 2000
  --nodes <n>                    management nodes that answer in turn, each with its own cache, 1

How it behaves
  --latency-ms [<call>=]<ms>     time that each call takes, or one of
                                 ${callNames.join(' ')}; can be repeated
  --capacity-per-second <n>      more calls than that wait in a queue
  --max-queued <n>               one more is turned away
  --assume <name>=<value>        another guess about the real proxy; can be repeated
  --assumptions                  lists the guesses, their options and defaults
  --help                         this text

While it runs: POST /__faults, DELETE /__faults, GET /__hits, DELETE /__hits, PUT and DELETE /__stale-metadata.
`;

/** What `--assumptions` prints: each guess with its question and options, the default first. */
export function assumptionList(): string {
  return Object.entries(assumptions)
    .map(([name, row]) => {
      const others = row.options.filter((option) => option !== row.default);
      return `${name}=${[row.default, ...others].join('|')}\n  ${row.question}\n`;
    })
    .join('');
}
