import type { Entra } from '../../local/entra/start.ts';
import type { AccessRules } from '../../shared/access/rules.ts';
import type { FuzzRequest } from './make-request.ts';
import type { Random } from './random.ts';
import type { Answered } from './send.ts';

/** In the mode entra: what a request shows of who sends it. */
export const senders = ['few rights', 'no token', 'forged'] as const;
export type Sender = (typeof senders)[number];

/** The topic of the description's examples. */
export const OWN_TOPIC = 'hello';

/** A topic that nobody of them has a right to, and what is in it. */
export const SECRET_TOPIC = 'treasury';
export const SECRET_VALUE = 'where-the-gold-is';

/** Whoever has few rights may read and describe the topic that most requests are about. */
export const rules: AccessRules = { roles: { Reader: [{ topics: [OWN_TOPIC], may: ['read', 'describe'] }] } };

/** Tokens by sender: one that is right, and the same with other claims under its signature. */
export async function tokensOf(entra: Entra, audience: string): Promise<Readonly<Record<Sender, string>>> {
  const caller = { clientId: 'fuzz', objectId: 'object of fuzz', roles: ['Reader'] };
  const { token } = await entra.issue(caller, audience);
  const [head = '', claims = '', signature = ''] = token.split('.');
  const own = JSON.parse(Buffer.from(claims, 'base64url').toString()) as object;
  const raised = Buffer.from(JSON.stringify({ ...own, roles: ['Kafka.Operator'] })).toString('base64url');
  return { 'few rights': token, 'no token': '', forged: [head, raised, signature].join('.') };
}

/** The request as a sender's, often about the topic that is none of theirs. */
export function sentBy(
  sender: Sender,
  made: FuzzRequest,
  tokens: Readonly<Record<Sender, string>>,
  random: Random,
): FuzzRequest {
  const headers: Record<string, string> = { ...made.headers };
  delete headers['authorization'];
  if (tokens[sender] !== '') headers['authorization'] = `Bearer ${tokens[sender]}`;
  return {
    ...made,
    path: random.chance(0.4) ? made.path.replaceAll(OWN_TOPIC, SECRET_TOPIC) : made.path,
    headers,
  };
}

/** What an answer may not tell such a sender; nothing where all is well. */
export function indiscretions(sender: Sender, made: FuzzRequest, { status, text }: Answered): string[] {
  const wrong: string[] = [];
  const isOpen = /^health\/live\/?(\?|$)/.test(made.path);
  if (sender !== 'few rights' && status < 400 && !isOpen) wrong.push(`status ${status} for ${sender}`);
  const [topics, topic] = made.path.split(/[/?]/);
  if (topics === 'topics' && topic === SECRET_TOPIC && status < 400)
    wrong.push(`status ${status} for a secret`);
  if (text.includes(SECRET_VALUE)) wrong.push('a record without a right to it');
  if (text.includes(SECRET_TOPIC) && !made.path.includes(SECRET_TOPIC))
    wrong.push('a topic without a right to it');
  return wrong;
}
