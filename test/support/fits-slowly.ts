/** Whether a name fits a pattern with stars, said another way than the app does: letter by letter. */
export function fitsSlowly(pattern: string, name: string): boolean {
  if (pattern === '') return name === '';
  const [letter] = pattern;
  if (letter === '*') {
    return fitsSlowly(pattern.slice(1), name) || (name !== '' && fitsSlowly(pattern, name.slice(1)));
  }
  return letter === name.at(0) && fitsSlowly(pattern.slice(1), name.slice(1));
}
