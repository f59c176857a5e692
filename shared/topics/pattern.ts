/**
 * Whether a topic name fits a pattern in which `*` stands for any characters, also none. It takes at most the product
 * of both lengths: names come from callers, and an expression of many stars could be made to take for ever.
 */
export function fits(pattern: string, topic: string): boolean {
  const [first = '', ...others] = pattern.split('*');
  const last = others.pop();
  if (last === undefined) return topic === pattern;
  if (topic.length < first.length + last.length || !topic.startsWith(first) || !topic.endsWith(last)) {
    return false;
  }
  const end = topic.length - last.length;
  let at = first.length;
  for (const part of others) {
    const found = topic.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}
