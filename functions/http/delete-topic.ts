import type { HttpRequest } from '@azure/functions';
import { AppError } from '../../shared/errors.ts';
import { createCommands } from '../../shared/housekeeping/commands.ts';
import { topicNameFault } from '../../shared/topics/name.ts';

/** `DELETE topics/{topic}`: always 405, with the way over housekeeping and the command that an operator would run. */
export function deleteTopic(request: HttpRequest): never {
  const given = request.params['topic'] ?? '';
  const topic = topicNameFault(given) === undefined ? given : '<topic>';
  throw new AppError(
    'topic-delete-unsupported',
    `Approve its finding in the housekeeping report, or on a node of the cluster an operator runs: ${createCommands([]).remove(topic)}`,
    { headers: { allow: 'GET, HEAD, PUT' } },
  );
}
