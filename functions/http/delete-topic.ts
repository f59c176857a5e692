import type { HttpRequest } from '@azure/functions';
import { AppError } from '../../shared/errors.ts';
import { topicNameFault } from '../../shared/topics/name.ts';

/** `DELETE topics/{topic}`: always 405, with the command that an operator would run. */
export function deleteTopic(request: HttpRequest): never {
  const given = request.params['topic'] ?? '';
  const topic = topicNameFault(given) === undefined ? given : '<topic>';
  throw new AppError(
    'topic-delete-unsupported',
    `On a node of the cluster, an operator runs: kafka-topics.sh --bootstrap-server <broker>:9092 --delete --topic ${topic}`,
    { headers: { allow: 'GET, HEAD, PUT' } },
  );
}
