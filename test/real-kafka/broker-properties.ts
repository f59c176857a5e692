/** The `server.properties` of one broker that is its own controller, as close to HDInsight as one node can be. */
export function brokerProperties(place: {
  readonly port: number;
  readonly controllerPort: number;
  readonly folder: string;
}): string {
  const { port, controllerPort, folder } = place;
  return [
    'process.roles=broker,controller',
    'node.id=1001',
    `controller.quorum.voters=1001@127.0.0.1:${controllerPort}`,
    `listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'controller.listener.names=CONTROLLER',
    `log.dirs=${folder}/log`,
    // Off on HDInsight, too.
    'auto.create.topics.enable=false',
    'offsets.topic.replication.factor=1',
    'offsets.topic.num.partitions=1',
    'transaction.state.log.replication.factor=1',
    'transaction.state.log.min.isr=1',
    'transaction.state.log.num.partitions=1',
    'group.initial.rebalance.delay.ms=0',
    // A broker that was killed is let back in once its session has ended.
    'broker.session.timeout.ms=2000',
    'broker.heartbeat.interval.ms=500',
    // Cases that wait for retention or compaction wait for these.
    'log.initial.task.delay.ms=100',
    'log.retention.check.interval.ms=200',
    'log.cleaner.backoff.ms=200',
    'log.segment.delete.delay.ms=0',
    '',
  ].join('\n');
}
