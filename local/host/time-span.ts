const pattern = /^(-)?(?:(\d+)\.)?(\d+):([0-5]?\d)(?::([0-5]?\d)(?:\.(\d{1,7}))?)?$/;

/**
 * Milliseconds of a .NET TimeSpan (`[d.]hh:mm[:ss[.fffffff]]`, or whole days: `7`); undefined: not one.
 * As in .NET, hours past 23 turn the text into days: `24:00:00` is 24 days.
 */
export function parseTimeSpan(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text) * 86_400_000;
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const [, sign, days, hours = '0', minutes = '0', seconds = '0', fraction = '0'] = match;
  const shifted = days === undefined && Number(hours) > 23;
  const [d, h, m, s] = shifted ? [hours, minutes, seconds, '0'] : [days ?? '0', hours, minutes, seconds];
  if (Number(h) > 23) return undefined;
  const wholeSeconds = ((Number(d) * 24 + Number(h)) * 60 + Number(m)) * 60 + Number(s);
  const ms = (wholeSeconds + Number(`0.${fraction}`)) * 1000;
  return sign === undefined ? ms : -ms;
}

/** `[d.]hh:mm:ss` of a whole number of seconds, as .NET writes it. */
export function formatTimeSpan(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const time = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60]
    .map(two)
    .join(':');
  const days = Math.floor(seconds / 86_400);
  return days === 0 ? time : `${days}.${time}`;
}
