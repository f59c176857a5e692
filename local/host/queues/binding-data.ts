import type { TypedData } from '../function.ts';

/**
 * What the host takes from a JSON object for triggerMetadata: its members by name, but no arrays and no nulls;
 * objects as JSON, all else as text. Empty when the value is no object.
 */
export function bindingData(value: unknown): Record<string, TypedData> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  const members = Object.entries(value).filter(([, member]) => member !== null && !Array.isArray(member));
  return Object.fromEntries(members.map(([name, member]) => [name, toTypedData(member)]));
}

function toTypedData(member: unknown): TypedData {
  if (typeof member === 'object') return { json: JSON.stringify(member) };
  // .NET writes truth values with a capital letter.
  if (typeof member === 'boolean') return { string: member ? 'True' : 'False' };
  return { string: typeof member === 'string' ? member : JSON.stringify(member) };
}
